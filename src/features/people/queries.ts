import { empty, p, type Sql, sql } from '../../platform/warehouse/sql.ts'
import { eventsIn, identitiesIn, pathRows, type Scope } from '../collect/index.ts'

/** Anchors whose identifier contains the text, whatever its case. */
const anchorsNamed = (scope: Scope, search: string): Sql => sql`
  (select anchor from ${identitiesIn(scope)} where positionCaseInsensitiveUTF8(value, ${search}) > 0)`

/** People are found by the identifier that names them and by the second identifiers of their events. */
function peopleMatching(scope: Scope, search: string): Sql {
  if (search === '') return empty
  return sql`and person global in (
    select anchor from ${anchorsNamed(scope, search)}
    union all
    select anchor from ${eventsIn(scope)} where anchor2 != 0 and anchor2 global in ${anchorsNamed(scope, search)})`
}

export type Found = { readonly personId: string; readonly last: number }

export const latestSql = (scope: Scope, search: string, offset: number, limit: number): Sql => sql`
  select toString(person) as personId, toFloat64(times[-1]) as last
  from ${pathRows(scope)} ${peopleMatching(scope, search)}
  order by times[-1] desc, person
  limit ${limit} offset ${offset}`

export const countSql = (scope: Scope, search: string): Sql => sql`
  select toUInt32(count()) as total from ${pathRows(scope)} ${peopleMatching(scope, search)}`

export type Summary = {
  readonly personId: string
  readonly first: number
  readonly last: number
  readonly touches: number
  readonly value: string
}

export const summariesSql = (scope: Scope, people: readonly string[]): Sql => sql`
  select toString(person) as personId, toFloat64(times[1]) as first, toFloat64(times[-1]) as last,
    toUInt32(length(times)) as touches, toString(arraySum(arrayMap(value -> ifNull(value, 0), values))) as value
  from ${pathRows(scope)} and person in ${p.anchors(people)}`

export type Identity = { readonly id: string; readonly kind: string; readonly value: string }

export const identitiesSql = (scope: Scope, anchors: readonly string[]): Sql => sql`
  select toString(anchor) as id, kind, value from ${identitiesIn(scope)} where anchor in ${p.anchors(anchors)}`

/** Second identifiers of a person's events. */
export const secondAnchorsSql = (scope: Scope, person: string): Sql => sql`
  select distinct toString(anchor2) as id from ${eventsIn(scope)} where anchor = ${p.anchor(person)} and anchor2 != 0
  limit 1000`

export type EventRow = {
  readonly message: string
  readonly at: number
  readonly name: string
  readonly channel: string
  readonly session: string
  readonly value: string | null
  readonly currency: string
  readonly properties: Readonly<Record<string, string>>
}

/** A person's events before a moment, newest first; those of one moment come together, even beyond the limit. */
export const eventsSql = (scope: Scope, person: string, before: number | null, limit: number): Sql => sql`
  select message, at, name, channel, session, value, currency, properties from (
    select toString(message) as message, toFloat64(toUnixTimestamp64Milli(time)) as at, seq, name, channel, session,
      toString(value) as value, currency, properties
    from ${eventsIn(scope, { unmerged: true })}
    where anchor = ${p.anchor(person)} ${before === null ? empty : sql`and time < ${p.ms(before)}`}
    order by at desc limit ${limit} with ties)
  order by at desc, seq desc, message desc`
