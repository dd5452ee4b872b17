import { randomFillSync } from 'node:crypto'
import { decimal } from '../identity/anchor.ts'
import { type Hash, hashText } from '../identity/siphash.ts'
import { eventColumns as importedColumns } from '../imports/events.ts'
import type { SourceRef } from '../sources/schema.ts'
import { unprovenImport } from '../unproven.ts'
import type { Incoming } from './schema.ts'

/** An anchor with what it stands for. */
export type Named = { readonly anchor: string; readonly kind: string; readonly value: string }

export const none = '00000000-0000-0000-0000-000000000000'

/** The import of what is said beside an event. */
const importOf = ({ together }: Incoming): string => (together === 'unproven' ? unprovenImport : none)

/** Those of imports, and what the channel was named by. */
export const eventColumns = [...importedColumns, 'entry'] as const
export const identityColumns = ['workspace', 'anchor', 'kind', 'value', 'seen'] as const
export const edgeColumns = ['workspace', 'anchor', 'other', 'how', 'at', 'message', 'source', 'import'] as const
export const traitColumns = ['workspace', 'anchor', 'key', 'value', 'source', 'at', 'import'] as const
export const rejectedColumns = [
  'workspace',
  'source',
  'received',
  'reason',
  'field',
  'detail',
  'sample',
  'count',
] as const

/** Milliseconds as the engine reads them: seconds with a fraction. From 1990 on. */
export const seconds = (ms: number): string => {
  const text = String(ms)
  return `"${text.slice(0, -3)}.${text.slice(-3)}"`
}

const noise = new Uint32Array(1024)
let used = noise.length

/** The hash of a message: of its id within the workspace, or any where it has none. */
export function messageHash(workspace: string, messageId: string | null): Hash {
  if (messageId !== null) return hashText(`${workspace}\nmessage\n${messageId}`)
  if (used >= noise.length) {
    randomFillSync(noise)
    used = 0
  }
  const [a = 0, b = 0, c = 0, d = 0] = noise.subarray(used, used + 4)
  used += 4
  return [a, b, c, d]
}

export type EventFacts = {
  readonly people: readonly Named[]
  readonly message: string
  readonly seq: number
  readonly channel: string
  readonly session: string
  readonly entry: Readonly<Record<string, string>>
  readonly receivedMs: number
}

const text = JSON.stringify

const entryTexts = new WeakMap<object, string>()

/** The text of an entry; all events of a visit share one. */
function entryText(entry: Readonly<Record<string, string>>): string {
  const known = entryTexts.get(entry)
  if (known !== undefined) return known
  const made = JSON.stringify(entry)
  entryTexts.set(entry, made)
  return made
}

export function eventLine({ workspace, slug }: SourceRef, one: Incoming, facts: EventFacts): string {
  const [first, second] = facts.people
  const anchor2 = one.together === 'apart' ? '0' : (second?.anchor ?? '0')
  return `["${workspace}",${first?.anchor ?? '0'},${seconds(one.rawMs)},${facts.message},${seconds(one.timeMs)},${facts.seq},${anchor2},${text(one.name)},${text(facts.channel)},${text(slug)},${text(facts.session)},${one.value === null ? 'null' : `"${one.value}"`},${text(one.currency)},${text(one.properties)},"${none}",${seconds(facts.receivedMs)},${entryText(facts.entry)}]\n`
}

export const identityLine = (workspace: string, { anchor, kind, value }: Named, seenMs: number): string =>
  `["${workspace}",${anchor},${text(kind)},${text(value)},"${Math.floor(seenMs / 1000)}"]\n`

/** Both directions of the proof that two identifiers are one person. */
export function edgeLines(
  { workspace, slug }: SourceRef,
  a: string,
  b: string,
  one: Incoming,
  message: string,
): string {
  const how = one.together === 'alias' ? 'alias' : 'together'
  const rest = `"${how}",${seconds(one.timeMs)},${message},${text(slug)},"${importOf(one)}"]\n`
  return `["${workspace}",${a},${b},${rest}["${workspace}",${b},${a},${rest}`
}

export const traitLines = ({ workspace, slug }: SourceRef, anchor: string, one: Incoming): string =>
  Object.entries(one.traits)
    .map(
      ([key, value]) =>
        `["${workspace}",${anchor},${text(key)},${text(value)},${text(slug)},${seconds(one.timeMs)},"${importOf(one)}"]\n`,
    )
    .join('')

export const messageText = decimal
