import { type Sql, empty, join, p, raw, sql } from '../../platform/warehouse/sql.ts'
import { eventRows, ruleSql } from '../collect/index.ts'
import type { Filter } from './schema.ts'
import { dayMs, type RunsOf, runRows } from './runs.ts'

/** Which runs are asked about: those that start in the period, of the people who pass the filter. */
export type Asked = RunsOf & {
  readonly period: { readonly fromMs: number; readonly toMs: number } | null
  readonly filter: Filter
  readonly asOfMs: number
  readonly gapDays: number
}

/** The people with, for each condition, at least one event that satisfies it. */
function passing({ workspace, filter }: Asked): Sql {
  if (filter.length === 0) return empty
  const conditions = filter.map(ruleSql)
  return sql` and person global in (
    select anchor from ${eventRows({ workspace })} and (${join(conditions, ' or ')})
    group by anchor having ${join(conditions.map((one) => sql`countIf(${one}) > 0`), ' and ')})`
}

const inPeriod = (column: string, kept: boolean): Sql =>
  raw(kept ? `arrayFilter((x, start) -> start in_period, ${column}, started)` : column)

export const runStates = { open: 0, won: 1, lost: 2 } as const

const perRun = ['started', 'ended', 'won', 'values', 'steps', 'times', 'channels', 'marks', 'emotions'] as const
type PerRun = (typeof perRun)[number]

/** One row per person: the arrays named, of the runs asked about, and `states` of these runs. */
export function travels(asked: Asked, names: readonly PerRun[]): Sql {
  const { period, asOfMs, gapDays } = asked
  const within = period
    ? sql`start >= ${p.int(period.fromMs)} and start < ${p.int(period.toMs)}`
    : undefined
  const kept = (column: Sql): Sql =>
    within ? sql`arrayFilter((x, start) -> ${within}, ${column}, started)` : column
  const state = sql`arrayMap((goal, end) -> multiIf(goal > 0, 1, end > ${p.int(asOfMs - gapDays * dayMs)}, 0, 2), won, ended)`
  const some = within ? sql` and arrayExists(start -> ${within}, started)` : empty
  return sql`(select person, ${kept(state)} as states, events as all_events, unplaced as unplaced_events,
    ${join(names.map((name) => sql`${kept(raw(name))} as ${raw(`run_${name}`)}`))}
    from ${runRows(asked)}${passing(asked)}${some})`
}

/** What is counted: of people (each once), of runs, or of touches. The codes stand in the engine's answer. */
export const kinds = {
  person: 1,
  wonPerson: 2,
  touched: 3,
  leftAt: 4,
  wonAfter: 5,
  trend: 6,
  furthest: 7,
  runWith: 8,
  runFurthest: 9,
  touchBy: 10,
  move: 11,
} as const

/** What follows a touch that is the last before the goal or of its run. */
export const ends = { won: 65_535, left: 65_534, open: 65_533 } as const

export const buckets = 12

const fact = (kind: keyof typeof kinds, a = '0', b = '0'): string => `(${kinds[kind]}, toUInt16(${a}), toUInt16(${b}))`

/** Before the goal, from one touch to the next; 0 for touches at and after the goal. */
const nextOf = `multiIf(m = 0 and next = 0, if(state = 2, ${ends.left}, ${ends.open}), m = 0, next,
  m = 1, if(next_m = 1, next, ${ends.won}), 0)`

export type FactRow = { readonly kind: number; readonly a: number; readonly b: number; readonly n: number }

/**
 * Everything that is a count, in one pass: each person's row becomes a list of facts, and equal facts are counted.
 * `phaseOf` gives the phase (from 1) of each measured touchpoint; the trend has twelve parts between the given times.
 */
export function factsSql(asked: Asked, phaseOf: readonly number[], trend: { fromMs: number; toMs: number }): Sql {
  const phase = (step: string): Sql => sql`arrayElement(${p.of('Array(UInt8)', phaseOf)}, ${raw(step)})`
  const part = Math.max(1, Math.ceil((trend.toMs - trend.fromMs) / buckets))
  return sql`
    select fact.1 as kind, fact.2 as a, fact.3 as b, toUInt32(count()) as n
    from (select arrayJoin(arrayConcat(
      [${raw(fact('person'))}, (${raw(String(kinds.furthest))}, toUInt16(arrayMax(step -> ${phase('step')}, steps)), toUInt16(has(states, 0)))],
      if(has(states, 1), [${raw(fact('wonPerson'))}], []),
      arrayMap(step -> ${raw(fact('touched', 'step'))}, arrayDistinct(steps)),
      arrayMap(step -> ${raw(fact('leftAt', 'step'))}, arrayDistinct(
        arrayMap(run -> run[-1], arrayFilter((run, state) -> state = 2, run_steps, states)))),
      arrayMap(step -> ${raw(fact('wonAfter', 'step'))}, arrayDistinct(
        arrayFilter((step, mark) -> mark in (1, 2), steps, marks))),
      arrayMap(x -> ${raw(fact('trend', 'x.1', 'x.2'))}, arrayDistinct(arrayFilter(x -> x.2 >= 0 and x.2 < ${raw(String(buckets))},
        arrayMap((step, time) -> (step, intDiv(time - ${p.int(trend.fromMs)}, ${p.int(part)})), steps, arrayFlatten(run_times))))),
      arrayFlatten(arrayMap((run, mark, state) -> if(state = 0, [], arrayMap(step -> ${raw(fact('runWith', 'step', 'state'))},
        arrayDistinct(arrayFilter((step, m) -> m < 2, run, mark)))), run_steps, run_marks, states)),
      arrayMap((run, mark, state) -> (${raw(String(kinds.runFurthest))},
        toUInt16(arrayMax((step, m) -> if(m < 2, ${phase('step')}, 0), run, mark)), toUInt16(state)), run_steps, run_marks, states),
      arrayMap((step, channel) -> ${raw(fact('touchBy', 'step', 'channel'))}, steps, arrayFlatten(run_channels)),
      arrayFlatten(arrayMap((run, mark, state) -> arrayFilter(move -> move.3 > 0, arrayMap(
        (step, next, m, next_m) -> ${raw(fact('move', 'step', nextOf))},
        run, arrayPushBack(arrayPopFront(run), 0), mark, arrayPushBack(arrayPopFront(mark), 0))),
        run_steps, run_marks, states))
    )) as fact
    from (select states, run_steps, run_times, run_channels, run_marks,
        arrayFlatten(run_steps) as steps, arrayFlatten(run_marks) as marks
      from ${travels(asked, ['steps', 'times', 'channels', 'marks'])}))
    group by fact`
}

