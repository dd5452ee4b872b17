import type { Rule } from '../../kernel/rule.ts'
import { p, raw, type Sql, sql } from '../../platform/warehouse/sql.ts'
import { codeSql, eventRows, ofSomePeople, ruleSql, withPerson } from '../collect/index.ts'
import { answerColumns, emotionSql } from './answers.ts'
import { dayMs } from './runs.ts'

/** Pauses that end a passage and a session while looking for an order; the journey's own gap comes later. */
const pauseMs = 30 * dayMs
const sessionMs = 1_800_000

/** What happens with one event, on all channels together (`together` 1) or on one. */
export type HappeningRow = {
  readonly event: number
  readonly channel: number
  readonly together: number
  readonly people: number
  readonly touches: number
  /** How many of the touches reach the goal, answer a question, begin a session, follow the person's first goal. */
  readonly goals: number
  readonly answers: number
  readonly entries: number
  readonly after: number
  /** How many touches lie in a passage that reaches the goal. */
  readonly won: number
  /** Mean of (i - 1) / (n - 1) within passages of two events and more; null without any. */
  readonly position: number | null
  /** Median from the goal before to here; null where none came before. */
  readonly hoursAfter: number | null
}

const before = (list: string): string => `arrayPopBack(arrayPushFront(${list}, 0))`

/** Passages of one in `sampled` people: cut after every goal and at pauses of 30 days. */
export const happeningsSql = (workspace: string, goal: Rule, sampled: number): Sql => sql`
  select x.1 as event, x.2 as channel, toUInt8(grouping(x.2) = 1) as together, toUInt32(uniqExact(anchor)) as people,
    toFloat64(count()) as touches, toFloat64(countIf(x.3)) as goals, toFloat64(countIf(x.4)) as answers,
    toFloat64(countIf(x.5)) as entries, toFloat64(countIf(x.6 > 0)) as after, toFloat64(countIf(x.8)) as won,
    avgIf(x.7, x.7 >= 0) as position, quantileExactIf(0.5)(x.9, x.6 > 0) / 3600000 as hoursAfter
  from (select anchor, arrayJoin(arrayFlatten(arrayMap(part -> arrayMap((x, i, n, won) ->
      (x.2, x.3, x.4, x.5, x.6, x.7, if(n > 1, (i - 1) / (n - 1), -1), won, x.8),
      part, arrayEnumerate(part), arrayResize([length(part)], length(part), length(part)),
      arrayResize([part[-1].4], length(part), part[-1].4)), parts))) as x
    from (select anchor, arraySplit((x, cut) -> cut,
        arrayMap((x, entry, reached, since) -> (x.1, x.4, x.5, x.6, x.7, entry, reached - x.6, x.1 - since),
          sorted, arrayMap(pause -> pause > ${p.int(sessionMs)} or pause < 0, pauses), arrayCumSum(sorted.6),
          arrayFill((t, reached) -> reached, ${raw(before('sorted.1'))}, arrayMap(x -> x > 0, ${raw(before('sorted.6'))}))),
        arrayMap((pause, over) -> pause > ${p.int(pauseMs)} or over > 0, pauses, ${raw(before('sorted.6'))})) as parts
      from (select anchor, sorted, arrayMap((pause, i) -> if(i = 1, -1, pause), arrayDifference(sorted.1), arrayEnumerate(sorted)) as pauses
        from (select anchor, arraySort(groupArray((t, seq, message, event_code, channel_code, reached, answers))) as sorted
          from (select person as anchor, t, seq, message, event_code, channel_code, reached, toUInt8(about != '' and not isNaN(${emotionSql})) as answers
            from ${withPerson(
              workspace,
              sql`select anchor, name, toUnixTimestamp64Milli(time) as t, seq, message,
                ${codeSql(workspace, 'event')} as event_code, ${codeSql(workspace, 'channel')} as channel_code,
                toUInt8(${ruleSql(goal)}) as reached, ${answerColumns}
              from ${eventRows({ workspace })} and ${ofSomePeople(workspace, sampled)}`,
            )})
          group by anchor))))
  group by grouping sets ((x.1), (x.1, x.2))`

export const sizeSql = (workspace: string): Sql => sql`
  select toFloat64(count()) as events, toFloat64(toUnixTimestamp64Milli(max(time))) as latest
  from ${eventRows({ workspace })}`

export const sampledPeopleSql = (workspace: string, sampled: number): Sql => sql`
  select toUInt32(uniqExact(person)) as people from ${withPerson(
    workspace,
    sql`select anchor from ${eventRows({ workspace })} and ${ofSomePeople(workspace, sampled)} group by anchor`,
  )}`
