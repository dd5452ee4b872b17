import { p, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import { eventRows, identitiesIn } from '../../collect/index.ts'

export type Counts = {
  readonly identities: number
  readonly traits: number
  readonly events: number
  readonly consents: number
  readonly runs: number
  readonly merges: number
}

const rows = (from: Sql): Sql => sql`(select toFloat64(count()) from ${from})`

export const holdingsSql = (workspace: string, anchors: readonly string[]): Sql => {
  const list = p.anchors(anchors)
  const of = sql`workspace = ${p.uuid(workspace)} and anchor in ${list}`
  return sql`select ${rows(sql`${identitiesIn({ workspace })} where anchor in ${list}`)} as identities,
    ${rows(sql`traits final where ${of} and value != ''`)} as traits,
    ${rows(sql`${eventRows({ workspace })} and anchor in ${list}`)} as events,
    ${rows(sql`consents where ${of} and purpose != 'restriction'`)} as consents,
    (select toFloat64(sum(length(started))) from journey_runs final
      where workspace = ${p.uuid(workspace)} and person in ${list}) as runs,
    ${rows(sql`merges where workspace = ${p.uuid(workspace)} and (anchor in ${list} or with_anchor in ${list})`)} as merges`
}

export type Span = { readonly from: number; readonly to: number; readonly events: number }

export const spanSql = (workspace: string, anchors: readonly string[]): Sql => sql`
  select toFloat64(toUnixTimestamp64Milli(min(time))) as from, toFloat64(toUnixTimestamp64Milli(max(time))) as to,
    toFloat64(count()) as events
  from ${eventRows({ workspace })} and anchor in ${p.anchors(anchors)}`

export type Identity = { readonly kind: string; readonly value: string }

export const identitiesSql = (workspace: string, anchors: readonly string[]): Sql => sql`
  select kind, value from ${identitiesIn({ workspace })} where anchor in ${p.anchors(anchors)}
  order by kind, value limit 1000`
