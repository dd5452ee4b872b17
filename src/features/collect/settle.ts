import { endLeft } from '../../platform/warehouse/endLeft.ts'
import { p, raw, type Sql, sql } from '../../platform/warehouse/sql.ts'
import type { QueryOptions, Warehouse } from '../../platform/warehouse/warehouse.ts'
import { giveCodes } from './codes.ts'
import { type Facets, openFacets } from './facets/service.ts'
import { derive, type EventSource, sourcesOfPeople, withEverybody } from './identity/eventSources.ts'
import { type Touched as Changed, type Decided, nobodyDecided, openResolving } from './identity/resolving.ts'
import { chunks } from './identity/spread.ts'
import { buildPathsSql, emptyPathsSql } from './paths.ts'
import { eventRows, pathRows } from './scope.ts'
import { openWorkspaceTurns } from './turns.ts'

/** Whose events changed: a SELECT with a column `anchor`, read once; or everybody's. */
export type Touched = 'all' | Sql
export type Settling = {
  readonly workspace: string
  readonly touched: Touched
  /** What becomes of people was decided by somebody and is in the log already. */
  readonly quiet?: boolean
}
/** `people` whose path may be another now, or gone, because it is part of somebody else's. */
export type Settled = Settling & { readonly people: readonly string[] | 'all' }

/** Keeps the memory of one statement below about 350 MB. */
const eventsPerSlice = 2_000_000
/** More touched people than this are rebuilt with everybody else. */
const mostTouched = 20_000

const everything = raw('1')

const seconds = 3600
const tagOf = (workspace: string): string => `settle ${workspace}`

async function touchedAnchors(
  warehouse: Warehouse,
  { workspace, touched }: Settling,
): Promise<readonly string[] | 'all'> {
  if (touched === 'all') return 'all'
  const rows = await warehouse.rows<{ anchor: string }>(
    sql`select distinct toString(anchor) as anchor from (${touched}) limit ${mostTouched + 1}`,
    { seconds, tag: tagOf(workspace) },
  )
  return rows.length > mostTouched ? 'all' : rows.map((row) => row.anchor)
}

async function nextVersion(warehouse: Warehouse, workspace: string): Promise<number> {
  const [row] = await warehouse.rows<{ version: number }>(
    sql`select toFloat64(max(version)) as version from paths where workspace = ${p.uuid(workspace)}`,
  )
  return (row?.version ?? 0) + 1
}

async function countEvents(warehouse: Warehouse, workspace: string): Promise<number> {
  const [row] = await warehouse.rows<{ events: number }>(
    sql`select toFloat64(count()) as events from ${eventRows({ workspace })}`,
  )
  return row?.events ?? 0
}

/** Brings paths up to the events: those of the people, and away those of who is part of somebody else. */
async function rebuild(
  warehouse: Warehouse,
  workspace: string,
  some: Changed | 'all',
  facets: Pick<Facets, 'renew' | 'dropAll'>,
): Promise<void> {
  const options: QueryOptions = { seconds, tag: tagOf(workspace) }
  await endLeft(warehouse, tagOf(workspace))
  const names = some === 'all' ? [everything] : chunks(some.anchors).map((list) => sql`anchor in ${p.anchors(list)}`)
  for (const condition of names) await giveCodes(warehouse, workspace, condition)
  const version = await nextVersion(warehouse, workspace)
  const build = (source: EventSource) =>
    derive(warehouse, source, (rows, physical) => buildPathsSql(workspace, version, rows, physical), options)
  if (some === 'all') {
    await facets.dropAll(workspace)
    const slices = Math.max(1, Math.ceil((await countEvents(warehouse, workspace)) / eventsPerSlice))
    await withEverybody(warehouse, workspace, slices, options, build)
  } else {
    const sources = await sourcesOfPeople(warehouse, workspace, some.people)
    for (const source of sources) await build(source)
    await facets.renew(workspace, [...new Set([...some.people, ...some.gone])], sources)
  }
  const old =
    some === 'all'
      ? [everything]
      : chunks([...new Set([...some.people, ...some.gone])]).map((list) => sql`person in ${p.anchors(list)}`)
  for (const condition of old) {
    await warehouse.everywhere((physical) => emptyPathsSql(workspace, version, condition, physical), options)
  }
  if (some === 'all') await tidy(warehouse, workspace, options)
}

/** Merges the table where it holds little else, so that questions need not skip old paths: they take half the time. */
async function tidy(warehouse: Warehouse, workspace: string, options: QueryOptions): Promise<void> {
  const [row] = await warehouse.rows<{ mine: number; all: number }>(sql`
    select toFloat64(countIf(workspace = ${p.uuid(workspace)})) as mine, toFloat64(count()) as all from paths`)
  if (row === undefined || row.mine < row.all / 2) return
  await warehouse.everywhere((physical) => sql`optimize table ${physical('paths')} final`, {
    ...options,
    settings: { optimize_skip_merged_partitions: 1 },
  })
}

/**
 * Brings people up to what ties identifiers together, their paths up to their events, and gives new names their codes. A
 * person's path changes at once, never through an empty state. Settlings of one workspace run one after the other.
 */
export function openSettle(
  warehouse: Warehouse,
  decided: Decided = nobodyDecided,
  now: () => number = Date.now,
  turns = openWorkspaceTurns(),
  facets: Pick<Facets, 'renew' | 'dropAll'> = openFacets({ warehouse, turns }),
): (settling: Settling) => Promise<Settled> {
  const resolving = openResolving({ warehouse, decided, now })

  async function settleOne(settling: Settling): Promise<Settled> {
    const { workspace, quiet = false } = settling
    const anchors = await touchedAnchors(warehouse, settling)
    if (anchors === 'all') {
      await resolving.whole({ workspace, quiet })
      await rebuild(warehouse, workspace, 'all', facets)
      return { ...settling, people: 'all' }
    }
    const changed = await resolving.touched(anchors, { workspace, quiet })
    await rebuild(warehouse, workspace, changed, facets)
    return { ...settling, people: [...new Set([...changed.people, ...changed.gone])] }
  }

  return (settling) => turns.take(settling.workspace, () => settleOne(settling))
}

/** The number of people with a path. */
export async function countPeople(warehouse: Warehouse, workspace: string): Promise<number> {
  const [row] = await warehouse.rows<{ people: number }>(
    sql`select toUInt32(count()) as people from ${pathRows({ workspace })}`,
  )
  return row?.people ?? 0
}
