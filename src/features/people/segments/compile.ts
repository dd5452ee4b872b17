import {
  type Did,
  type HasConsent,
  type HasTrait,
  type PersonClock,
  type PersonRule,
  type SegmentRules,
  spanOf,
} from '../../../kernel/personRule.ts'
import {
  type Condition,
  conditionsOf,
  fitsTogether,
  type Rule,
  satisfies,
  textSatisfies,
} from '../../../kernel/rule.ts'
import { join, p, raw, render, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import {
  type Codes,
  countsForPerson,
  eventRows,
  importedDecision,
  ruleSql,
  textSql,
  withPerson,
} from '../../collect/index.ts'
import { traitRows } from '../traits/queries.ts'
import { staff } from '../traits/traits.ts'
import { segmentFault } from './faults.ts'

/** What the people of a workspace are held against. */
export type Compiling = {
  readonly workspace: string
  readonly clock: PersonClock
  /** The moment at which consents hold; the data horizon of the clock may lie before. */
  readonly nowMs: number
  readonly codes: Pick<Codes, 'events' | 'channels'>
  readonly segments: SegmentRules
}

const always = raw('true')
const never = raw('false')

const among = (people: Sql): Sql => sql`person global in (${people})`
const apartFrom = (people: Sql): Sql => sql`person global not in (${people})`

const blank = { event: '', channel: '', source: '', session: '', currency: '', value: null, properties: {} }

/** A condition on the arrays of a path, or null where a path does not hold what it asks for. */
function onPath(rule: Rule, codes: Compiling['codes']): Sql | null {
  if ('not' in rule) {
    const inner = onPath(rule.not, codes)
    return inner && sql`not (${inner})`
  }
  if ('all' in rule || 'any' in rule) {
    const inner = ('all' in rule ? rule.all : rule.any).map((one) => onPath(one, codes))
    if (inner.some((one) => one === null)) return null
    if (inner.length === 0) return 'all' in rule ? always : never
    return sql`(${join(
      inner.filter((one) => one !== null),
      'all' in rule ? ' and ' : ' or ',
    )})`
  }
  return conditionOnPath(rule, codes)
}

function conditionOnPath(condition: Condition, codes: Compiling['codes']): Sql | null {
  const { field } = condition
  if (field === 'value') return textSql(raw("ifNull(toString(worth), '')"), condition)
  if (field !== 'event' && field !== 'channel') return null
  const names = new Map([[0, ''], ...(field === 'event' ? codes.events : codes.channels)])
  const meant = [...names].filter(([, name]) => satisfies(condition, { ...blank, [field]: name })).map(([code]) => code)
  return sql`has(${p.codes(meant)}, ${raw(field === 'event' ? 'happened' : 'way')})`
}

/** The columns of a path by the name under which a condition knows one of their values. */
const pathColumns = { happened: 'events', way: 'channels', worth: 'values', at: 'times' } as const

/** How often a person did something, counted on their path; null where the events themselves must be looked at. */
function timesOnPath({ did, within }: Did, { codes, clock }: Compiling): Sql | null {
  const condition = onPath(did, codes)
  if (condition === null) return null
  const span = spanOf(within, clock)
  const meant = span ? sql`${condition} and at >= ${p.int(span.fromMs)} and at < ${p.int(span.toMs)}` : condition
  const { text } = render(meant)
  const used = Object.entries(pathColumns).filter(([name]) => new RegExp(`\\b${name}\\b`).test(text))
  const read = used.length > 0 ? used : [['at', 'times'] as const]
  const names = read.map(([name]) => raw(name))
  const columns = read.map(([, column]) => raw(column))
  return sql`arrayCount((${join(names)}) -> ${meant}, ${join(columns)})`
}

const signs = { at_least: raw('>='), at_most: raw('<='), exactly: raw('=') } as const

function didSql(rule: Did, compiling: Compiling): Sql {
  const { op, n } = rule.times
  if (op === 'at_least' && n === 0) return always
  const times = timesOnPath(rule, compiling)
  if (times) return sql`${times} ${signs[op]} ${p.int(n)}`
  const { workspace, clock } = compiling
  const rows = sql`select anchor, message from ${eventRows({ workspace, period: spanOf(rule.within, clock) })} and ${ruleSql(rule.did)}`
  const people = (having: Sql) =>
    sql`select person from ${withPerson(workspace, rows)} group by person having ${having}`
  const done = raw('uniqExact(message)')
  if (op === 'at_most') return apartFrom(people(sql`${done} > ${p.int(n)}`))
  if (op === 'exactly') return n === 0 ? apartFrom(people(always)) : among(people(sql`${done} = ${p.int(n)}`))
  return among(people(n === 1 ? always : sql`${done} >= ${p.int(n)}`))
}

/** Whole numbers from -10^12 on as texts that stand in their order. */
const ordered = (number: string): string => `leftPad(toString(${number} + 1000000000000000), 16, '0')`

/**
 * What holds is the newest statement, as `toTraits` finds it; an empty one takes back what its source said. Texts are
 * compared, since the engine finds the least of many texts several times faster than the least of many tuples.
 */
function traitSql(rule: HasTrait, { workspace }: Compiling): Sql {
  const rows = sql`select anchor, import, value as said, concat(${raw(ordered('-toUnixTimestamp64Milli(at)'))},
      if(source = ${staff}, '0', '1'), source, '\\0', value) as place
    from ${traitRows({ workspace }, { key: rule.trait })} and (value != '' or source = ${staff})`
  const holding = sql`select person, argMin(said, place) as holds from ${withPerson(workspace, rows)} where ${countsForPerson} group by person`
  const test = textSql(raw('holds'), rule)
  return textSatisfies('', rule)
    ? apartFrom(sql`select person from (${holding}) where not (${test})`)
    : among(sql`select person from (${holding}) where ${test}`)
}

/**
 * What somebody decided, as `stateOf` finds it: the latest decision counts, at equal times the refusal, and a grant that
 * an import brought never takes the place of a refusal. A decision is a text: when, whether it refuses, what it says, when
 * it ends.
 */
function consentSql({ consent, state }: HasConsent, { workspace, nowMs }: Compiling): Sql {
  const ends = 'if(isNull(expires), 0, greatest(1, toUnixTimestamp64Milli(assumeNotNull(expires))))'
  const rows = sql`select anchor, import, concat(${raw(ordered('toUnixTimestamp64Milli(at)'))}, if(state = 'granted', '0', '1'),
      rightPad(toString(state), 9, ' '), ${raw(ordered(ends))}) as said, not (state = 'granted' and ${importedDecision}) as decides
    from consents where workspace = ${p.uuid(workspace)} and purpose = ${consent}`
  const standing = sql`select person, maxIf(said, decides) as own,
      if(substring(own, 17, 1) = '1', own, max(said)) as counts, trimRight(substring(counts, 18, 9)) as decided,
      if(decided = 'granted' and substring(counts, 27) > ${raw(ordered('0'))}
        and substring(counts, 27) <= ${raw(ordered(String(Math.trunc(nowMs))))}, 'expired', decided) as holds
    from ${withPerson(workspace, rows)} where ${countsForPerson} group by person`
  if (state === 'none') return apartFrom(sql`select person from (${standing})`)
  return among(sql`select person from (${standing}) where holds = ${state}`)
}

/** The anchors of a list. */
export const listedRows = (workspace: string, segment: string): Sql => sql`
  (select anchor as anchor from segment_members final
    where workspace = ${p.uuid(workspace)} and segment = ${p.uuid(segment)} and listed = 1) where true`

const listSql = (segment: string, { workspace }: Compiling): Sql =>
  among(sql`select person from ${withPerson(workspace, sql`select anchor from ${listedRows(workspace, segment)}`)}`)

const identifierSql = (kind: string, known: boolean, { workspace }: Compiling): Sql => {
  const rows = sql`select anchor from identities where workspace = ${p.uuid(workspace)} and kind = ${kind}`
  const people = sql`select person from ${withPerson(workspace, rows)}`
  return known ? among(people) : apartFrom(people)
}

const mostConditions = 200

/** Counts what is compiled, with everything that it names, and refuses what the engine could not read at once. */
function scales(): (rule: PersonRule) => void {
  let left = mostConditions
  const conditions: { readonly values: readonly string[] }[] = []
  return (rule) => {
    left -= 1
    if ('trait' in rule) conditions.push(rule)
    if ('did' in rule) conditions.push(...conditionsOf([rule.did]))
    if (left < 0 || !fitsTogether(conditions)) throw segmentFault('segment.large')
  }
}

/**
 * People as a condition over the rows of `paths`: never NULL, and nothing a person typed becomes SQL text. The fault
 * `segment.large` where the rule with all segments that it names has more than 200 conditions, or too many values.
 */
export function personCondition(rule: PersonRule, compiling: Compiling): Sql {
  const weigh = scales()
  const compiled = (one: PersonRule, way: readonly string[]): Sql => {
    weigh(one)
    if ('all' in one || 'any' in one) {
      const inner = ('all' in one ? one.all : one.any).map((each) => compiled(each, way))
      if (inner.length === 0) return 'all' in one ? always : never
      return sql`(${join(inner, 'all' in one ? ' and ' : ' or ')})`
    }
    if ('not' in one) return sql`not (${compiled(one.not, way)})`
    if ('did' in one) return didSql(one, compiling)
    if ('trait' in one) return traitSql(one, compiling)
    if ('identifier' in one) return identifierSql(one.identifier, one.known, compiling)
    if ('consent' in one) return consentSql(one, compiling)
    return named(one.segment, way)
  }
  const named = (segment: string, way: readonly string[]): Sql => {
    const meant = compiling.segments.get(segment)
    if (meant === undefined || way.includes(segment)) return never
    return meant === null ? listSql(segment, compiling) : compiled(meant, [...way, segment])
  }
  return compiled(rule, [])
}
