import { empty, p, raw, type Sql, sql } from '../../platform/warehouse/sql.ts'

/** What a question may see: one workspace, and of its events those of `period` (from inclusive, to exclusive). */
export type Scope = {
  readonly workspace: string
  readonly period?: { readonly fromMs: number; readonly toMs: number } | null
}

const inPeriod = ({ period }: Scope): Sql =>
  period ? sql` and time >= ${p.ms(period.fromMs)} and time < ${p.ms(period.toMs)}` : empty

/**
 * `from ${eventRows(scope)} and more`: ends within a WHERE clause. For one-level selects that every shard of a cluster
 * answers by itself; elsewhere `eventsIn` reads better. Rows are unique because imports keep them so; `unmerged` also
 * removes repeated deliveries that the engine has not merged yet, at twice the cost. `table` is for statements that run on
 * every node by themselves.
 */
export const eventRows = (scope: Scope, { unmerged = false, table = raw('events') } = {}): Sql =>
  sql`${table} ${unmerged ? sql`final` : empty} where workspace = ${p.uuid(scope.workspace)}${inPeriod(scope)}`

/** The events of a scope, as a table to select from. */
export const eventsIn = (scope: Scope, options = { unmerged: false }): Sql =>
  sql`(select * from ${eventRows(scope, options)})`

/**
 * `from ${pathRows(scope)} and more`: see `eventRows`. A path is whole, whatever the period. `notEmpty(times)` would read
 * all times where only their number is wanted.
 */
export const pathRows = ({ workspace }: Scope, { table = raw('paths') } = {}): Sql =>
  sql`${table} final where workspace = ${p.uuid(workspace)} and times.size0 > 0`

/**
 * One row per person with at least one event: `person`, and aligned arrays `times` (ms since 1970), `events`, `channels`
 * (codes), `values`, sorted by time.
 */
export const pathsIn = (scope: Scope): Sql => sql`(select * from ${pathRows(scope)})`

/** What names each anchor: `anchor`, `kind`, `value`, `seen`. */
export const identitiesIn = ({ workspace }: Scope): Sql =>
  sql`(select * from identities final where workspace = ${p.uuid(workspace)})`
