import { endLeft } from '../../platform/warehouse/endLeft.ts'
import { p, raw, type Sql, sql } from '../../platform/warehouse/sql.ts'
import type { QueryOptions, Warehouse } from '../../platform/warehouse/warehouse.ts'
import { giveCodes } from './codes.ts'
import { anchorSlices, buildPathsSql, emptyPathsSql } from './paths.ts'
import { eventRows, pathRows } from './scope.ts'

/** Whose events changed: a SELECT with a column `anchor`, read once; or everybody's. */
export type Touched = 'all' | Sql
export type Settling = { readonly workspace: string; readonly touched: Touched }

/** Keeps the memory of one statement below about 350 MB. */
const eventsPerSlice = 2_000_000
/** More touched people than this are rebuilt with everybody else. */
const mostTouched = 20_000
const anchorsPerStatement = 5_000

const everything = raw('1')
const anchor = raw('anchor')
const person = raw('person')

const seconds = 3600
const tagOf = (workspace: string): string => `settle ${workspace}`

const chunks = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size))

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

async function rebuild(warehouse: Warehouse, workspace: string, people: readonly string[] | 'all'): Promise<void> {
  const options: QueryOptions = { seconds, tag: tagOf(workspace) }
  await endLeft(warehouse, tagOf(workspace))
  const lists = people === 'all' ? [] : chunks(people, anchorsPerStatement)
  const named = (column: Sql) => lists.map((list) => sql`${column} in ${p.anchors(list)}`)
  if (people === 'all') await giveCodes(warehouse, workspace, everything)
  for (const condition of named(anchor)) await giveCodes(warehouse, workspace, condition)
  const version = await nextVersion(warehouse, workspace)
  const parts =
    people === 'all'
      ? anchorSlices(anchor, Math.max(1, Math.ceil((await countEvents(warehouse, workspace)) / eventsPerSlice)))
      : named(anchor)
  for (const condition of parts) {
    await warehouse.everywhere((physical) => buildPathsSql(workspace, version, condition, physical), options)
  }
  for (const condition of people === 'all' ? [everything] : named(person)) {
    await warehouse.everywhere((physical) => emptyPathsSql(workspace, version, condition, physical), options)
  }
  if (people === 'all') await tidy(warehouse, workspace, options)
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
 * Brings the paths of the touched people up to their events, and gives new names their codes. A person's path changes
 * at once, never through an empty state. Settlings of one workspace run one after the other.
 */
export function openSettle(warehouse: Warehouse): (settling: Settling) => Promise<void> {
  const running = new Map<string, Promise<void>>()
  return (settling) => {
    const { workspace } = settling
    const before = running.get(workspace) ?? Promise.resolve()
    const settled = before
      .catch(() => undefined)
      .then(async () => rebuild(warehouse, workspace, await touchedAnchors(warehouse, settling)))
    running.set(workspace, settled)
    const forget = () => {
      if (running.get(workspace) === settled) running.delete(workspace)
    }
    settled.then(forget, forget)
    return settled
  }
}

/** The number of people with a path. */
export async function countPeople(warehouse: Warehouse, workspace: string): Promise<number> {
  const [row] = await warehouse.rows<{ people: number }>(
    sql`select toUInt32(count()) as people from ${pathRows({ workspace })}`,
  )
  return row?.people ?? 0
}
