import type { Log } from '../../platform/log.ts'
import { endLeft } from '../../platform/warehouse/endLeft.ts'
import { p, raw, type Sql, sql } from '../../platform/warehouse/sql.ts'
import type { QueryOptions, Warehouse } from '../../platform/warehouse/warehouse.ts'
import { anchorSlices, type Settling } from '../collect/index.ts'
import { sizeSql } from './draftSql.ts'
import { type Measure, measureOf } from './measure.ts'
import { buildRunsSql, emptyRunsSql, type RunsOf } from './runs.ts'
import type { Journeys, Kept } from './store.ts'

/** Keeps the memory of one statement below about 500 MB. */
const eventsPerSlice = 1_000_000
/** More touched people than this are measured with everybody else. */
const mostTouched = 20_000
const anchorsPerStatement = 5_000

const everybody = raw('true')

const chunks = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size))

export type MeasuringDeps = {
  readonly warehouse: Warehouse
  readonly store: Journeys
  readonly log: Log
  readonly now: () => number
}

/** Writes and removes runs in the warehouse. */
export function openRuns({ warehouse, now }: Pick<MeasuringDeps, 'warehouse' | 'now'>, signal?: AbortSignal) {
  const optionsOf = (journey: string): QueryOptions => ({
    seconds: 3600,
    tag: `runs ${journey}`,
    ...(signal ? { signal } : {}),
  })

  async function nextVersion({ workspace, journey, measure }: RunsOf): Promise<number> {
    const [row] = await warehouse.rows<{ version: number }>(sql`
      select toFloat64(max(version)) as version from journey_runs where workspace = ${p.uuid(workspace)}
        and journey = ${p.uuid(journey)} and measure = ${p.uint(measure)}`)
    return (row?.version ?? 0) + 1
  }

  const size = async (workspace: string) =>
    (await warehouse.rows<{ events: number; latest: number }>(sizeSql(workspace)))[0]

  async function write(of: RunsOf, measure: Measure, anchors: readonly Sql[], persons: readonly Sql[]) {
    const options = optionsOf(of.journey)
    await endLeft(warehouse, `runs ${of.journey}`)
    const version = await nextVersion(of)
    for (const condition of anchors) {
      await warehouse.everywhere((physical) => buildRunsSql(of, measure, version, condition, physical), options)
    }
    for (const condition of persons) {
      await warehouse.everywhere((physical) => emptyRunsSql(of, version, condition, physical), options)
    }
  }

  return {
    /** The latest event, but never later than now; null without events. */
    async horizon(workspace: string): Promise<number | null> {
      const found = await size(workspace)
      return found && found.events > 0 ? Math.min(now(), found.latest) : null
    },
    async measureAll(of: RunsOf, measure: Measure): Promise<void> {
      const events = (await size(of.workspace))?.events ?? 0
      const slices = anchorSlices(raw('anchor'), Math.max(1, Math.ceil(events / eventsPerSlice)))
      await write(of, measure, slices, [everybody])
    },
    async measurePeople(of: RunsOf, measure: Measure, people: readonly string[]): Promise<void> {
      const named = (column: string) =>
        chunks(people, anchorsPerStatement).map((list) => sql`${raw(column)} in ${p.anchors(list)}`)
      await write(of, measure, named('anchor'), named('person'))
    },
    /** Removes all runs of a journey but those of one measure. */
    async forget(workspace: string, journey: string, but: string | null): Promise<void> {
      await warehouse.everywhere(
        (physical) => sql`alter table ${physical('journey_runs')} delete where workspace = ${p.uuid(workspace)}
          and journey = ${p.uuid(journey)}${but === null ? raw('') : sql` and measure != ${p.uint(but)}`}`,
        { tag: 'forget runs', seconds: 600 },
      )
    },
  }
}

/**
 * Keeps the runs of all journeys up to their rules and to the events. One thing after the other; a journey that changes
 * while it waits is measured once, as it is then.
 */
export function openMeasuring(deps: MeasuringDeps) {
  const { store, warehouse, log } = deps
  const closing = new AbortController()
  const runs = openRuns(deps, closing.signal)
  const waiting = new Map<string, Promise<void>>()
  let tail: Promise<void> = Promise.resolve()

  function inTurn(work: () => Promise<void>): Promise<void> {
    const turn = tail.then(() => (closing.signal.aborted ? undefined : work()))
    tail = turn.catch((error: unknown) => {
      if (!closing.signal.aborted) log.error({ error }, 'A journey could not be measured')
    })
    return turn
  }

  async function measure(workspace: string, id: string): Promise<void> {
    const kept = await store.find(workspace, id)
    if (!kept) return
    const measure = measureOf(kept.journey)
    if (kept.measured === measure.id) return
    const asOfMs = await runs.horizon(workspace)
    await runs.measureAll({ workspace, journey: id, measure: measure.id }, measure)
    await store.setMeasured(workspace, id, measure.id, asOfMs)
    await runs.forget(workspace, id, measure.id)
  }

  async function renew(kept: Kept, workspace: string, people: readonly string[] | 'all'): Promise<void> {
    const measure = measureOf(kept.journey)
    if (kept.measured !== measure.id) return
    const of = { workspace, journey: kept.journey.id, measure: measure.id }
    await store.setRenewing(workspace, of.journey)
    const asOfMs = await runs.horizon(workspace)
    if (people === 'all') await runs.measureAll(of, measure)
    else await runs.measurePeople(of, measure, people)
    await store.setMeasured(workspace, of.journey, measure.id, asOfMs)
  }

  async function touchedPeople(touched: Settling['touched']): Promise<readonly string[] | 'all'> {
    if (touched === 'all') return 'all'
    const rows = await warehouse.rows<{ anchor: string }>(
      sql`select distinct toString(anchor) as anchor from (${touched}) limit ${mostTouched + 1}`,
      { seconds: 600 },
    )
    return rows.length > mostTouched ? 'all' : rows.map(({ anchor }) => anchor)
  }

  function request(workspace: string, id: string): Promise<void> {
    const key = `${workspace} ${id}`
    const queued = waiting.get(key)
    if (queued) return queued
    const turn = inTurn(() => {
      waiting.delete(key)
      return measure(workspace, id)
    })
    waiting.set(key, turn)
    return turn
  }

  return {
    /** Measures a journey in its turn if its rules changed; rejects where that fails. */
    request,
    /** Brings the runs of touched people up to their events. */
    async refresh({ workspace, touched }: Settling): Promise<void> {
      const people = await touchedPeople(touched)
      await inTurn(async () => {
        for (const kept of await store.all(workspace)) await renew(kept, workspace, people)
      })
    },
    forget: (workspace: string, id: string) => inTurn(() => runs.forget(workspace, id, null)),
    /** Takes up what was left when the program ended. */
    async resume(): Promise<void> {
      await store.forgetHalfMeasured()
      for (const { workspace, id } of await store.unmeasured()) request(workspace, id).catch(() => undefined)
    },
    async close(): Promise<void> {
      closing.abort()
      await tail
    },
  }
}
