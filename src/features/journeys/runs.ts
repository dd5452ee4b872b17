import { join, p, raw, type Sql, sql } from '../../platform/warehouse/sql.ts'
import { codeSql, ruleSql } from '../collect/index.ts'
import { answerColumns, emotionSql, subjectSql } from './answers.ts'
import type { Measure } from './measure.ts'

export const dayMs = 86_400_000

/** Which runs of which measure of which journey. */
export type RunsOf = { readonly workspace: string; readonly journey: string; readonly measure: string }

/** `from ${runRows(of)} and more`: one row per person who travels, newest version. */
export const runRows = ({ workspace, journey, measure }: RunsOf, table = raw('journey_runs')): Sql =>
  sql`${table} final where workspace = ${p.uuid(workspace)} and journey = ${p.uuid(journey)}
    and measure = ${p.uint(measure)} and notEmpty(started)`

const columns = sql`(workspace, journey, measure, person, version, started, ended, won, values, steps, times, ways, nexts,
  first_steps, first_times, first_marks, felt_steps, felt, events, channels, happened, unplaced)`

/** What follows a touch that is the last before the goal, or of its run; 0 for touches at and after the goal. */
export const ends = { none: 0, won: 65_535, last: 65_534 } as const

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
    groupUniqArray(event_code) as events, groupUniqArray(channel_code) as channels,
    count() as happened, countIf(step = 0 and not reached and isNaN(emotion)) as unplaced
  from (select *, ${emotionSql} as emotion from (
    select anchor, toUnixTimestamp64Milli(time) as t, seq, message, name, ${stepSql(measure)} as step,
      toBool(${ruleSql(measure.goal)}) as reached, ifNull(value, 0) as cents,
      ${codeSql(of.workspace, 'channel')} as channel_code, ${codeSql(of.workspace, 'event')} as event_code, cityHash64(name) as own, ${answerColumns}
    from ${events}))
  group by anchor`

/**
 * Gives every touch the answers that belong to it. Everything about one event name stands together in the order of
 * time; an answer belongs to the touch before it. Nothing is sorted for people who never answered.
 */
const felt = (happened: Sql): Sql => sql`
  select anchor, events, channels, happened, unplaced, touches,
    arrayResize(arrayMap(x -> x.2, arraySort(arrayMap(
        talk -> (talk[1].6, arrayReduce('avg', arrayFilter(answer -> not isNaN(answer), talk.7))),
        arrayFilter(talk -> talk[1].5 = 0, talks)))), length(touches), nan) as emotions
  from (select anchor, events, channels, happened, unplaced, touches, arraySplit((x, before) -> x.5 = 0 or x.1 != before,
      told, arrayPopBack(arrayPushFront(told.1, toUInt64(0)))) as talks
    from (select anchor, events, channels, happened, unplaced, touches, arraySort(arrayConcat(
        arrayMap((x, i) -> (x.8, x.1, x.2, x.3, 0, i, nan), arrayResize(touches, places), range(1, places + 1)),
        arrayMap(x -> (x.10, x.1, x.2, x.3, 1, toUInt64(0), x.9), answers))) as told
      from (select anchor, events, channels, happened, unplaced, arrayFilter(x -> x.4 > 0 or x.5, once) as touches,
          arrayFilter(x -> not isNaN(x.9), once) as answers, if(empty(answers), 0, length(touches)) as places
        from (select anchor, events, channels, happened, unplaced,
            arrayFilter((x, nth) -> nth = 1, sorted, arrayEnumerateUniq(sorted.3)) as once
          from (${happened})))))`

/**
 * Cuts the touches into runs of (time, step, reached, value, channel, emotion) at pauses and, where it ends, at the goal;
 * `touches` of each run are (time, step, channel, emotion, mark) of what belongs to a touchpoint.
 */
const cut = (felt: Sql, { gapDays, endsAtGoal }: Measure): Sql => sql`
  select *, arrayMap((run, goal) -> arrayFilter(x -> x.2 > 0, arrayMap(
      (x, i) -> (x.1, x.2, x.5, x.6, toUInt8(multiIf(goal = 0, 0, i < goal, 1, i = goal, 2, 3))),
      run, arrayEnumerate(run))), runs, goals) as touched
  from (select *, arrayMap(run -> arrayFirstIndex(x -> x.3, run), runs) as goals
    from (select anchor, events, channels, happened, unplaced,
        arrayFilter(run -> arrayExists(x -> x.2 > 0, run), arraySplit((x, cut) -> cut,
          arrayMap((x, emotion) -> (x.1, x.4, x.5, x.6, x.7, emotion), touches, emotions),
          arrayMap((pause, over) -> pause > ${p.int(gapDays * dayMs)} or over, arrayDifference(touches.1),
            arrayPopBack(arrayPushFront(${endsAtGoal ? raw('touches.5') : raw('arrayMap(x -> false, touches)')}, false))))) as runs
      from (${felt})))`

const nexts = `arrayMap(run -> arrayMap((mark, next, next_mark) -> multiIf(mark = 0 and next = 0, ${ends.last}, mark = 0, next,
    mark = 1 and next_mark = 1, next, mark = 1, ${ends.won}, ${ends.none}),
    run.5, arrayPopFront(arrayPushBack(run.2, 0)), arrayPopFront(arrayPushBack(run.5, 0))), touched)`

/**
 * Stores the runs of the people whose events are given (see `EventSource`).
 * Lambdas never capture arrays, which the engine would copy for every element, and stages are subqueries, because it
 * would expand nested aliases.
 */
export const buildRunsSql = (
  of: RunsOf,
  measure: Measure,
  version: number,
  events: Sql,
  physical: (table: string) => Sql = raw,
): Sql => sql`
  insert into ${physical('journey_runs')} ${columns}
  select ${p.uuid(of.workspace)}, ${p.uuid(of.journey)}, ${p.uint(of.measure)}, anchor, ${p.uint(version)},
    arrayMap(run -> run[1].1, runs),
    arrayMap(run -> run[-1].1, runs),
    arrayMap((run, goal) -> if(goal = 0, 0, run[goal].1), runs, goals),
    arrayMap(run -> arraySum(arrayMap(x -> if(x.3, x.4, 0), run)), runs),
    arrayMap(run -> run.2, touched), arrayMap(run -> run.1, touched), arrayMap(run -> run.3, touched), ${raw(nexts)},
    arrayMap(run -> run.2, firsts), arrayMap(run -> run.1, firsts), arrayMap(run -> run.5, firsts),
    arrayMap(run -> arrayMap(x -> x.2, arrayFilter(x -> not isNaN(x.4), run)), touched),
    arrayMap(run -> arrayMap(x -> x.4, arrayFilter(x -> not isNaN(x.4), run)), touched),
    arraySort(events), arraySort(channels), happened, unplaced
  from (select *, arrayMap(run -> arrayFilter((x, nth) -> nth = 1, run, arrayEnumerateUniq(run.2)), touched) as firsts
    from (${cut(felt(happened(of, measure, events)), measure)}))
  where notEmpty(runs)`

/** Empties the older rows that satisfy the condition: those of people who do not travel any more. */
export const emptyRunsSql = (
  of: RunsOf,
  version: number,
  condition: Sql,
  physical: (table: string) => Sql = raw,
): Sql => sql`
  insert into ${physical('journey_runs')} ${columns}
  select workspace, journey, measure, person, ${p.uint(version)}, [], [], [], [], [], [], [], [], [], [], [], [], [], [], [], 0, 0
  from ${runRows(of, physical('journey_runs'))} and version < ${p.uint(version)} and ${condition}`
