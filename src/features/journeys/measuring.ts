import type { Log } from '../../platform/log.ts'
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
}

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

type People = readonly string[] | 'all'

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

/** Does one thing after the other; what fails is logged and keeps nothing from its turn. */
function openTurns(log: Log) {
  const closing = new AbortController()
  const { signal } = closing
  let tail: Promise<void> = Promise.resolve()
  return {
    signal,
    take(work: () => Promise<void>): Promise<void> {
      const turn = tail.then(() => (signal.aborted ? undefined : work()))
      tail = turn.catch((error: unknown) => {
        if (!signal.aborted) log.error({ error }, 'A journey could not be measured')
      })
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
 * is measured once, as it is then.
 */
export function openMeasuring({ store, warehouse, log, now }: MeasuringDeps) {
  const turns = openTurns(log)
  const runs = openRuns({ warehouse, now, signal: turns.signal })
  const waiting = new Map<string, Promise<void>>()

  function request(workspace: string, id: string): Promise<void> {
    const key = `${workspace} ${id}`
    const queued = waiting.get(key)
    if (queued) return queued
    const turn = turns.take(() => {
      waiting.delete(key)
      return measure(store, runs, workspace, id)
    })
    waiting.set(key, turn)
    return turn
  }

  return {
    /** Measures a journey in its turn if its rules changed; rejects where that fails. */
    request,
    /** Brings the runs of these people up to their events. */
    async refresh({ workspace, people: settled }: Settled): Promise<void> {
      const people = settled !== 'all' && settled.length > mostTouched ? 'all' : settled
      await turns.take(async () => {
        for (const kept of await store.all(workspace)) await renew(store, runs, kept, workspace, people)
      })
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
