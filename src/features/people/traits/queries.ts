import { empty, p, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import { overlayRows, type Scope, unproven } from '../../collect/index.ts'

/** The anchors of people that do not go by the person's own, with the person. */
export const partsSql = ({ workspace }: Scope, people: readonly string[]): Sql => sql`
  select toString(anchor) as id, toString(person) as personId from ${overlayRows(workspace)}
    and person in ${p.anchors(people)} and anchor global in (
      select anchor from persons where workspace = ${p.uuid(workspace)} and person in ${p.anchors(people)})`

export type StatementRow = {
  readonly id: string
  readonly key: string
  readonly value: string
  readonly source: string
  readonly at: number
  /** Said by a browser that proved nothing: it counts as long as the anchor is a person by itself. */
  readonly alone: number
}

/**
 * `from ${traitRows(scope)} and more`: one row per anchor, key and source. A `key` is looked for before the rows are
 * merged, which reads what is said of it only.
 */
export const traitRows = (
  { workspace }: Scope,
  { merged = true, key }: { readonly merged?: boolean; readonly key?: string } = {},
): Sql => {
  const rows = sql`traits ${merged ? sql`final` : empty}`
  return key === undefined
    ? sql`${rows} where workspace = ${p.uuid(workspace)}`
    : sql`${rows} prewhere workspace = ${p.uuid(workspace)} and key = ${key} where true`
}

export const statementsSql = (scope: Scope, anchors: readonly string[], keys: readonly string[] | null): Sql => sql`
  select toString(anchor) as id, key, value, source,
    toFloat64(toUnixTimestamp64Milli(at)) as at, toUInt8(${unproven}) as alone
  from ${traitRows(scope)} and anchor in ${p.anchors(anchors)}
    ${keys === null ? empty : sql`and key in ${p.strings(keys)}`}`

export type IdentityRow = {
  readonly id: string
  readonly kind: string
  readonly value: string
  readonly seen: number
}

export const identitiesSql = (scope: Scope, anchors: readonly string[]): Sql => sql`
  select toString(anchor) as id, kind, value,
    toFloat64(toUnixTimestamp(seen)) * 1000 as seen
  from identities final where workspace = ${p.uuid(scope.workspace)}
    and anchor in ${p.anchors(anchors)}
  order by seen, value`

/** Takes back what was said by hand about one trait. */
export const forgetSql = (
  scope: Scope,
  table: Sql,
  anchors: readonly string[],
  key: string,
  source: string,
): Sql => sql`
  delete from ${table} where workspace = ${p.uuid(scope.workspace)} and anchor in ${p.anchors(anchors)}
    and key = ${key} and source = ${source}`
