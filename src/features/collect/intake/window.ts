/**
 * The messages of the last 24 hours, in bounded memory: eight bytes each, in tables by hour. Half of a message's hash is
 * kept, as two words of 32 bits: among ten million messages two are alike with a chance of 3 in a million.
 */
export type Window = {
  has(low: number, high: number): boolean
  add(low: number, high: number, atMs: number): void
  readonly size: number
}

type Table = { readonly hour: number; words: Uint32Array; size: number }

const hourMs = 3_600_000
const hours = 24
const firstSlots = 1 << 10
const mostSlots = 1 << 20

const fullAt = (slots: number): number => Math.floor(slots * 0.6)

/** The place of a pair in a table, or of the free slot where it belongs. A pair of zeros means free. */
function placeOf(words: Uint32Array, low: number, high: number): number {
  const mask = words.length / 2 - 1
  let slot = (low ^ Math.imul(high, 0x9e3779b1)) & mask
  for (;;) {
    const [a, b] = [words[slot * 2], words[slot * 2 + 1]]
    if ((a === low && b === high) || (a === 0 && b === 0)) return slot * 2
    slot = (slot + 1) & mask
  }
}

function put(table: Table, low: number, high: number): void {
  const place = placeOf(table.words, low, high)
  if (table.words[place] !== 0 || table.words[place + 1] !== 0) return
  table.words[place] = low
  table.words[place + 1] = high
  table.size++
}

function grow(table: Table): void {
  const { words } = table
  table.words = new Uint32Array(words.length * 2)
  table.size = 0
  for (let i = 0; i < words.length; i += 2) {
    const [low = 0, high = 0] = [words[i], words[i + 1]]
    if (low !== 0 || high !== 0) put(table, low, high)
  }
}

/** Of more than `most` messages the oldest are forgotten early; `ReplacingMergeTree` and the paths know them still. */
export function openWindow(most = 6_000_000): Window {
  let tables: Table[] = []
  let size = 0

  /** The table of an hour that has room, newest first; those that are over are dropped. */
  function tableFor(hour: number): Table {
    const newest = tables.find((table) => table.hour === hour && table.size < fullAt(mostSlots))
    if (newest) return newest
    const made = { hour, words: new Uint32Array(firstSlots * 2), size: 0 }
    const last = Math.max(hour, tables[0]?.hour ?? hour)
    tables = [made, ...tables].sort((a, b) => b.hour - a.hour).filter((table) => table.hour > last - hours - 1)
    size = tables.reduce((sum, table) => sum + table.size, 0)
    for (let oldest = tables.at(-1); size > most && oldest && oldest !== made; oldest = tables.at(-1)) {
      size -= oldest.size
      tables.pop()
    }
    return made
  }

  return {
    has(low, high) {
      const known = low === 0 && high === 0 ? 1 : low
      return tables.some(({ words }) => holds(words, known, high))
    },
    add(low, high, atMs) {
      const table = tableFor(Math.floor(atMs / hourMs))
      if (table.size >= fullAt(table.words.length / 2)) grow(table)
      const before = table.size
      put(table, low === 0 && high === 0 ? 1 : low, high)
      size += table.size - before
    },
    get size() {
      return size
    },
  }
}

function holds(words: Uint32Array, low: number, high: number): boolean {
  const place = placeOf(words, low, high)
  return words[place] === low && words[place + 1] === high
}
