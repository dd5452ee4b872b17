import { empty, join, p, raw, type Sql, sql } from '../../platform/warehouse/sql.ts'
import { eventRows, ruleSql } from '../collect/index.ts'
import { dayMs, type RunsOf, runRows } from './runs.ts'
import type { Filter } from './schema.ts'

/** Which runs are asked about: those that start in the period, of the people who pass the filter. */
export type Asked = RunsOf & {
  readonly period: { readonly fromMs: number; readonly toMs: number } | null
  readonly filter: Filter
  readonly asOfMs: number
  readonly gapDays: number
}

/** The people with, for each condition, at least one event that satisfies it; empty without conditions. */
export function passing({ workspace, filter }: Asked, column: Sql): Sql {
  if (filter.length === 0) return empty
  const conditions = filter.map(ruleSql)
  return sql` and ${column} global in (
    select anchor from ${eventRows({ workspace })} and (${join(conditions, ' or ')})
    group by anchor having ${join(
      conditions.map((one) => sql`countIf(${one}) > 0`),
      ' and ',
    )})`
}

export const runStates = { open: 0, won: 1, lost: 2 } as const

const perRun = ['started', 'ended', 'won', 'values', 'steps', 'times', 'channels', 'marks', 'emotions'] as const
type PerRun = (typeof perRun)[number]

/** One row per person: the arrays named, of the runs asked about, and `states` of these runs. */
export function travels(asked: Asked, names: readonly PerRun[]): Sql {
  const { period, asOfMs, gapDays } = asked
  const within = period ? sql`start >= ${p.int(period.fromMs)} and start < ${p.int(period.toMs)}` : undefined
  const kept = (column: Sql): Sql => (within ? sql`arrayFilter((x, start) -> ${within}, ${column}, started)` : column)
  const state = sql`arrayMap((goal, end) -> multiIf(goal > 0, 1, end > ${p.int(asOfMs - gapDays * dayMs)}, 0, 2), won, ended)`
  const some = within ? sql` and arrayExists(start -> ${within}, started)` : empty
  return sql`(select person, ${kept(state)} as states, events as all_events, unplaced as unplaced_events,
    ${join(names.map((name) => sql`${kept(raw(name))} as ${raw(`run_${name}`)}`))}
    from ${runRows(asked)}${passing(asked, raw('person'))}${some})`
}

/** What is counted of people, each once. The codes stand in the engine's answer. */
export const peopleFacts = { person: 1, won: 2, touched: 3, leftAt: 4, wonAfter: 5, trend: 6, furthest: 7 } as const
/** What is counted of runs, up to their goal. */
export const runFacts = { with: 1, furthest: 2 } as const

/** What follows a touch that is the last before the goal, or of its run; 0 for touches at and after the goal. */
export const ends = { none: 0, won: 65_535, left: 65_534, open: 65_533 } as const

export const buckets = 12

/** A fact as one number, which the engine groups fastest: kind, then `a` and `b` below 65536 and 4096. */
const fact = (kind: number, a = '0', b = '0'): string => `toUInt32(${kind * 2 ** 28} + (${a}) * 4096 + (${b}))`

export type FactRow = { readonly kind: number; readonly a: number; readonly b: number; readonly n: number }

const counted = (facts: Sql, from: Sql): Sql => sql`
  select toUInt8(bitShiftRight(fact, 28)) as kind, toUInt16(bitAnd(bitShiftRight(fact, 12), 65535)) as a,
    toUInt16(bitAnd(fact, 4095)) as b, toUInt32(count()) as n
  from (select arrayJoin(${facts}) as fact from ${from})
  group by fact`

const phaseSql = (phaseOf: readonly number[], step: string): Sql => sql`arrayElement(${p.codes(phaseOf)}, ${raw(step)})`

export type Span = { readonly fromMs: number; readonly toMs: number }

/**
 * How many people did what. `phaseOf` gives the phase (from 1) of each measured touchpoint; the trend has twelve parts
 * of the span.
 */
export function peopleFactsSql(asked: Asked, phaseOf: readonly number[], { fromMs, toMs }: Span): Sql {
  const of = peopleFacts
  const part = Math.max(1, Math.ceil((toMs - fromMs) / buckets))
  const within = sql`time >= ${p.int(fromMs)} and time < ${p.int(toMs)}`
  return counted(
    sql`arrayConcat(
      [${raw(fact(of.person))}, ${raw(fact(of.furthest, 'furthest', 'still'))}],
      if(has(states, 1), [${raw(fact(of.won))}], []),
      arrayMap(step -> ${raw(fact(of.touched, 'step'))}, arrayDistinct(steps)),
      arrayMap(step -> ${raw(fact(of.leftAt, 'step'))}, arrayDistinct(
        arrayMap(run -> run[-1], arrayFilter((run, state) -> state = 2, run_steps, states)))),
      arrayMap(step -> ${raw(fact(of.wonAfter, 'step'))}, arrayDistinct(
        arrayFilter((step, mark) -> mark in (1, 2), steps, arrayFlatten(run_marks)))),
      arrayDistinct(arrayMap((step, time) -> if(${within}, toUInt32(${raw(fact(of.trend, 'step'))}
        + intDiv(time - ${p.int(fromMs)}, ${p.int(part)})), 0), steps, times)))`,
    sql`(select states, run_steps, run_marks, arrayFlatten(run_steps) as steps, arrayFlatten(run_times) as times,
        arrayMax(reached) as furthest, toUInt8(arrayExists((phase, state) -> state = 0 and phase = furthest, reached, states)) as still
      from (select *, arrayMap(run -> arrayMax(step -> ${phaseSql(phaseOf, 'step')}, run), run_steps) as reached
        from ${travels(asked, ['steps', 'times', 'marks'])}))`,
  )
}

/** How many runs that are not open touched what before their goal, and how far they came until then; `b` is won (1) or lost (2). */
export const runFactsSql = (asked: Asked, phaseOf: readonly number[]): Sql =>
  counted(
    sql`arrayFlatten(arrayMap((run, state) -> arrayPushBack(
      arrayMap(step -> ${raw(fact(runFacts.with, 'step', 'state'))}, arrayDistinct(run)),
      toUInt32(${raw(fact(runFacts.furthest, '0', 'state'))} + 4096 * arrayMax(step -> ${phaseSql(phaseOf, 'step')}, run))),
      runs, ended_as))`,
    sql`(select arrayFilter(state -> state > 0, states) as ended_as, arrayFilter((run, state) -> state > 0,
        arrayMap((run, mark) -> arrayFilter((step, m) -> m < 2, run, mark), run_steps, run_marks), states) as runs
      from ${travels(asked, ['steps', 'marks'])})`,
  )

export type TouchRow = { readonly step: number; readonly channel: number; readonly next: number; readonly n: number }

/** All touches by touchpoint, channel and what came next on the way to the goal. */
export const touchesSql = (asked: Asked): Sql => sql`
  select toUInt16(bitShiftRight(touch, 32)) as step, toUInt16(bitAnd(bitShiftRight(touch, 16), 65535)) as channel,
    toUInt16(bitAnd(touch, 65535)) as next, toFloat64(count()) as n
  from (select arrayJoin(arrayFlatten(arrayMap((run, channel, mark, state) -> arrayMap(
      (step, by, m, next, next_m) -> toUInt64(step) * 4294967296 + by * 65536 + multiIf(
        m = 0 and next = 0, if(state = 2, ${raw(String(ends.left))}, ${raw(String(ends.open))}), m = 0, next,
        m = 1, if(next_m = 1, next, ${raw(String(ends.won))}), ${raw(String(ends.none))}),
      run, channel, mark, arrayPushBack(arrayPopFront(run), 0), arrayPushBack(arrayPopFront(mark), 0)),
      run_steps, run_channels, run_marks, states))) as touch
    from ${travels(asked, ['steps', 'channels', 'marks'])})
  group by touch`

export type TotalsRow = {
  readonly runs: number
  readonly value: number
  readonly events: number
  readonly unplaced: number
}

export const totalsSql = (asked: Asked): Sql => sql`
  select toUInt32(sum(length(states))) as runs, toFloat64(sum(arraySum(run_values))) as value,
    toFloat64(sum(all_events)) as events, toFloat64(sum(unplaced_events)) as unplaced
  from ${travels(asked, ['values'])}`

export type ValueRow = { readonly step: number; readonly value: number }

/** What the goals were worth of runs that touched a touchpoint at or before their goal. */
export const valuesSql = (asked: Asked): Sql => sql`
  select worth.1 as step, toFloat64(sum(worth.2)) as value
  from (select arrayJoin(arrayFlatten(arrayMap((run, mark, value) -> arrayMap(step -> (step, value),
      arrayDistinct(arrayFilter((step, m) -> m in (1, 2), run, mark))),
      arrayFilter((x, state) -> state = 1, run_steps, states), arrayFilter((x, state) -> state = 1, run_marks, states),
      arrayFilter((x, state) -> state = 1, run_values, states)))) as worth
    from ${travels(asked, ['steps', 'marks', 'values'])} where has(states, 1))
  group by step`

export type EmotionRow = { readonly step: number; readonly n: number; readonly sum: number; readonly squares: number }

export const emotionsSql = (asked: Asked): Sql => sql`
  select answer.1 as step, toUInt32(count()) as n, sum(toFloat64(answer.2)) as sum, sum(toFloat64(answer.2) * answer.2) as squares
  from (select arrayJoin(arrayFilter(x -> not isNaN(x.2), arrayZip(arrayFlatten(run_steps), arrayFlatten(run_emotions)))) as answer
    from ${travels(asked, ['steps', 'emotions'])})
  group by step`

/** Median with its 95 % interval over the sorted array `sorted`: `medianRanks` in SQL. */
export const medianSql = raw(`toUInt32(length(sorted)) as n,
  (sorted[intDiv(n + 1, 2)] + sorted[intDiv(n, 2) + 1]) / 2 / 3600000 as median,
  sorted[greatest(1, toInt64(floor(n / 2 - 0.979981992270027 * sqrt(n))))] / 3600000 as low,
  sorted[least(n, toInt64(ceil(n / 2 + 0.979981992270027 * sqrt(n))) + 1)] / 3600000 as high`)

export type HoursRow = {
  readonly phase: number
  readonly n: number
  readonly median: number
  readonly low: number
  readonly high: number
}

/** From the first touch of a phase to the next first touch of a later one, in every run that goes on. */
export const hoursSql = (asked: Asked, phaseOf: readonly number[]): Sql => sql`
  select phase, ${medianSql}
  from (select onward.1 as phase, arraySort(groupArray(onward.2)) as sorted
    from (select arrayJoin(arrayFlatten(arrayMap(run -> arrayFilter(x -> x.2 >= 0, arrayMap(
        (first, i) -> (first.1, if(arrayExists(later -> later.1 > first.1, arraySlice(run, i)),
          arrayFirst(later -> later.1 > first.1, arraySlice(run, i)).2 - first.2, -1)),
        run, arrayEnumerate(run))), firsts))) as onward
      from (select arrayMap((phases, times) -> arrayMap(x -> (x.1, x.2), arrayFilter(x -> x.3 = 1,
            arrayZip(phases, times, arrayEnumerateUniq(phases)))),
          arrayMap(run -> arrayMap(step -> ${phaseSql(phaseOf, 'step')}, run), run_steps), run_times) as firsts
        from ${travels(asked, ['steps', 'times'])}))
    group by phase)
  order by phase`
