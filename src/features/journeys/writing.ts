import { endLeft } from '../../platform/warehouse/endLeft.ts'
import { p, raw, sql } from '../../platform/warehouse/sql.ts'
import type { QueryOptions, Warehouse } from '../../platform/warehouse/warehouse.ts'
import { derive, type EventSource, sourcesOfPeople, withEverybody } from '../collect/index.ts'
import { sizeSql } from './draftSql.ts'
import type { Measure } from './measure.ts'
import { buildRunsSql, emptyRunsSql, type RunsOf } from './runs.ts'

/** Keeps the memory of one statement below about 500 MB. */
const eventsPerSlice = 1_000_000
const peoplePerStatement = 5_000

const everybody = raw('true')

const chunks = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size))

const sizeOf = async (warehouse: Warehouse, workspace: string) =>
  (await warehouse.rows<{ events: number; latest: number }>(sizeSql(workspace)))[0]

async function nextVersion(warehouse: Warehouse, { workspace, journey, measure }: RunsOf): Promise<number> {
  const [row] = await warehouse.rows<{ version: number }>(sql`
    select toFloat64(max(version)) as version from journey_runs where workspace = ${p.uuid(workspace)}
      and journey = ${p.uuid(journey)} and measure = ${p.uint(measure)}`)
  return (row?.version ?? 0) + 1
}

export type Writing = { readonly warehouse: Warehouse; readonly now: () => number; readonly signal?: AbortSignal }

/** Writes and removes runs in the warehouse. */
export function openRuns({ warehouse, now, signal }: Writing) {
  async function write(of: RunsOf, measure: Measure, people: readonly string[] | 'all') {
    const tag = `runs ${of.journey}`
    const options: QueryOptions = { seconds: 3600, tag, ...(signal ? { signal } : {}) }
    await endLeft(warehouse, tag)
    const version = await nextVersion(warehouse, of)
    const build = (source: EventSource) =>
      derive(warehouse, source, (rows, physical) => buildRunsSql(of, measure, version, rows, physical), options)
    if (people === 'all') {
      const events = (await sizeOf(warehouse, of.workspace))?.events ?? 0
      await withEverybody(warehouse, of.workspace, Math.max(1, Math.ceil(events / eventsPerSlice)), options, build)
    } else for (const source of await sourcesOfPeople(warehouse, of.workspace, people)) await build(source)
    const old =
      people === 'all'
        ? [everybody]
        : chunks(people, peoplePerStatement).map((list) => sql`person in ${p.anchors(list)}`)
    for (const condition of old) {
      await warehouse.everywhere((physical) => emptyRunsSql(of, version, condition, physical), options)
    }
  }

  return {
    /** The latest event, but never later than now; null without events. */
    async horizon(workspace: string): Promise<number | null> {
      const size = await sizeOf(warehouse, workspace)
      return size && size.events > 0 ? Math.min(now(), size.latest) : null
    },
    measureAll: (of: RunsOf, measure: Measure): Promise<void> => write(of, measure, 'all'),
    /** Ids of people who are part of somebody else now lose their runs. */
    measurePeople: (of: RunsOf, measure: Measure, people: readonly string[]): Promise<void> =>
      write(of, measure, people),
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

export type Runs = ReturnType<typeof openRuns>
