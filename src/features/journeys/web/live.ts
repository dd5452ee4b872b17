import { type Rule, satisfies } from '../../../kernel/rule.ts'
import type { LiveEvent, LiveLine } from '../../../web/live.ts'
import type { Touchpoint } from '../schema.ts'

/** How long an arrival is counted. */
export const windowMs = 60_000
const mostShown = 20

/** The keys of properties that rules look at. */
export function propertyKeys(rules: readonly Rule[]): readonly string[] {
  const keys = (rule: Rule): readonly string[] => {
    if ('all' in rule) return rule.all.flatMap(keys)
    if ('any' in rule) return rule.any.flatMap(keys)
    if ('not' in rule) return keys(rule.not)
    return rule.field === 'property' && rule.key !== undefined ? [rule.key] : []
  }
  return [...new Set(rules.flatMap(keys))].sort()
}

/** The touchpoint that an event belongs to, as the measuring finds it; null: none. */
export function placeOf(touchpoints: readonly Pick<Touchpoint, 'id' | 'rule'>[], event: LiveEvent): string | null {
  const { name, channel, source, session, currency, value, properties } = event
  const seen = { event: name, channel, source, session, currency, properties }
  const happened = { ...seen, value: value === null ? null : Number(value) }
  return touchpoints.find(({ rule }) => satisfies(rule, happened))?.id ?? null
}

/** One event of the feed; `atMs` is when the browser heard of it. */
export type Shown = {
  readonly id: number
  readonly atMs: number
  readonly touchpoint: string | null
  readonly event: LiveEvent
}

/** What one message brought, by touchpoint. A sampled message tells of some events and how many they stand for. */
type Arrival = { readonly atMs: number; readonly sampled: boolean; readonly counts: ReadonlyMap<string | null, number> }

export type LiveMapState = {
  readonly line: LiveLine
  readonly nowMs: number
  /** The newest first. */
  readonly shown: readonly Shown[]
  readonly arrivals: readonly Arrival[]
  /** Events within the window, by touchpoint (null: of none). */
  readonly counts: ReadonlyMap<string | null, number>
  /** Whether a part of the counts is projected from samples. */
  readonly sampled: boolean
  /** Messages that brought something to a touchpoint, ever. */
  readonly pulses: ReadonlyMap<string, number>
  readonly heard: number
}

export const silent: LiveMapState = {
  line: 'connecting',
  nowMs: 0,
  shown: [],
  arrivals: [],
  counts: new Map(),
  sampled: false,
  pulses: new Map(),
  heard: 0,
}

const added = <K>(counts: ReadonlyMap<K, number>, more: Iterable<readonly [K, number]>): Map<K, number> => {
  const sum = new Map(counts)
  for (const [key, count] of more) sum.set(key, (sum.get(key) ?? 0) + count)
  return sum
}

/** The state some time later: what is older than the window no longer counts. */
export function later(state: LiveMapState, nowMs: number): LiveMapState {
  const arrivals = state.arrivals.filter(({ atMs }) => atMs > nowMs - windowMs)
  const counts = arrivals.reduce((sum, arrival) => added(sum, arrival.counts), new Map<string | null, number>())
  return { ...state, nowMs, arrivals, counts, sampled: arrivals.some(({ sampled }) => sampled) }
}

/** The state after a message of `count` events, of which it names `events`. */
export function arrived(
  state: LiveMapState,
  { events, count }: { readonly events: readonly LiveEvent[]; readonly count: number },
  touchpoints: readonly Pick<Touchpoint, 'id' | 'rule'>[],
  nowMs: number,
): LiveMapState {
  if (events.length === 0) return later(state, nowMs)
  const places = events.map((event) => placeOf(touchpoints, event))
  const weight = Math.max(1, count / events.length)
  const counts = added(
    new Map<string | null, number>(),
    places.map((place) => [place, weight]),
  )
  const fresh = events.map(
    (event, i): Shown => ({
      id: state.heard + i,
      atMs: nowMs,
      touchpoint: places[i] ?? null,
      event,
    }),
  )
  return later(
    {
      ...state,
      shown: [...fresh.reverse(), ...state.shown].slice(0, mostShown),
      arrivals: [...state.arrivals, { atMs: nowMs, sampled: weight > 1, counts }],
      pulses: added(
        state.pulses,
        [...counts.keys()].flatMap((id) => (id === null ? [] : [[id, 1]])),
      ),
      heard: state.heard + events.length,
    },
    nowMs,
  )
}

/** Holds the live state for those who show parts of it. */
export function openLiveStore() {
  const listeners = new Set<() => void>()
  let state = silent
  return {
    get: () => state,
    set(next: LiveMapState): void {
      if (next === state) return
      state = next
      for (const listener of listeners) listener()
    },
    subscribe(listener: () => void): () => void {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

export type LiveStore = ReturnType<typeof openLiveStore>

/** Works at once when asked, then at most so often, and never twice at a time; what was asked meanwhile is done after. */
export function openThrottle(
  work: () => Promise<unknown>,
  everyMs: number,
  after: (call: () => void, ms: number) => unknown = setTimeout,
) {
  let [resting, working, again] = [false, false, false]
  const next = () => {
    if (resting || working || !again) return
    again = false
    resting = true
    working = true
    after(() => {
      resting = false
      next()
    }, everyMs)
    const done = () => {
      working = false
      next()
    }
    work().then(done, done)
  }
  return {
    ask(): void {
      again = true
      next()
    },
  }
}
