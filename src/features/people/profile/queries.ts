import { empty, p, raw, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import { eventRows, pathRows, type Scope } from '../../collect/index.ts'

export type PathRow = {
  readonly first_ms: number
  readonly last_ms: number
  readonly touches: number
  readonly value: string
}

const path = raw(`toFloat64(first) as first_ms, toFloat64(last) as last_ms, toUInt32(times.size0) as touches,
    toString(total) as value`)

export const pathSql = (scope: Scope, person: string): Sql =>
  sql`select ${path} from ${pathRows(scope)} and person = ${p.anchor(person)}`

/** Codes, and how often each occurs. */
export type Tally = readonly [codes: readonly number[], counts: readonly number[]]

const tally = (codes: string): Sql =>
  raw(`arrayReduce('sumMapWithOverflow', [${codes}], [arrayWithConstant(length(${codes}), 1::UInt32)])`)

export type WholePathRow = PathRow & {
  readonly paid: number
  readonly happened: Tally
  readonly ways: Tally
}

export const wholePathSql = (scope: Scope, person: string): Sql => sql`
  select ${path}, toUInt32(arrayCount(value -> value > 0, values)) as paid,
    ${tally('events')} as happened, ${tally('channels')} as ways
  from ${pathRows(scope)} and person = ${p.anchor(person)}`

export type CountRow = { readonly kind: number; readonly name: string; readonly count: number }

/**
 * How often each name (kind 0) and channel (kind 1) occurs, a message that was stored twice counting once: what a path tells
 * of people who have one.
 */
export const countsSql = (scope: Scope, anchors: readonly string[]): Sql => sql`
  select pair.1 as kind, pair.2 as name, toUInt32(uniqExact(message)) as count
  from (select message, arrayJoin([(0, toString(name)), (1, toString(channel))]) as pair
    from ${eventRows(scope)} and anchor in ${p.anchors(anchors)})
  where name != '' group by kind, name order by count desc, name limit 100 by kind`

export type EventRow = {
  readonly message: string
  readonly at: number
  readonly name: string
  readonly channel: string
  readonly source: string
  readonly session: string
  readonly value: string | null
  readonly currency: string
  readonly properties: Readonly<Record<string, string>>
}

export type TimelineFilter = {
  readonly events: readonly string[]
  readonly channels: readonly string[]
  readonly search: string
}

const has = (column: string, search: string): Sql => sql`positionCaseInsensitiveUTF8(${raw(column)}, ${search}) > 0`

function passing({ events, channels, search }: TimelineFilter): Sql {
  const text = search.trim()
  return sql`${events.length > 0 ? sql` and name in ${p.strings(events)}` : empty}
    ${channels.length > 0 ? sql` and channel in ${p.strings(channels)}` : empty}
    ${text === '' ? empty : sql` and (${has('name', text)} or ${has('channel', text)} or arrayExists(one -> ${has('one', text)}, mapValues(properties)))`}`
}

/**
 * A person's events before a moment, newest first; those of one moment come together, even beyond the limit. Of repeated
 * deliveries the last one counts; for the few rows of one person that costs a quarter of what FINAL does.
 */
export const eventsSql = (
  scope: Scope,
  anchors: readonly string[],
  filter: TimelineFilter,
  { before, limit }: { before: number | null; limit: number },
): Sql => sql`
  select message, at, name, channel, source, session, value, currency, properties from (
    select toString(message) as message, toFloat64(toUnixTimestamp64Milli(time)) as at, seq, name, channel, source, session,
      toString(value) as value, currency, properties
    from (select * from ${eventRows(scope)} and anchor in ${p.anchors(anchors)}
      order by received desc limit 1 by anchor, raw_time, message)
    where true ${before === null ? empty : sql`and time < ${p.ms(before)}`}${passing(filter)}
    order by at desc limit ${limit} with ties)
  order by at desc, seq desc, message desc`
