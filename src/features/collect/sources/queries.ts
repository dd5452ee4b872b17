import { p, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import { withPerson } from '../identity/overlay.ts'
import { eventRows, pathRows } from '../scope.ts'

export const dayMs = 86_400_000
export const trendDays = 30

const ageOf = (nowMs: number): Sql => sql`
  toUInt32(least(intDiv(greatest(${nowMs} - toUnixTimestamp64Milli(received), 0), ${dayMs}), ${trendDays}))`

export type Counted = { readonly source: string; readonly age: number; readonly count: number; readonly last: number }

/** Events by source and by whole days since they came in; everything older than the trend is one row. */
export const volumeSql = (workspace: string, slugs: readonly string[], nowMs: number): Sql => sql`
  select source, ${ageOf(nowMs)} as age, toUInt32(count()) as count, toFloat64(toUnixTimestamp64Milli(max(received))) as last
  from ${eventRows({ workspace })} and source in ${p.strings(slugs)}
  group by source, age`

/** Kept messages that stayed out: the table forgets by itself, but not at once. */
const rejectedRows = (workspace: string, nowMs: number): Sql => sql`
  rejected where workspace = ${p.uuid(workspace)} and received >= ${p.ms(nowMs - trendDays * dayMs)}`

export type RejectedCount = { readonly source: string; readonly rows: number; readonly messages: number }

export const rejectedCountsSql = (workspace: string, slugs: readonly string[], nowMs: number): Sql => sql`
  select source, toUInt32(count()) as rows, toUInt32(sum(count)) as messages
  from ${rejectedRows(workspace, nowMs)} and source in ${p.strings(slugs)}
  group by source`

type Page = { readonly offset: number; readonly limit: number }

export type RejectedRow = {
  readonly at: number
  readonly reason: string
  readonly field: string
  readonly detail: string
  readonly sample: string
  readonly count: number
}

export const rejectedSql = (workspace: string, slug: string, { offset, limit }: Page, nowMs: number): Sql => sql`
  select toFloat64(toUnixTimestamp64Milli(received)) as at, reason, field, detail, sample, count
  from ${rejectedRows(workspace, nowMs)} and source = ${slug}
  order by received desc, reason, sample
  limit ${limit} offset ${offset}`

export type EventRow = {
  readonly id: string
  readonly receivedMs: number
  readonly timeMs: number
  readonly name: string
  readonly channel: string
  readonly personId: string
  readonly value: string | null
  readonly currency: string
  readonly properties: Readonly<Record<string, string>>
}

export const latestSql = (workspace: string, slug: string, limit: number): Sql => {
  const order = sql`order by received desc, seq desc, message`
  const rows = sql`
    select anchor, message, received, seq, time, name, channel, value, currency, properties
    from ${eventRows({ workspace })} and source = ${slug} ${order} limit ${limit}`
  return sql`
    select toString(message) as id, toFloat64(toUnixTimestamp64Milli(received)) as receivedMs,
      toFloat64(toUnixTimestamp64Milli(time)) as timeMs, name, channel, toString(person) as personId,
      toString(value) as value, currency, properties
    from ${withPerson(workspace, rows)} ${order}`
}

export type EventTotals = { readonly events: number; readonly value: string }

/** Repeated deliveries that are not merged yet count once, and the sum is exact before it is rounded. */
export const totalsSql = (workspace: string): Sql => sql`
  select toFloat64(count()) as events, toDecimalString(round(ifNull(sum(value), 0), 2), 2) as value
  from ${eventRows({ workspace }, { unmerged: true })}`

export const peopleSql = (workspace: string): Sql => sql`
  select toFloat64(count()) as people from ${pathRows({ workspace })}`

export const rejectedTotalSql = (workspace: string, nowMs: number): Sql => sql`
  select toFloat64(sum(count)) as rejected from ${rejectedRows(workspace, nowMs)}`
