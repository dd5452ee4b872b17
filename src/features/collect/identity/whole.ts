import { randomUUID } from 'node:crypto'
import { empty, p, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { unproven } from '../unproven.ts'
import {
  edgeOf,
  type Facts,
  type HalfEdge,
  halfEdgesSql,
  patient,
  readAbout,
  wholeEdges,
  wholeEdgesSql,
} from './facts.ts'
import type { Pair } from './resolve.ts'
import { mostIdentifiers } from './schema.ts'

/** Keeps what one step holds in memory below about 150 MB. */
const anchorsPerSlice = 100_000
/** Spills to disk instead of growing. */
const frugal = {
  ...patient,
  settings: { max_bytes_before_external_group_by: 300_000_000, join_algorithm: 'grace_hash,hash' },
}

const pairsSql = (pairs: readonly Pair[]): Sql => {
  const both = [...pairs, ...pairs.map(([a, b]) => [b, a] as const)]
  return sql`select arrayJoin(arrayZip(${p.anchors(both.map(([a]) => a))}, ${p.anchors(both.map(([, b]) => b))})) as pair`
}

/** Identifiers that are tied to more others than count. */
async function hubsOf(warehouse: Warehouse, workspace: string): Promise<string[]> {
  const rows = await warehouse.rows<{ id: string }>(
    sql`select toString(anchor) as id from edges where workspace = ${p.uuid(workspace)}
      and anchor global in (select anchor from edges where workspace = ${p.uuid(workspace)} group by anchor having count() > ${mostIdentifiers})
      group by anchor having uniqExact(other) > ${mostIdentifiers}`,
    frugal,
  )
  return rows.map(({ id }) => id)
}

/** Every way from one identifier to another, both directions: `anchor`, `other`. */
function waysSql(
  workspace: string,
  found: readonly string[],
  joined: readonly Pair[],
  blocked: ReadonlySet<string>,
): Sql {
  const hubs = p.anchors(found)
  const counted = sql`select anchor, other from (
      select anchor, other, min((${unproven}, at)) as first from edges where workspace = ${p.uuid(workspace)} and anchor in ${hubs}
      group by anchor, other) order by first, toString(other) limit ${mostIdentifiers} by anchor`
  const beyondHubs = sql`
    and (anchor not in ${hubs} or (anchor, other) global in (${counted}))
    and (other not in ${hubs} or (other, anchor) global in (${counted}))`
  const named = p.anchors([...blocked])
  return sql`
    select anchor, other from edges where workspace = ${p.uuid(workspace)} and anchor != other
      ${blocked.size > 0 ? sql`and anchor not in ${named} and other not in ${named}` : empty} ${found.length > 0 ? beyondHubs : empty}
    ${joined.length > 0 ? sql`union all select pair.1, pair.2 from (${pairsSql(joined)})` : empty}`
}

/** `crowded`: some identifiers are tied to more others than count. */
export type Groups = { readonly rows: Sql; readonly anchors: number; readonly crowded: boolean }

/** Identifiers in groups that no proof leaves: which group each is in, for as long as `use` takes. */
export async function withGroups<T>(
  warehouse: Warehouse,
  workspace: string,
  joined: readonly Pair[],
  blocked: ReadonlySet<string>,
  use: (groups: Groups) => Promise<T>,
): Promise<T> {
  const run = randomUUID()
  const rowsOf = (round: number): Sql => sql`groups where run = ${p.uuid(run)} and round = ${p.of('UInt16', round)}`
  const into = (round: number): Sql =>
    sql`insert into groups (workspace, run, round, anchor, label) select ${p.uuid(workspace)}, ${p.uuid(run)}, ${p.of('UInt16', round)}`
  const look = async (round: number) => {
    const [row] = await warehouse.rows<{ anchors: number; state: string }>(
      sql`select toFloat64(count()) as anchors, toString(sum(cityHash64(anchor, label))) as state from ${rowsOf(round)}`,
      frugal,
    )
    return { anchors: row?.anchors ?? 0, state: row?.state ?? '' }
  }
  try {
    const hubs = await hubsOf(warehouse, workspace)
    const ways = waysSql(workspace, hubs, joined, blocked)
    await warehouse.command(sql`${into(0)}, anchor, least(anchor, min(other)) from (${ways}) group by anchor`, frugal)
    let round = 0
    let found = await look(round)
    for (let last = ''; last !== found.state; round++) {
      last = found.state
      await warehouse.command(nextRound(into(round + 1), ways, rowsOf(round)), frugal)
      found = await look(round + 1)
    }
    return await use({ rows: rowsOf(round), anchors: found.anchors, crowded: hubs.length > 0 })
  } finally {
    await warehouse.everywhere((physical) => sql`ALTER TABLE ${physical('groups')} DROP PARTITION ${p.uuid(run)}`)
  }
}

/** The smallest label among an identifier and its neighbours, then that label's own label: ways get shorter by halves. */
const nextRound = (into: Sql, ways: Sql, before: Sql): Sql => sql`
  ${into}, near.anchor, least(near.label, far.label) from (
    select anchor, min(label) as label from (
      select way.anchor as anchor, known.label as label from (${ways}) as way
        global inner join (select anchor, label from ${before}) as known on way.other = known.anchor
      union all select anchor, label from ${before})
    group by anchor) as near
  global inner join (select anchor, label from ${before}) as far on near.label = far.anchor`

/** Conditions that cut groups into parts of a size that fits into memory. */
export const groupSlices = (anchors: number): readonly Sql[] => {
  const count = Math.max(1, Math.ceil(anchors / anchorsPerSlice))
  return Array.from({ length: count }, (_, i) => sql`cityHash64(label) % ${p.int(count)} = ${p.int(i)}`)
}

/** Everything about the identifiers of some whole groups (a SELECT of `anchor`). */
export async function readFacts(
  warehouse: Warehouse,
  workspace: string,
  members: Sql,
  { blocked, crowded }: { readonly blocked: ReadonlySet<string>; readonly crowded: boolean },
): Promise<Facts> {
  const proofs = crowded ? halfEdgesSql(workspace, members) : wholeEdgesSql(workspace, members, blocked)
  const [halves, about] = await Promise.all([
    warehouse.rows<HalfEdge>(proofs, patient),
    readAbout(warehouse, workspace, members),
  ])
  return { ...about, ...(crowded ? wholeEdges(halves, blocked) : { edges: halves.map(edgeOf), beyond: [] }) }
}

/** Anchors that the overlay gives to a person and no group holds: what proved it is gone. */
export const leftSql = (groups: Sql, overlay: Sql): Sql =>
  sql`select anchor, person from ${overlay} and anchor global not in (select anchor from ${groups})`
