import { join, p, raw, type Sql, sql } from '../../platform/warehouse/sql.ts'
import { type Asked, type People, passing, travels } from './travels.ts'

/**
 * The branches of the one statement that counts a map. Every branch gives the columns `part` (its number, plus `apart`
 * for the compared period), `a`, `b`, `c`, `n`, `x`, `y`, `z`.
 */
export const parts = { people: 1, runs: 2, touches: 3, totals: 4, values: 5, emotions: 6, hours: 7 } as const
export const apart = 100
export type CountRow = Readonly<Record<'part' | 'a' | 'b' | 'c' | 'n' | 'x' | 'y' | 'z', number>>

/** What is counted of people, each once (column `a`; `b` says of which touchpoint or phase, `c` more). */
export const peopleFacts = {
  person: 1,
  won: 2,
  touched: 3,
  leftAt: 4,
  openAt: 5,
  wonAfter: 6,
  furthest: 7,
  /** And one kind more for each of the twelve parts. */
  trend: 8,
} as const
/** What is counted of runs, up to their goal. */
export const runFacts = { with: 1, furthest: 2 } as const

export const buckets = 12

type Columns = Readonly<Partial<Record<'a' | 'b' | 'c' | 'n' | 'x' | 'y' | 'z', Sql>>>

const zero = raw('0')
const row = (
  part: number,
  { a = zero, b = zero, c = zero, n = zero, x = zero, y = zero, z = zero }: Columns,
): Sql => sql`
  toUInt8(${raw(String(part))}) as part, toUInt32(${a}) as a, toUInt32(${b}) as b, toUInt32(${c}) as c,
  toFloat64(${n}) as n, toFloat64(${x}) as x, toFloat64(${y}) as y, toFloat64(${z}) as z`

/**
 * A fact as one number of 16 bits, which the engine counts without hashing: kind (below 32), touchpoint or phase (below
 * 512), and a number below 4.
 */
const fact = (kind: number, b = '0', c = '0'): string => `toUInt16(${kind * 2048} + (${b}) * 4 + (${c}))`

const counted = (part: number, facts: Sql, from: Sql): Sql => sql`
  select ${row(part, { a: raw('intDiv(fact, 2048)'), b: raw('intDiv(fact % 2048, 4)'), c: raw('fact % 4'), n: raw('count()') })}
  from (select arrayJoin(${facts}) as fact from ${from}) group by fact`

const phaseSql = (phaseOf: readonly number[], step: string): Sql => sql`arrayElement(${p.codes(phaseOf)}, ${raw(step)})`

export type Span = { readonly fromMs: number; readonly toMs: number }

/** How many people did what; the trend has twelve parts of the span. */
function peopleSql(
  part: number,
  asked: Asked,
  people: People,
  phaseOf: readonly number[],
  { fromMs, toMs }: Span,
): Sql {
  const of = peopleFacts
  const bucketMs = Math.max(1, Math.ceil((toMs - fromMs) / buckets))
  const within = sql`time >= ${p.int(fromMs)} and time < ${p.int(toMs)}`
  return counted(
    part,
    sql`arrayConcat(
      [${raw(fact(of.person))}, ${raw(fact(of.furthest, 'furthest', 'still'))}],
      if(has(states, 1), [${raw(fact(of.won))}], []),
      arrayMap(step -> ${raw(fact(of.touched, 'step'))}, arrayDistinct(firsts)),
      arrayDistinct(arrayMap((run, state) -> multiIf(state = 1, toUInt16(0), state = 2, ${raw(fact(of.leftAt, 'run[-1]'))},
        ${raw(fact(of.openAt, 'run[-1]'))}), run_steps, states)),
      arrayDistinct(arrayMap((step, mark) -> if(mark in (1, 2), ${raw(fact(of.wonAfter, 'step'))}, toUInt16(0)),
        firsts, arrayFlatten(run_first_marks))),
      arrayDistinct(arrayMap((step, time) -> if(${within}, toUInt16(${raw(fact(of.trend, 'step'))}
        + 2048 * intDiv(time - ${p.int(fromMs)}, ${p.int(bucketMs)})), toUInt16(0)), arrayFlatten(run_steps), arrayFlatten(run_times))))`,
    sql`(select states, run_steps, run_times, run_first_marks, arrayFlatten(run_first_steps) as firsts,
        arrayMax(reached) as furthest, toUInt8(arrayExists((phase, state) -> state = 0 and phase = furthest, reached, states)) as still
      from (select *, arrayMap(run -> arrayMax(step -> ${phaseSql(phaseOf, 'step')}, run), run_first_steps) as reached
        from ${travels(asked, people, ['steps', 'times', 'first_steps', 'first_marks'])}))`,
  )
}

/** How many runs that are not open touched what before their goal, and how far they came until then; `c` is won (1) or lost (2). */
const runsSql = (part: number, asked: Asked, people: People, phaseOf: readonly number[]): Sql =>
  counted(
    part,
    sql`arrayFlatten(arrayMap((run, state) -> arrayPushBack(
      arrayMap(step -> ${raw(fact(runFacts.with, 'step', 'state'))}, run),
      toUInt16(${raw(fact(runFacts.furthest, '0', 'state'))} + 4 * arrayMax(step -> ${phaseSql(phaseOf, 'step')}, run))),
      runs, ended_as))`,
    sql`(select arrayFilter(state -> state > 0, states) as ended_as, arrayFilter((run, state) -> state > 0,
        arrayMap((run, mark) -> arrayFilter((step, m) -> m < 2, run, mark), run_first_steps, run_first_marks), states) as runs
      from ${travels(asked, people, ['first_steps', 'first_marks'])})`,
  )

/** All touches by touchpoint (`a`), channel (`b`) and what came next on the way to the goal (`c`, see `ends`). */
const touchesSql = (part: number, asked: Asked, people: People): Sql => sql`
  select ${row(part, {
    a: raw('bitShiftRight(touch, 32)'),
    b: raw('bitAnd(bitShiftRight(touch, 16), 65535)'),
    c: raw('bitAnd(touch, 65535)'),
    n: raw('count()'),
  })} from (select arrayJoin(arrayMap((step, way, next) -> toUInt64(step) * 4294967296 + toUInt32(way) * 65536 + next,
      arrayFlatten(run_steps), arrayFlatten(run_ways), arrayFlatten(run_nexts))) as touch
    from ${travels(asked, people, ['steps', 'ways', 'nexts'])}) group by touch`

/** `n` runs, `x` value of their goals, `y` events of these people, `z` of them that no touchpoint catches. */
const totalsSql = (part: number, asked: Asked, people: People): Sql => sql`
  select ${row(part, {
    n: raw('sum(length(states))'),
    x: raw('sum(arraySum(run_values))'),
    y: raw('sum(all_happened)'),
    z: raw('sum(all_unplaced)'),
  })} from ${travels(asked, people, ['values'])}`

/** What the goals were worth (`x`) of runs that touched a touchpoint (`a`) at or before their goal. */
const valuesSql = (part: number, asked: Asked, people: People): Sql => {
  const won = (list: string) => raw(`arrayFilter((x, state) -> state = 1, ${list}, states)`)
  return sql`
  select ${row(part, { a: raw('worth.1'), x: raw('sum(worth.2)') })}
  from (select arrayJoin(arrayFlatten(arrayMap((run, mark, value) -> arrayMap(step -> (step, value),
      arrayFilter((step, m) -> m in (1, 2), run, mark)),
      ${won('run_first_steps')}, ${won('run_first_marks')}, ${won('run_values')}))) as worth
    from ${travels(asked, people, ['first_steps', 'first_marks', 'values'])} where has(states, 1))
  group by worth.1`
}

/** Answers by touchpoint (`a`): their number, sum and sum of squares. */
const emotionsSql = (part: number, asked: Asked, people: People): Sql => sql`
  select ${row(part, {
    a: raw('answer.1'),
    n: raw('count()'),
    x: raw('sum(toFloat64(answer.2))'),
    y: raw('sum(toFloat64(answer.2) * answer.2)'),
  })} from (select arrayJoin(arrayZip(arrayFlatten(run_felt_steps), arrayFlatten(run_felt))) as answer
    from ${travels(asked, people, ['felt_steps', 'felt'])}) group by answer.1`

/** Further back than any touch of a run. */
const beyond = '4294967295'

/** Median with its 95 % interval over the sorted array `sorted` of ms, in hours: `medianRanks` in SQL. */
export const medianSql = {
  n: raw('length(sorted)'),
  median: raw('(sorted[intDiv(length(sorted) + 1, 2)] + sorted[intDiv(length(sorted), 2) + 1]) / 2 / 3600000'),
  low: raw(
    `sorted[greatest(1, toInt64(floor(length(sorted) / 2 - 0.979981992270027 * sqrt(length(sorted)))))] / 3600000`,
  ),
  high: raw(`sorted[least(length(sorted),
    toUInt64(ceil(length(sorted) / 2 + 0.979981992270027 * sqrt(length(sorted)))) + 1)] / 3600000`),
} as const

/**
 * By phase (`a`): from its first touch to the next first touch of a later one, in every run that goes on. `at` and `next`
 * are places in the run's list of first touches.
 */
function hoursSql(part: number, asked: Asked, people: People, { phaseOf, phases, oneIn }: Counting): Sql {
  const some = oneIn > 1 ? sql`${people.condition} and cityHash64(person) % ${p.int(oneIn)} = 0` : people.condition
  const numbers = Array.from({ length: phases }, (_, i) => i + 1)
  const places = raw(numbers.map((phase) => `indexOf(phases, ${phase}) as at_${phase}`).join(', '))
  const onward = raw(
    numbers
      .slice(0, -1)
      .map((phase) => {
        const later = numbers.slice(phase).map((next) => `if(at_${next} > at_${phase}, at_${next}, ${beyond})`)
        return `(toUInt8(${phase}), at_${phase}, least(${later.join(', ')}, ${beyond}))`
      })
      .join(', '),
  )
  return sql`
  select ${row(part, { a: raw('phase'), n: medianSql.n, x: medianSql.median, y: medianSql.low, z: medianSql.high })}
  from (select step.1 as phase, arraySort(groupArray(times[step.3] - times[step.2])) as sorted
    from (select times, arrayJoin(arrayFilter(step -> step.2 > 0 and step.3 < ${raw(beyond)}, [${onward}])) as step
      from (select run.2 as times, arrayMap(step -> ${phaseSql(phaseOf, 'step')}, run.1) as phases, ${places}
        from (select arrayJoin(arrayZip(run_first_steps, run_first_times)) as run
          from ${travels(asked, { ...people, condition: some }, ['first_steps', 'first_times'])})))
    group by step.1)`
}

export type Counting = {
  readonly asked: Asked
  readonly compared: Asked | null
  /** The phase (from 1) of each measured touchpoint, and how many phases there are. */
  readonly phaseOf: readonly number[]
  readonly phases: number
  readonly span: Span
  /** Medians look at one in so many people. */
  readonly oneIn: number
}

/** Everything on a map, counted in one statement; people who pass the filter are looked up once. */
export function countSql(counting: Counting, shared: boolean): Sql {
  const { asked, compared, phaseOf, phases, span } = counting
  const people = passing(asked, shared)
  const branches = [
    peopleSql(parts.people, asked, people, phaseOf, span),
    runsSql(parts.runs, asked, people, phaseOf),
    touchesSql(parts.touches, asked, people),
    totalsSql(parts.totals, asked, people),
    valuesSql(parts.values, asked, people),
    emotionsSql(parts.emotions, asked, people),
    ...(phases > 1 ? [hoursSql(parts.hours, asked, people, counting)] : []),
    ...(compared
      ? [
          peopleSql(apart + parts.people, compared, people, phaseOf, span),
          emotionsSql(apart + parts.emotions, compared, people),
        ]
      : []),
  ]
  return sql`${people.before}${join(branches, '\nunion all')}`
}
