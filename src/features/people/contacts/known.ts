import { p, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { knownAnchors } from '../../collect/index.ts'
import { type Change, type Known, type Owner, systemOf } from './changes.ts'
import type { Contact } from './contact.ts'

/** An anchor is a hash already: fifteen of its digits tell those of one file apart. */
const short = (anchor: string): number => Number(anchor.slice(-15))

/** 32 bits of a text. */
function hash(text: string): number {
  let found = 0x811c9dc5
  for (let i = 0; i < text.length; i++) found = Math.imul(found ^ text.charCodeAt(i), 0x01000193)
  return found >>> 0
}

const hashes = new Map<string, number>()

/** An anchor together with one of the few words that come again and again. */
function pair(anchor: string, word: string): number {
  let of = hashes.get(word)
  if (of === undefined) {
    of = hash(word)
    if (hashes.size < 10_000) hashes.set(word, of)
  }
  return short(anchor) + of * 1_048_573
}

const both = (anchor: string, other: string): number => short(anchor) + (short(other) % 4_294_967_291) * 1_048_573

type Decision = { readonly granted: boolean; readonly atMs: number }

/** Kinds that stand for a contact, so that what is joined to them is theirs. */
const standing = /^(customer|contact:.*|email)$/

/** What is known, in numbers instead of texts: small enough to hold a whole file. */
export function openMemory() {
  const anchors = new Set<number>()
  const joined = new Set<number>()
  const owners = new Map<number, Owner[]>()
  const values = new Map<number, number>()
  const decisions = new Map<number, Decision>()

  function own(anchor: string, owner: Owner): void {
    const key = short(anchor)
    const list = owners.get(key)
    if (!list) owners.set(key, [owner])
    else if (!list.some((one) => one.anchor === owner.anchor)) list.push(owner)
  }

  const memory = {
    anchors,
    own,
    join: (anchor: string, other: string) => joined.add(both(anchor, other)),
    say: (anchor: string, key: string, value: string) => values.set(pair(anchor, key), hash(value)),
    spoken: (anchor: string, key: string) => values.has(pair(anchor, key)),
    decide: (anchor: string, purpose: string, decision: Decision) => {
      const key = pair(anchor, purpose)
      const before = decisions.get(key)
      if (!before || before.atMs <= decision.atMs) decisions.set(key, decision)
    },
    /** Takes over what a contact of this file brought. */
    learn({ line, own: mine, consents }: Change, receivedMs: number): void {
      const [first] = mine
      for (const anchor of line.anchors) anchors.add(short(anchor))
      for (const other of line.others) {
        memory.join(line.anchor, other)
        if (first && standing.test(systemOf(first))) own(other, { anchor: line.anchor, system: systemOf(first) })
      }
      line.keys.forEach((key, i) => {
        memory.say(line.anchor, key, line.texts[i] ?? '')
      })
      for (const { purpose, granted, atMs } of consents) {
        for (const { anchor } of mine) memory.decide(anchor, purpose, { granted, atMs: atMs ?? receivedMs })
      }
    },
    clear(): void {
      for (const one of [anchors, joined, owners, values, decisions]) one.clear()
    },
    known: {
      identity: (anchor) => anchors.has(short(anchor)),
      joined: (anchor, other) => joined.has(both(anchor, other)),
      owners: (anchor) => owners.get(short(anchor)) ?? [],
      says: (anchor, key, value) => values.get(pair(anchor, key)) === hash(value),
      decided(list, { purpose, granted, atMs }) {
        const last = list
          .flatMap((anchor) => decisions.get(pair(anchor, purpose)) ?? [])
          .reduce<Decision | undefined>((best, one) => (best && best.atMs > one.atMs ? best : one), undefined)
        if (!last) return false
        return granted || !last.granted || (atMs !== null && last.atMs >= atMs)
      },
    } satisfies Known,
  }
  return memory
}

export type Memory = ReturnType<typeof openMemory>

type Trait = { readonly anchor: string; readonly keys: string[]; readonly texts: string[] }
type Consent = { readonly anchor: string; readonly purpose: string; readonly state: string; readonly atMs: number }

/** Reads what the warehouse knows of these contacts; what the memory holds of this file already stays. */
export async function remember(warehouse: Warehouse, workspace: string, memory: Memory, contacts: readonly Contact[]) {
  const all = [...new Set(contacts.flatMap(({ identifiers }) => identifiers.map(({ anchor }) => anchor)))]
  if (all.length === 0) return
  const { known, joined } = await knownAnchors(warehouse, workspace, all)
  if (known.length === 0) return
  const here = sql`workspace = ${p.uuid(workspace)} and anchor in (select arrayJoin(${p.anchors(known)}))`
  const [traits, consents] = await Promise.all([
    warehouse.rows<Trait>(
      sql`select toString(anchor) as anchor, groupArray(toString(key)) as keys, groupArray(value) as texts from (
          select anchor, key, argMax(value, (at, import)) as value from traits
          where ${here} and startsWith(source, 'contacts:') group by anchor, key)
        group by anchor`,
    ),
    warehouse.rows<Consent>(
      sql`select toString(anchor) as anchor, purpose, toString(argMax(state, at)) as state,
          toFloat64(toUnixTimestamp64Milli(max(at))) as atMs
        from consents where ${here} group by anchor, purpose`,
    ),
  ])
  for (const anchor of known) memory.anchors.add(short(anchor))
  for (const { anchor, other, system } of joined) {
    memory.join(anchor, other)
    if (standing.test(system)) memory.own(anchor, { anchor: other, system })
  }
  for (const { anchor, keys, texts } of traits) {
    keys.forEach((key, i) => {
      if (!memory.spoken(anchor, key)) memory.say(anchor, key, texts[i] ?? '')
    })
  }
  for (const { anchor, purpose, state, atMs } of consents) {
    memory.decide(anchor, purpose, { granted: state === 'granted', atMs })
  }
}
