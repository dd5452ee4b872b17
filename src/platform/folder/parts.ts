import { raw, type Sql, sql } from '../warehouse/sql.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import type { Identity, Loss } from './identity.ts'

/** Blocks of rows of one table and partition that lie together on the disk. */
export type Part = Loss

const where = (name: 'parts' | 'detached_parts', { kind, cluster }: Warehouse): Sql =>
  kind === 'cluster' ? raw(`clusterAllReplicas('${cluster}', system.${name})`) : raw(`system.${name}`)

const range = sql`table, partition_id as partition, toFloat64(min_block_number) as min, toFloat64(max_block_number) as max`

/** All parts that are there, of the tables that never let one go: they keep even those whose rows are all deleted. */
export function partsThere(warehouse: Warehouse): Promise<Part[]> {
  return warehouse.rows<Part>(sql`select ${range}, toFloat64(rows) as rows from system.parts
    where active and database = currentDatabase() and table in (
      select name from system.tables
      where database = currentDatabase() and engine_full like '%remove_empty_parts = 0%')
    order by table, partition, min`)
}

/** The parts that the engine put aside because it could not read them. */
export async function partsAside(warehouse: Warehouse): Promise<Part[]> {
  const [here] = await warehouse.rows<{ name: string }>(sql`select currentDatabase() as name`)
  const parts = await warehouse.rows<Part>(sql`select ${range}, null as rows
    from ${where('detached_parts', warehouse)}
    where database = ${here?.name ?? ''} and (startsWith(reason, 'broken') or startsWith(reason, 'unexpected'))
      and min_block_number is not null`)
  return parts.map((part) => ({ ...part, table: part.table.replace(/_local$/, '') }))
}

const same = (a: Part, b: Part): boolean =>
  a.table === b.table && a.partition === b.partition && a.min === b.min && a.max === b.max

/** Its blocks are there: within a larger part, or as the smaller ones it was merged from. */
function stands(part: Part, there: readonly Part[]): boolean {
  const near = there.filter((one) => one.table === part.table && one.partition === part.partition)
  const within = near.filter((one) => one.min >= part.min && one.max <= part.max)
  return (
    near.some((one) => one.min <= part.min && one.max >= part.max) ||
    (within.some((one) => one.min === part.min) && within.some((one) => one.max === part.max))
  )
}

type Seen = {
  /** The parts at the end of the last run, or at its start. */
  readonly before: readonly Part[]
  readonly there: readonly Part[]
  readonly aside: readonly Part[]
}

/** What is gone: everything known before, or put aside now, whose blocks are nowhere. What is accepted is not told. */
export function lossesOf(
  { before, there, aside }: Seen,
  { lost, accepted }: Pick<Identity, 'lost' | 'accepted'>,
): Loss[] {
  const found = [...lost, ...before.filter((part) => (part.rows ?? 1) > 0), ...aside]
  return found
    .filter((part) => !stands(part, there) && !accepted.some((one) => same(one, part)))
    .filter((part, i, all) => all.findIndex((one) => same(one, part)) === i)
}
