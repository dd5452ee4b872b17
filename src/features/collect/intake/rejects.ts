import type { Log } from '../../../platform/log.ts'
import { blamesRow } from '../../../platform/warehouse/errors.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { SourceRef } from '../sources/schema.ts'
import { rejectedColumns, seconds } from './rows.ts'
import type { Rejected } from './schema.ts'

type Pile = { readonly source: SourceRef; readonly first: Rejected; readonly receivedMs: number; count: number }

const pauseMs = 1000
/** Samples of one source, reason and field per second; further messages are only counted. */
const samples = 5
/** Different piles that wait; beyond that messages are counted with any pile of their source. */
const mostPiles = 2000
const longest = 2000

const text = JSON.stringify
const short = (value: string): string => value.slice(0, longest).toWellFormed()

const line = ({ source, first, receivedMs, count }: Pile): string =>
  `["${source.workspace}",${text(source.slug)},${seconds(receivedMs)},${text(first.reason)},${text(short(first.field))},${text(short(first.detail))},${text(short(first.sample))},${count}]\n`

/** Keeps messages that stayed out: all are counted, of many alike only some are kept as samples. */
export function openRejects(
  warehouse: Warehouse,
  told: (source: SourceRef, count: number) => void,
  log: Log,
  now: () => number,
) {
  let piles = new Map<string, Pile>()
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()

  /** What the engine did not take is written with what came since. */
  function takeBack(failed: ReadonlyMap<string, Pile>): void {
    for (const [key, pile] of failed) {
      const known = piles.get(key)
      if (known) known.count += pile.count
      else piles.set(key, pile)
    }
    later(pauseMs * 5)
  }

  async function write(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const mine = piles
    piles = new Map()
    if (mine.size === 0) return
    const lines = [...mine.values()].map(line)
    try {
      await warehouse.insertLines('rejected', rejectedColumns, Buffer.from(lines.join('')))
    } catch (error) {
      log.warn({ err: error, rows: lines.length }, 'Rejected messages could not be kept yet')
      if (!blamesRow(error)) takeBack(mine)
    }
  }

  function later(ms: number): void {
    timer ??= setTimeout(() => void flush(), ms).unref()
  }

  const flush = (): Promise<void> => {
    writing = writing.then(write)
    return writing
  }

  function add(source: SourceRef, one: Rejected): void {
    const kind = `${source.id} ${one.reason} ${one.field}`
    const free = Array.from({ length: samples }, (_, nth) => `${kind} ${nth}`).find((key) => !piles.has(key))
    const key = piles.size >= mostPiles ? `${source.id} overflow` : (free ?? `${kind} 0`)
    const pile = piles.get(key)
    if (pile) pile.count++
    else piles.set(key, { source, first: one, receivedMs: now(), count: 1 })
  }

  return {
    reject(source: SourceRef, rejected: readonly Rejected[]): void {
      if (rejected.length === 0) return
      for (const one of rejected) add(source, one)
      told(source, rejected.length)
      later(pauseMs)
    },
    flush,
  }
}
