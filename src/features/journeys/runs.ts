import { join, p, raw, type Sql, sql } from '../../platform/warehouse/sql.ts'
import { codeSql, eventRows, ruleSql } from '../collect/index.ts'
import { answerColumns, emotionSql, subjectSql } from './answers.ts'
import type { Measure } from './measure.ts'

export const dayMs = 86_400_000

/** Which runs of which measure of which journey. */
export type RunsOf = { readonly workspace: string; readonly journey: string; readonly measure: string }

/** `from ${runRows(of)} and more`: one row per person who travels, newest version. */
export const runRows = ({ workspace, journey, measure }: RunsOf, table = raw('journey_runs')): Sql =>
  sql`${table} final where workspace = ${p.uuid(workspace)} and journey = ${p.uuid(journey)}
    and measure = ${p.uint(measure)} and notEmpty(started)`

const columns = sql`(workspace, journey, measure, person, version, started, ended, won, values,
  steps, times, channels, marks, emotions, events, unplaced)`

/** Which touchpoint an event belongs to, as an index from 1 into the measured touchpoints, 0 for none. */
export function stepSql({ touchpoints }: Pick<Measure, 'touchpoints'>): Sql {
  if (touchpoints.length === 0) return raw('toUInt16(0)')
  const cases = touchpoints.map(({ rule }, i) => sql`${ruleSql(rule)}, ${raw(String(i + 1))}`)
  return sql`toUInt16(multiIf(${join(cases)}, 0))`
}

/** Everything of one person that matters, in the order of time, each message once. */
const happened = (of: RunsOf, measure: Measure, events: Sql): Sql => sql`
  select anchor, arraySort(groupArrayIf(
      (t, seq, message, step, reached, cents, channel_code, own, emotion, cityHash64(${subjectSql})),
      step > 0 or reached or not isNaN(emotion))) as sorted,
    count() as events, countIf(step = 0 and not reached and isNaN(emotion)) as unplaced
  from (select *, ${emotionSql} as emotion from (
    select anchor, toUnixTimestamp64Milli(time) as t, seq, message, name, ${stepSql(measure)} as step,
      toBool(${ruleSql(measure.goal)}) as reached, ifNull(value, 0) as cents,
      ${codeSql(of.workspace, 'channel')} as channel_code, cityHash64(name) as own, ${answerColumns}
    from ${events}))
  group by anchor`

/**
 * Gives every touch the answers that belong to it. Everything about one event name stands together in the order of
 * time; an answer belongs to the touch before it. Nothing is sorted for people who never answered.
 */
const felt = (happened: Sql): Sql => sql`
  select anchor, events, unplaced, touches,
    arrayResize(arrayMap(x -> x.2, arraySort(arrayMap(
        talk -> (talk[1].6, arrayReduce('avg', arrayFilter(answer -> not isNaN(answer), talk.7))),
        arrayFilter(talk -> talk[1].5 = 0, talks)))), length(touches), nan) as emotions
  from (select anchor, events, unplaced, touches, arraySplit((x, before) -> x.5 = 0 or x.1 != before,
      told, arrayPopBack(arrayPushFront(told.1, toUInt64(0)))) as talks
    from (select anchor, events, unplaced, touches, arraySort(arrayConcat(
        arrayMap((x, i) -> (x.8, x.1, x.2, x.3, 0, i, nan), arrayResize(touches, places), range(1, places + 1)),
        arrayMap(x -> (x.10, x.1, x.2, x.3, 1, toUInt64(0), x.9), answers))) as told
      from (select anchor, events, unplaced, arrayFilter(x -> x.4 > 0 or x.5, once) as touches,
          arrayFilter(x -> not isNaN(x.9), once) as answers, if(empty(answers), 0, length(touches)) as places
        from (select anchor, events, unplaced,
            arrayFilter((x, nth) -> nth = 1, sorted, arrayEnumerateUniq(sorted.3)) as once
          from (${happened})))))`

/** Cuts the touches into runs of (time, step, reached, value, channel, emotion) at pauses and, where it ends, at the goal. */
const cut = (felt: Sql, { gapDays, endsAtGoal }: Measure): Sql => sql`
  select anchor, events, unplaced, runs, arrayMap(run -> arrayFirstIndex(x -> x.3, run), runs) as goals
  from (select anchor, events, unplaced, arrayFilter(run -> arrayExists(x -> x.2 > 0, run), arraySplit((x, cut) -> cut,
      arrayMap((x, emotion) -> (x.1, x.4, x.5, x.6, x.7, emotion), touches, emotions),
      arrayMap((pause, over) -> pause > ${p.int(gapDays * dayMs)} or over, arrayDifference(touches.1),
        arrayPopBack(arrayPushFront(${endsAtGoal ? raw('touches.5') : raw('arrayMap(x -> false, touches)')}, false))))) as runs
    from (${felt}))`

/**
 * Stores the runs of the people whose events satisfy the condition, on one node: a person's events and runs share it.
 * Lambdas never capture arrays, which the engine would copy for every element, and stages are subqueries, because it
 * would expand nested aliases.
 */
export const buildRunsSql = (
  of: RunsOf,
  measure: Measure,
  version: number,
  condition: Sql,
  physical: (table: string) => Sql = raw,
): Sql => sql`
  insert into ${physical('journey_runs')} ${columns}
  select ${p.uuid(of.workspace)}, ${p.uuid(of.journey)}, ${p.uint(of.measure)}, anchor, ${p.uint(version)},
    arrayMap(run -> run[1].1, runs),
    arrayMap(run -> run[-1].1, runs),
    arrayMap((run, goal) -> if(goal = 0, 0, run[goal].1), runs, goals),
    arrayMap(run -> arraySum(arrayMap(x -> if(x.3, x.4, 0), run)), runs),
    arrayMap(run -> arrayMap(x -> x.2, arrayFilter(x -> x.2 > 0, run)), runs),
    arrayMap(run -> arrayMap(x -> x.1, arrayFilter(x -> x.2 > 0, run)), runs),
    arrayMap(run -> arrayMap(x -> x.5, arrayFilter(x -> x.2 > 0, run)), runs),
    arrayMap((run, goal) -> arrayFilter((mark, x) -> x.2 > 0,
      arrayMap(i -> multiIf(goal = 0, 0, i < goal, 1, i = goal, 2, 3), arrayEnumerate(run)), run), runs, goals),
    arrayMap(run -> arrayMap(x -> x.6, arrayFilter(x -> x.2 > 0, run)), runs),
    events, unplaced
  from (${cut(felt(happened(of, measure, sql`${eventRows({ workspace: of.workspace }, { table: physical('events') })} and ${condition}`)), measure)})
  where notEmpty(runs)`

/** Empties the older rows that satisfy the condition: those of people who do not travel any more. */
export const emptyRunsSql = (
  of: RunsOf,
  version: number,
  condition: Sql,
  physical: (table: string) => Sql = raw,
): Sql => sql`
  insert into ${physical('journey_runs')} ${columns}
  select workspace, journey, measure, person, ${p.uint(version)}, [], [], [], [], [], [], [], [], [], 0, 0
  from ${runRows(of, physical('journey_runs'))} and version < ${p.uint(version)} and ${condition}`
