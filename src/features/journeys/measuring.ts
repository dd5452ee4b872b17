import type { Log } from '../../platform/log.ts'
import { retrying } from '../../platform/retrying.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import type { Settled } from '../collect/index.ts'
import { measureOf } from './measure.ts'
import type { JourneyStore, Kept } from './store.ts'
import { openRuns, type Runs } from './writing.ts'

/** More touched people than this are measured with everybody else. */
const mostTouched = 20_000

export type MeasuringDeps = {
  readonly warehouse: Warehouse
  readonly store: JourneyStore
  readonly log: Log
  readonly now: () => number
  /** Between the tries of what fails, in ms. */
  readonly pauses?: readonly number[] | undefined
}

type People = readonly string[] | 'all'

/** Measures a journey unless the runs of its present rules are complete. */
async function measure(store: JourneyStore, runs: Runs, workspace: string, id: string): Promise<void> {
  const kept = await store.find(workspace, id)
  if (!kept) return
  const measure = measureOf(kept.journey)
  if (kept.measured === measure.id) return
  const asOfMs = await runs.horizon(workspace)
  await runs.measureAll({ workspace, journey: id, measure: measure.id }, measure)
  await store.setMeasured(workspace, id, measure.id, asOfMs)
  await runs.forget(workspace, id, measure.id)
}

/** Brings runs that are complete up to the events of these people. */
async function renew(store: JourneyStore, runs: Runs, kept: Kept, workspace: string, people: People): Promise<void> {
  const measure = measureOf(kept.journey)
  if (kept.measured !== measure.id) return
  const of = { workspace, journey: kept.journey.id, measure: measure.id }
  await store.setRenewing(workspace, of.journey)
  const asOfMs = await runs.horizon(workspace)
  if (people === 'all') await runs.measureAll(of, measure)
  else await runs.measurePeople(of, measure, people)
  await store.setMeasured(workspace, of.journey, measure.id, asOfMs)
}

/** Does one thing after the other. */
function openTurns() {
  const closing = new AbortController()
  const { signal } = closing
  let tail: Promise<void> = Promise.resolve()
  return {
    signal,
    take(work: () => Promise<void>): Promise<void> {
      const turn = tail.then(() => (signal.aborted ? undefined : work()))
      tail = turn.catch(() => undefined)
      return turn
    },
    async close(): Promise<void> {
      closing.abort()
      await tail
    },
  }
}

/**
 * Keeps the runs of all journeys up to their rules and to the events. A journey that changes while it waits for its turn
 * is measured once, as it is then. What fails is tried again until it succeeds, or another change makes it needless; until
 * then its journey counts as not measured.
 */
export function openMeasuring({ store, warehouse, log, now, pauses }: MeasuringDeps) {
  const turns = openTurns()
  const { signal } = turns
  const runs = openRuns({ warehouse, now, signal })
  const waiting = new Map<string, Promise<void>>()
  /** Journeys, and workspaces with all of theirs, whose runs lack events since a renewal of them failed. */
  const behind = new Set<string>()
  const keyOf = (workspace: string, id: string) => `${workspace} ${id}`

  /** What failed and has not succeeded since: told once. */
  const failing = new Set<string>()

  function tell(key: string, error: unknown): void {
    if (!failing.has(key)) log.error({ err: error, journey: key }, 'A journey could not be measured; it is tried again')
    failing.add(key)
  }

  const again = (key: string, work: () => Promise<void>): Promise<void> =>
    retrying(() => turns.take(work), {
      signal,
      ...(pauses ? { pauses } : {}),
      failed: (error) => tell(key, error),
    }).then(() => {
      if (failing.delete(key)) log.info({ journey: key }, 'A journey that could not be measured is up to date')
    })

  async function bringUp(workspace: string, id: string): Promise<void> {
    const key = keyOf(workspace, id)
    if (behind.has(key)) {
      await store.forgetMeasured(workspace, id)
      behind.delete(key)
    }
    await measure(store, runs, workspace, id)
  }

  function request(workspace: string, id: string): Promise<void> {
    const key = keyOf(workspace, id)
    const queued = waiting.get(key)
    if (queued) return queued
    const turn: Promise<void> = again(key, async () => {
      // Who asks from here on may have changed it: that takes another turn.
      waiting.delete(key)
      try {
        await bringUp(workspace, id)
      } catch (error) {
        if (!waiting.has(key)) waiting.set(key, turn)
        throw error
      }
    })
    waiting.set(key, turn)
    const forget = () => {
      if (waiting.get(key) === turn) waiting.delete(key)
    }
    turn.then(forget, forget)
    return turn
  }

  function fallBehind(workspace: string, id: string, error: unknown): void {
    const key = keyOf(workspace, id)
    tell(key, error)
    behind.add(key)
    request(workspace, id).catch(() => undefined)
  }

  async function renewAll(workspace: string, people: People): Promise<void> {
    for (const kept of await store.all(workspace)) {
      try {
        await renew(store, runs, kept, workspace, people)
      } catch (error) {
        if (signal.aborted) throw error
        fallBehind(workspace, kept.journey.id, error)
      }
    }
  }

  return {
    /** Measures a journey in its turn if its rules changed; resolves once that has succeeded. */
    request,
    /** Whether a journey's runs lack events, so that what was measured of it is no figure of now. */
    isBehind: (workspace: string, id: string): boolean => behind.has(workspace) || behind.has(keyOf(workspace, id)),
    /** Brings the runs of these people up to their events; what fails goes on by itself. */
    async refresh({ workspace, people: settled }: Settled): Promise<void> {
      const people = settled !== 'all' && settled.length > mostTouched ? 'all' : settled
      try {
        await turns.take(() => renewAll(workspace, people))
      } catch {
        if (signal.aborted || behind.has(workspace)) return
        behind.add(workspace)
        again(workspace, () => renewAll(workspace, 'all'))
          .then(() => behind.delete(workspace))
          .catch(() => undefined)
      }
    },
    forget: (workspace: string, id: string) => turns.take(() => runs.forget(workspace, id, null)),
    /** Takes up what was left when the program ended. */
    async resume(): Promise<void> {
      await store.forgetHalfMeasured()
      for (const { workspace, id } of await store.unmeasured()) request(workspace, id).catch(() => undefined)
    },
    close: turns.close,
  }
}

export type Measuring = ReturnType<typeof openMeasuring>
