import { join, p, raw, type Sql, sql } from '../../platform/warehouse/sql.ts'
import { eventRows, propertyText, withPerson } from '../collect/index.ts'
import { medianSql } from './figuresSql.ts'
import type { Measure } from './measure.ts'
import { ends, stepSql } from './runs.ts'
import { type Asked, passing, passingEvents, travels } from './travels.ts'

const shiftedRight = (list: string): string => `arrayPopBack(arrayPushFront(${list}, 0))`
const shiftedLeft = (list: string, last = '0'): string => `arrayPopFront(arrayPushBack(${list}, ${last}))`

/** How a run ended, where no touch came after: beside `ends`, still open. */
export const open = 65_533

/** `side` 0: before, 1: after, 2: whatever touchpoint came after; `step` 0 = the run begins here, or how it ended. */
export type NeighbourRow = {
  readonly side: number
  readonly step: number
  readonly n: number
  readonly median: number
  readonly low: number
  readonly high: number
}

/** What came directly before and after a touchpoint in each run; touches of it in a row count as one visit. */
export const neighboursSql = (asked: Asked, step: number): Sql => sql`
  select side, step, toUInt32(${medianSql.n}) as n, ${medianSql.median} as median, ${medianSql.low} as low, ${medianSql.high} as high from (
    select visit.1 as side, visit.2 as step, arraySort(groupArray(visit.3)) as sorted
    from (select arrayJoin(arrayFlatten(arrayMap(x -> if(x.3 >= ${raw(String(open))},
          [(0, x.2, x.4), (1, x.3, x.5)], [(0, x.2, x.4), (1, x.3, x.5), (2, toUInt16(0), x.5)]),
        arrayFilter(x -> x.1 = ${p.int(step)}, arrayZip(visits, ${raw(shiftedRight('visits'))},
          arrayPopFront(arrayPushBack(visits, toUInt16(multiIf(state = 1, ${raw(String(ends.won))}, state = 2, ${raw(String(ends.last))}, ${raw(String(open))})))),
          arrayMap((a, b) -> a - b, starts, ${raw(shiftedRight('stops'))}),
          arrayMap((a, b) -> a - b, ${raw(shiftedLeft('starts'))}, stops)))))) as visit
      from (select state, arrayFilter((x, before) -> x != before, run, ${raw(shiftedRight('run'))}) as visits,
          arrayFilter((t, x, before) -> x != before, times, run, ${raw(shiftedRight('run'))}) as starts,
          arrayFilter((t, x, after) -> x != after, times, run, ${raw(shiftedLeft('run'))}) as stops
        from (select one.1 as run, one.2 as times, one.3 as state
          from (select arrayJoin(arrayFilter(x -> has(x.1, ${p.int(step)}), arrayZip(run_steps, run_times, states))) as one
            from ${travels(asked, passing(asked, false), ['steps', 'times'])}))))
    group by side, step)
  order by side, n desc, step`

const mostSampled = 20_000
const mostKeys = 12
const mostValues = 6
/** A property with more values than this names things one by one and tells nothing together. */
const mostDistinct = 200

const eventsOf = (asked: Asked, measure: Measure, step: number): Sql =>
  sql`${eventRows(asked)} and ${stepSql(measure)} = ${p.int(step)}${passingEvents(asked)}`

export const propertyKeysSql = (asked: Asked, measure: Measure, step: number): Sql => sql`
  select key from (select arrayJoin(mapKeys(properties)) as key
    from (select properties from ${eventsOf(asked, measure, step)} limit ${mostSampled}))
  group by key order by count() desc, key limit ${mostKeys}`

export type PropertyRow = { readonly key: string; readonly value: string; readonly people: number }

/** The most frequent values of the properties of a touchpoint's events. */
export const propertyValuesSql = (asked: Asked, measure: Measure, step: number, keys: readonly string[]): Sql => sql`
  select key, entry.1 as value, entry.2 as people from (
    select key, arrayJoin(arraySlice(arraySort(x -> (-toInt64(x.2), x.1), groupArray((value, people))), 1, ${mostValues})) as entry, count() as distinct
    from (select pair.1 as key, pair.2 as value, toUInt32(uniqExact(person)) as people
      from (select person, arrayJoin(pairs) as pair from ${withPerson(
        asked.workspace,
        sql`select anchor, [${join(keys.map((key) => sql`(${key}, ${propertyText(key)})`))}] as pairs
          from ${eventsOf(asked, measure, step)}`,
      )})
      where value != '' group by key, value)
    group by key having distinct <= ${mostDistinct})
  order by indexOf(${p.strings(keys)}, key), people desc, value`

export type Who = 'all' | 'left' | 'won'

const ofWho: Readonly<Record<Who, (step: Sql) => Sql>> = {
  all: () => raw('true'),
  left: (step) => sql`arrayExists((run, state) -> state = 2 and run[-1] = ${step}, run_steps, states)`,
  won: (step) =>
    sql`arrayExists((run, mark) -> arrayExists((x, m) -> x = ${step} and m in (1, 2), run, mark), run_first_steps, run_first_marks)`,
}

export type TravellerSqlRow = {
  readonly person: string
  readonly last: number
  readonly touches: number
  readonly state: number
  readonly value: number
  readonly total: number
}

/** The people who touched a touchpoint, latest first. */
export const travellersSql = (
  asked: Asked,
  step: number,
  { who, offset, limit }: { who: Who; offset: number; limit: number },
): Sql => sql`
  select toString(person) as person, toFloat64(arrayMax(run_ended)) as last,
    toUInt32(length(arrayFlatten(run_steps))) as touches, states[-1] as state,
    toFloat64(arraySum(run_values)) as value, toUInt32(count() over ()) as total
  from ${travels(asked, passing(asked, false), ['steps', 'first_steps', 'first_marks', 'ended', 'values'])}
  where has(arrayFlatten(run_first_steps), ${p.int(step)}) and ${ofWho[who](p.int(step))}
  order by last desc, person limit ${limit} offset ${offset}`
