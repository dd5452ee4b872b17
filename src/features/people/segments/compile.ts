import {
  type Did,
  type HasConsent,
  type HasTrait,
  type PersonClock,
  type PersonRule,
  type SegmentRules,
  spanOf,
} from '../../../kernel/personRule.ts'
import { type Condition, type Rule, satisfies, textSatisfies } from '../../../kernel/rule.ts'
import { join, p, raw, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import { type Codes, eventRows, importedDecision, ruleSql, textSql, withPerson } from '../../collect/index.ts'
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

/** How often a person did something, counted on their path; null where the events themselves must be looked at. */
function timesOnPath({ did, within }: Did, { codes, clock }: Compiling): Sql | null {
  const condition = onPath(did, codes)
  if (condition === null) return null
  const span = spanOf(within, clock)
  const meant = span ? sql`${condition} and at >= ${p.int(span.fromMs)} and at < ${p.int(span.toMs)}` : condition
  return sql`arrayCount((happened, way, worth, at) -> ${meant}, events, channels, values, times)`
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

/** What holds is the newest statement, as `toTraits` finds it; an empty one takes back what its source said. */
function traitSql(rule: HasTrait, { workspace }: Compiling): Sql {
  const rows = sql`select anchor, value as said, source as who, toUnixTimestamp64Milli(at) as said_at
    from ${traitRows({ workspace })} and key = ${rule.trait} and (value != '' or source = ${staff})`
  const holding = sql`select person, argMin(said, (-said_at, who != ${staff}, who, said)) as holds
    from ${withPerson(workspace, rows)} group by person`
  const test = textSql(raw('holds'), rule)
  return textSatisfies('', rule)
    ? apartFrom(sql`select person from (${holding}) where not (${test})`)
    : among(sql`select person from (${holding}) where ${test}`)
}

/**
 * What somebody decided, as `stateOf` finds it: the latest decision counts, at equal times the refusal, and a grant that
 * an import brought never takes the place of a refusal.
 */
function consentSql({ consent, state }: HasConsent, { workspace, nowMs }: Compiling): Sql {
  const rows = sql`select anchor, toString(state) as said, ifNull(toUnixTimestamp64Milli(expires), 0) as ends,
      toUnixTimestamp64Milli(at) as said_at, state != 'granted' as refuses, not (state = 'granted' and ${importedDecision}) as decides
    from consents where workspace = ${p.uuid(workspace)} and purpose = ${consent}`
  const standing = sql`select person, argMaxIf((said, ends), (said_at, refuses, said), decides) as own,
      argMax((said, ends), (said_at, refuses, said)) as latest, countIf(decides) > 0 and own.1 != 'granted' as refused,
      if(refused, own, latest) as counts,
      if(counts.1 = 'granted' and counts.2 > 0 and counts.2 <= ${p.int(nowMs)}, 'expired', counts.1) as holds
    from ${withPerson(workspace, rows)} group by person`
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

/** People as a condition over the rows of `paths`: never NULL, and nothing a person typed becomes SQL text. */
export function personCondition(rule: PersonRule, compiling: Compiling): Sql {
  let left = mostConditions
  const compiled = (one: PersonRule, way: readonly string[]): Sql => {
    left -= 1
    if (left < 0) throw segmentFault('segment.large')
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
