import { join, p, raw, type Sql, sql } from '../../platform/warehouse/sql.ts'
import { eventsIn, pathRows, pathsIn, propertyText, type Scope, withPerson } from '../collect/index.ts'

/** A funnel in codes; the period of the scope restricts the first step. */
export type FunnelPlan = { readonly scope: Scope; readonly steps: readonly number[]; readonly windowMs: number }

/** How people are told apart by their first start: by its channel, or by a property of the event `name`. */
export type Breakdown =
  | { readonly by: 'channel' }
  | { readonly by: 'property'; readonly name: string; readonly key: string }

/** Per step: people, and for the steps after the first the median time from the first in ms, between its bounds. */
export type FunnelRow = {
  /** 1 in the row that counts all groups together. */
  readonly everybody: number
  /** The group: code of a channel, or text of a property. */
  readonly value: string
  /** 1 in the row of all groups that were not asked for. */
  readonly rest: number
  readonly people: readonly number[]
  readonly durations: readonly (readonly [low: number, median: number, high: number])[]
}

const mostGroups = 20

/** Long before any time: stands for a step that was not reached. */
const never = raw('toInt64(-4611686018427387904)')
const number = (value: number): Sql => raw(String(Math.trunc(value)))

/** The first event of step 1 that may start a funnel, as an index into the path; 0 if there is none. */
function startIndex({ scope: { period }, steps }: FunnelPlan): Sql {
  const code = number(steps[0] ?? 0)
  if (!period) return sql`indexOf(events, ${code})`
  return sql`arrayFirstIndex((code, time) -> code = ${code} and time >= ${period.fromMs} and time < ${period.toMs}, events, times)`
}

/**
 * `touches`: the path's events of the funnel as (time, number of the first step that names the event), sorted, so that
 * equal times stand in the order of the steps.
 */
function touchesSql({ scope: { period }, steps, windowMs }: FunnelPlan): Sql {
  const named = [...new Set(steps)]
  const codes = p.codes(named)
  const places = p.codes(named.map((code) => steps.indexOf(code) + 1))
  const wanted = sql`code in ${codes}`
  const between = period ? sql`${wanted} and time >= ${period.fromMs} and time < ${period.toMs + windowMs + 1}` : wanted
  return sql`
    arraySort(arrayZip(
      arrayFilter((time, code) -> ${between}, times, events),
      arrayMap(code -> transform(code, ${codes}, ${places}, 0::UInt16), arrayFilter((code, time) -> ${between}, events, times)))) as touches,
    tupleElement(touches, 1) as moments, tupleElement(touches, 2) as places`
}

/**
 * `reachK`, aligned with the touches: the latest start from which K steps were done in order and in time up to there.
 * A chain never uses one event for two steps.
 */
function reachSql({ scope: { period }, steps, windowMs }: FunnelPlan): Sql {
  const mayStart = period ? sql`s = 1 and t < ${period.toMs}` : sql`s = 1`
  const first = sql`arrayFill(start -> start != ${never}, arrayMap((t, s) -> if(${mayStart}, t, ${never}), moments, places)) as reach1`
  const later = steps.slice(1).map((code, i) => {
    const before = raw(`reach${i + 1}`)
    const again = code === steps[i]
    const starts = again ? sql`arrayPopBack(arrayPushFront(${before}, ${never}))` : before
    return sql`arrayFill(start -> start != ${never}, arrayMap((t, s, start) ->
      if(s = ${number(steps.indexOf(code) + 1)} and t - start <= ${windowMs}, start, ${never}), moments, places, ${starts})) as ${raw(`reach${i + 2}`)}`
  })
  return join([first, ...later], ',\n    ')
}

/** Ranks of the median and its 95 % interval, as `medianRanks` of the kernel has them. */
const medianSql = (sorted: Sql): Sql => sql`
  arrayMap(list -> [
    list[greatest(1, toInt64(floor(length(list) / 2 - 0.979981992270027 * sqrt(length(list)))))]::Float64,
    (list[intDiv(length(list) + 1, 2)] + list[intDiv(length(list), 2) + 1])::Float64 / 2,
    list[least(length(list), toInt64(ceil(length(list) / 2 + 0.979981992270027 * sqrt(length(list)))) + 1)]::Float64],
    ${sorted})`

/** Time from the start to the moment at which the step was first reached, in ms and one more; 0 if it was not. */
const spanSql = (step: number): Sql => sql`arrayFirst(span -> span > 0,
  arrayMap((t, start) -> if(start = ${never}, toInt64(0), t - start + 1), moments, ${raw(`reach${step}`)}))`

/** The group of a person and where it comes from; a property is read at the first start. */
function groupSql(plan: FunnelPlan, breakdown: Breakdown | null): { group: Sql; source: Sql } {
  const paths = sql`${pathRows(plan.scope)} and ${startIndex(plan)} > 0`
  if (breakdown === null) return { group: sql`''`, source: paths }
  if (breakdown.by === 'channel') return { group: sql`toString(channels[${startIndex(plan)}])`, source: paths }
  const given = sql`
      select anchor, argMin(${propertyText(breakdown.key)}, (time, seq, message)) as given, min((time, seq, message)) as at
      from ${eventsIn(plan.scope)} where name = ${breakdown.name} group by anchor`
  const source = sql`${pathsIn(plan.scope)} as path
    global any left join (
      select person, argMin(given, at) as value from ${withPerson(plan.scope.workspace, given)} group by person) as first
    on first.person = path.person
    where ${startIndex(plan)} > 0`
  return { group: sql`first.value`, source }
}

/**
 * One row per person who starts: the group, and `spans` of the steps after the first. A SELECT of its own, because the
 * engine expands aliases wherever they are used.
 */
function travellersSql(plan: FunnelPlan, breakdown: Breakdown | null): Sql {
  const { group, source } = groupSql(plan, breakdown)
  return sql`
    with ${touchesSql(plan)},
      ${reachSql(plan)}
    select ${group} as called, [${join(plan.steps.slice(1).map((_, i) => spanSql(i + 2)))}] as spans
    from ${source}`
}

const later = ({ steps }: FunnelPlan, of: (one: Sql) => Sql, list = raw('spans')): Sql =>
  join(steps.slice(1).map((_, i) => of(sql`${list}[${number(i + 1)}]`)))

const peopleSql = (plan: FunnelPlan): Sql =>
  sql`[toUInt32(count()), ${later(plan, (span) => sql`toUInt32(countIf(${span} > 0))`)}]`

const durationsSql = (plan: FunnelPlan): Sql =>
  sql`[${later(plan, (span) => sql`groupArrayIf(${span} - 1, ${span} > 0)`)}]`

export const funnelSql = (plan: FunnelPlan): Sql => sql`
  select 1 as everybody, '' as value, 0 as rest, ${peopleSql(plan)} as people,
    ${medianSql(sql`arrayMap(list -> arraySort(list), ${durationsSql(plan)})`)} as durations
  from (${travellersSql(plan, null)})`

/** The funnel of everybody, of each of the largest groups, and of the rest together. */
export const brokenDownSql = (plan: FunnelPlan, breakdown: Breakdown): Sql => sql`
  select toUInt8(grouping(part)) as everybody, part as value, toUInt8(beyond) as rest,
    arrayMap(n -> toUInt32(n), sumForEach(reached)) as people,
    ${medianSql(sql`[${later(plan, (times) => sql`arraySort(groupArrayArray(${times}))`, raw('taken'))}]`)} as durations
  from (
    select reached, taken, rank > ${number(mostGroups)} as beyond, if(beyond, '', called) as part
    from (
      select called, ${peopleSql(plan)} as reached, ${durationsSql(plan)} as taken,
        row_number() over (order by reached[1] desc, called) as rank
      from (${travellersSql(plan, breakdown)})
      group by called))
  group by grouping sets ((part, beyond), ())`
