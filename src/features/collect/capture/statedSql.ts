import { p, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import { withPerson } from '../identity/overlay.ts'
import { eventRows, pathRows, type Scope } from '../scope.ts'
import { noteEvents, statedEvent } from './events.ts'

const answers = (scope: Scope): Sql => sql`${eventRows(scope, { unmerged: true })} and name = ${statedEvent}`

export type AnswerRow = {
  readonly device: string
  readonly tile: string
  readonly channel: string
  readonly skipped: boolean
  readonly suspected: boolean
  readonly tally: boolean
  /** The Monday of its week. */
  readonly week: string
  readonly count: number
  readonly first: number
  readonly last: number
}

const is = (property: string): Sql => sql`(properties[${property}] = 'yes')`

export const answersSql = (scope: Scope, timeZone: string): Sql => sql`
  select properties['device'] as device, properties['tile'] as tile, properties['stated_channel'] as channel,
    ${is('skipped')}::Bool as skipped, ${is('suspected')}::Bool as suspected, ${is('tally')}::Bool as tally,
    toString(toMonday(toTimeZone(time, ${timeZone}))) as week, toUInt32(count()) as count,
    toFloat64(toUnixTimestamp64Milli(min(time))) as first, toFloat64(toUnixTimestamp64Milli(max(time))) as last
  from ${answers(scope)}
  group by device, tile, channel, skipped, suspected, tally, week
  order by device, tile, channel, skipped, suspected, tally, week`

export type CountRow = {
  readonly till: string
  readonly store: string
  readonly day: string
  readonly receipts: number
  readonly visits: number
}

/** What a till sells is a receipt of its export, or a purchase in an import. */
const receipts = ['purchase', 'receipt']
const visits = [noteEvents.walk_in.name, 'store_walk_in']

/** What was counted where: receipts that tell their till or their store, and visits that tell their store. */
export const countsSql = (scope: Scope, timeZone: string): Sql => sql`
  select properties['till'] as till, properties['store'] as store, toString(toDate(toTimeZone(time, ${timeZone}))) as day,
    toUInt32(countIf(name in (${receipts}))) as receipts, toUInt32(countIf(name in (${visits}))) as visits
  from ${eventRows(scope)} and channel = 'store' and name in (${[...receipts, ...visits]})
  group by till, store, day`

/** Names as the codes that paths hold; a name that never occurred has none. */
export type Left = { readonly events: readonly number[] }

export type ChannelRow = { readonly first: number; readonly last: number; readonly people: number }

/** The first and the last channel of everybody with a touch that has one in the period; stated answers are no touch. */
export const measuredSql = ({ period, ...scope }: Scope, { events }: Left): Sql => sql`
  with arrayFilter((channel, event, time) -> channel != 0 and not has(${p.codes(events)}, event)
    and time >= ${p.int(period?.fromMs ?? -8.64e15)} and time < ${p.int(period?.toMs ?? 8.64e15)},
    channels, events, times) as touches
  select touches[1] as first, touches[-1] as last, toUInt32(count()) as people
  from ${pathRows(scope)} and notEmpty(touches)
  group by first, last`

export type LinkedRow = { readonly person: string; readonly at: number; readonly channel: string }

/** The answers of known customers that name a source, the latest ones. */
export const linkedSql = (scope: Scope, most: number): Sql => sql`
  select toString(person) as person, toFloat64(toUnixTimestamp64Milli(time)) as at, channel
  from ${withPerson(
    scope.workspace,
    sql`select anchor, time, properties['stated_channel'] as channel from ${answers(scope)}
      and ${is('linked')} and not ${is('suspected')} and not ${is('skipped')}`,
  )}
  order by time desc limit ${most}`

export type PathRow = {
  readonly who: string
  readonly times: readonly number[]
  readonly events: readonly number[]
  readonly channels: readonly number[]
}

export const pathsSql = (scope: Scope, people: readonly string[]): Sql => sql`
  select toString(person) as who, arrayMap(time -> toFloat64(time), times) as times, events, channels
  from ${pathRows({ workspace: scope.workspace })} and person in ${p.anchors(people)}`
