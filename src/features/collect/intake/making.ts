import type { SourceRef } from '../sources/schema.ts'
import type { Group, Groups } from './groups.ts'
import { openMemory } from './memory.ts'
import { openPeople } from './people.ts'
import { edgeLines, eventLine, identityLine, messageHash, messageText, type Named, traitLines } from './rows.ts'
import type { Classifier, Incoming, LiveEvent, Rejected } from './schema.ts'
import type { Sessions } from './sessions.ts'
import type { Telling } from './telling.ts'
import type { Window } from './window.ts'

export type MakingDeps = {
  readonly groups: Groups
  readonly window: Window
  readonly sessions: Sessions
  readonly telling: Telling
  readonly touch: (workspace: string, anchors: Iterable<string>) => void
  readonly reject: (source: SourceRef, rejected: readonly Rejected[]) => void
}

/** What one call brings: from where, and the groups that hold it now or held it before. */
export type Call = {
  readonly source: SourceRef
  readonly classify: Classifier
  readonly receivedMs: number
  readonly awaited: Set<Promise<void>>
}

export type Made = 'stored' | 'duplicates' | 'rejected'

/** What becomes of a group's rows once they are durable and in the engine, or could not be kept. */
type Notes = {
  readonly receivedMs: number
  /** Low word, high word and key of each message, one after the other. */
  readonly messages: number[]
  readonly said: string[]
  readonly touched: Map<string, Set<string>>
  readonly told: (readonly [string, () => LiveEvent])[]
}

const knownSize = 100_000
const hasAny = (record: Readonly<Record<string, string>>): boolean => {
  for (const _ in record) return true
  return false
}

const nothing: Readonly<Record<string, string>> = {}

/** Turns events into rows of the open group, unless they are known already. */
export function openMaking(deps: MakingDeps) {
  const { groups, window, sessions, telling, touch, reject } = deps
  const peopleOf = openPeople()
  /** What was said lately and need not be said again: identifiers, edges and traits. */
  let said = openMemory<string>(knownSize)
  const pending = new Map<number, Group>()
  const notes = new WeakMap<Group, Notes>()
  const channels = new WeakMap<Classifier, WeakMap<object, string>>()
  let lastSeq = 0

  function notesOf(group: Group, receivedMs: number): Notes {
    const known = notes.get(group)
    if (known) return known
    const made: Notes = { receivedMs, messages: [], said: [], touched: new Map(), told: [] }
    notes.set(group, made)
    group.durable.push((isDurable) => settle(made, isDurable))
    group.stored.push(() => {
      for (const [workspace, anchors] of made.touched) touch(workspace, anchors)
    })
    return made
  }

  function settle({ receivedMs, messages, said: keys, told }: Notes, isDurable: boolean): void {
    for (let i = 0; i < messages.length; i += 3) {
      const [low = 0, high = 0, key = 0] = [messages[i], messages[i + 1], messages[i + 2]]
      pending.delete(key)
      if (isDurable) window.add(low, high, receivedMs)
    }
    if (!isDurable) for (const key of keys) said.delete(key)
    if (!isDurable) return
    for (const [workspace, event] of told) telling.stored(workspace, event)
  }

  /** Whether this must be said: it was not lately, or it was different. */
  function isNews(note: Notes, key: string, value: string): boolean {
    if (said.get(key) === value) return false
    said.set(key, value)
    note.said.push(key)
    return true
  }

  function sayIdentities(group: Group, note: Notes, call: Call, people: readonly Named[]): void {
    const { workspace } = call.source
    for (const one of people) {
      if (one.kind === 'daily' || !isNews(note, one.anchor, '')) continue
      const lines = group.identities.get(workspace) ?? new Map<string, string>()
      group.identities.set(workspace, lines.set(one.anchor, identityLine(workspace, one, call.receivedMs)))
    }
  }

  function sayEdges(
    group: Group,
    note: Notes,
    { source }: Call,
    people: readonly Named[],
    one: Incoming,
    message: string,
  ) {
    if (one.together === 'apart') return
    const joining = people.filter(({ kind }) => kind !== 'daily')
    for (const [i, a] of joining.entries()) {
      for (const b of joining.slice(i + 1)) {
        if (!isNews(note, `${a.anchor} ${b.anchor}`, one.together)) continue
        group.edges.push(edgeLines(source, a.anchor, b.anchor, one, message))
        touched(note, source.workspace).add(b.anchor)
      }
    }
  }

  /** Traits go to the strongest identifier; those that nobody proved to the browser itself. */
  function sayTraits(group: Group, note: Notes, { source }: Call, people: readonly Named[], one: Incoming): void {
    const whose = one.together === 'unproven' ? people.find(({ kind }) => kind === 'anonymous') : people[0]
    if (!whose || !hasAny(one.traits)) return
    if (isNews(note, `${whose.anchor} ${source.slug}`, JSON.stringify(one.traits))) {
      group.traits.push(traitLines(source, whose.anchor, one))
    }
  }

  const touched = (note: Notes, workspace: string): Set<string> => {
    const known = note.touched.get(workspace)
    if (known) return known
    const made = new Set<string>()
    note.touched.set(workspace, made)
    return made
  }

  function placed(call: Call, people: readonly Named[], one: Incoming) {
    const [first, second] = people
    const visit =
      one.session === null
        ? sessions.of(
            first?.anchor ?? '',
            one.together === 'apart' ? '' : (second?.anchor ?? ''),
            one.timeMs,
            one.entry,
          )
        : { id: one.session, entry: one.entry }
    if (one.channel !== null) {
      return { session: visit.id, channel: call.classify(visit.entry, one.channel), entry: nothing }
    }
    return { session: visit.id, channel: ruled(call.classify, visit.entry), entry: visit.entry }
  }

  function store(
    call: Call,
    people: readonly Named[],
    first: Named,
    one: Incoming,
    group: Group,
    message: string,
  ): void {
    const { source, receivedMs } = call
    const note = notesOf(group, receivedMs)
    sayIdentities(group, note, call, people)
    if (people.length > 1) sayEdges(group, note, call, people, one, message)
    sayTraits(group, note, call, people, one)
    const place = placed(call, people, one)
    lastSeq = Math.max(lastSeq + 1, receivedMs * 4096)
    const line = eventLine(source, one, { people, message, seq: lastSeq, receivedMs, ...place })
    groups.push(line, source)
    touched(note, source.workspace).add(first.anchor)
    if (telling.heard(source.workspace)) {
      note.told.push([source.workspace, () => liveEvent(source, first, one, place)])
    }
  }

  /** The channel of an entry, which all events of a visit share. */
  function ruled(classify: Classifier, entry: Incoming['entry']): string {
    const known = channels.get(classify) ?? new WeakMap<object, string>()
    const found = known.get(entry)
    if (found !== undefined) return found
    const channel = hasAny(entry) ? classify(entry, null) : ''
    channels.set(classify, known.set(entry, channel))
    return channel
  }

  function make(call: Call, one: Incoming): Made {
    const { workspace } = call.source
    const people = peopleOf(workspace, one.identifiers)
    const [first] = people
    if (!first) {
      reject(call.source, [{ reason: 'person.none', field: 'userId', detail: '', sample: JSON.stringify(one) }])
      return 'rejected'
    }
    const hash = messageHash(workspace, one.messageId)
    const [low, high] = hash
    const key = low + (high & 0x1f_ffff) * 2 ** 32
    const known = one.messageId === null ? undefined : pending.get(key)
    if (known) call.awaited.add(known.done)
    if (known || (one.messageId !== null && window.has(low, high))) return 'duplicates'
    const group = groups.open()
    call.awaited.add(group.done)
    store(call, people, first, one, group, messageText(hash))
    // Known only once its row is there.
    if (one.messageId !== null) {
      pending.set(key, group)
      notesOf(group, call.receivedMs).messages.push(low, high, key)
    }
    return 'stored'
  }

  return {
    make,
    /** What was said before is said again: it may be gone from the engine. */
    forget(): void {
      said = openMemory<string>(knownSize)
    },
  }
}

const liveEvent = (
  { slug }: SourceRef,
  { anchor }: Named,
  one: Incoming,
  { channel, session }: Pick<LiveEvent, 'channel' | 'session'>,
): LiveEvent => ({
  time: new Date(one.timeMs).toISOString(),
  name: one.name,
  channel,
  source: slug,
  personId: anchor,
  value: one.value,
  currency: one.currency,
  session,
  properties: one.properties,
})
