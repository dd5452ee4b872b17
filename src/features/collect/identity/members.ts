import { p, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { QueryOptions, Warehouse } from '../../../platform/warehouse/warehouse.ts'

/** Rows of one person lie together: more threads would only be started in vain. */
export const aboutOne = { settings: { max_threads: 1 } } satisfies QueryOptions

/** Somebody as they are known now: the number under which they stand, and all their anchors, that number first. */
export type Members = { readonly person: string; readonly anchors: readonly string[] }

/**
 * What the overlay says now of an anchor and of those that are or were part of it. The newest row of each is found without
 * FINAL, which costs more than the few rows.
 */
const nearSql = (workspace: string, anchor: Sql): Sql => sql`
  select toString(anchor) as id, toString(newest) as whole from (
    select anchor, argMax(person, version) as newest from persons
    where workspace = ${p.uuid(workspace)} and anchor global in (
      select ${anchor} as anchor union all select anchor from persons where workspace = ${p.uuid(workspace)} and person = ${anchor})
    group by anchor)
  where newest != anchor`

/** The person whom an anchor belongs to; an anchor of which nothing is known is a person by itself. */
export async function membersOf(warehouse: Warehouse, workspace: string, asked: string): Promise<Members> {
  const near = (anchor: string) =>
    warehouse.rows<{ id: string; whole: string }>(nearSql(workspace, p.anchor(anchor)), { ...aboutOne, tag: 'members' })
  const anchor = String(BigInt(asked))
  const own = await near(anchor)
  const person = own.find(({ id }) => id === anchor)?.whole ?? anchor
  const rows = person === anchor ? own : await near(person)
  return { person, anchors: [person, ...rows.filter(({ whole }) => whole === person).map(({ id }) => id)] }
}
