import { type Condition, satisfies } from '../../kernel/rule.ts'
import { empty, join, p, raw, type Sql, sql } from '../../platform/warehouse/sql.ts'
import { anchorsOfPeople, type Codes, eventRows, facetPeople, ruleSql, withPerson } from '../collect/index.ts'
import { dayMs, type RunsOf, runRows } from './runs.ts'
import type { Filter } from './schema.ts'

/** Which runs are asked about: those that start in the period, of the people who pass the filter. */
export type Asked = RunsOf & {
  readonly period: { readonly fromMs: number; readonly toMs: number } | null
  readonly filter: Filter
  /** Only these people, a SELECT of `person`; null: everybody. */
  readonly segment: Sql | null
  readonly asOfMs: number
  readonly gapDays: number
  readonly codes: Pick<Codes, 'events' | 'channels'>
  /** Properties whose values are kept by person: the build that answers, by key. */
  readonly facets: ReadonlyMap<string, number>
}

/** The people who pass a filter: what stands before the statement, and the condition on each row of runs. */
export type People = { readonly before: Sql; readonly condition: Sql }

const blank = { event: '', channel: '', source: '', session: '', currency: '', value: null, properties: {} }

/** Conditions on event and channel are answered by the codes that stand with the runs of a person. */
function byCode(condition: Condition, codes: Asked['codes']): Sql | null {
  const { field } = condition
  if (field !== 'event' && field !== 'channel') return null
  const names = new Map([[0, ''], ...(field === 'event' ? codes.events : codes.channels)])
  const passing = [...names]
    .filter(([, name]) => satisfies(condition, { ...blank, [field]: name }))
    .map(([code]) => code)
  return sql`hasAny(${raw(field === 'event' ? 'events' : 'channels')}, ${p.codes(passing)})`
}

/** `person` of everybody who has, under whichever identifier, an event for each of the conditions. */
const searched = ({ workspace }: Asked, conditions: readonly Condition[]): Sql => {
  const rules = conditions.map(ruleSql)
  const found = (i: number) => raw(`found${i}`)
  const perAnchor = sql`select anchor, ${join(rules.map((one, i) => sql`max(${one}) as ${found(i)}`))}
    from ${eventRows({ workspace })} and (${join(rules, ' or ')}) group by anchor`
  return sql`select person from ${withPerson(workspace, perAnchor)}
    group by person having ${join(
      rules.map((_, i) => sql`max(${found(i)}) > 0`),
      ' and ',
    )}`
}

/** Some people; `within` false: everybody else. */
type Search = { readonly name: string; readonly people: Sql; readonly within: boolean }

/** The searches for people that conditions lead to: one over all events, and one for each property kept by person. */
function searchesFor(asked: Asked, conditions: readonly Condition[]): Search[] {
  const kept = conditions.map(({ field, key = '', ...test }, i): Search | null => {
    const build = field === 'property' ? asked.facets.get(key) : undefined
    return build === undefined ? null : { name: `facet${i}`, ...facetPeople(asked.workspace, { key, build }, test) }
  })
  const rest = conditions.filter((_, i) => kept[i] === null)
  return [
    ...(rest.length > 0 ? [{ name: 'searched', people: searched(asked, rest), within: true }] : []),
    ...kept.filter((one) => one !== null),
    ...(asked.segment ? [{ name: 'chosen', people: asked.segment, within: true }] : []),
  ]
}

const among = (within: boolean, shared: boolean): Sql => raw(`${shared ? '' : 'global '}${within ? 'in' : 'not in'}`)

/**
 * For each condition, the people must have at least one event that satisfies it. `shared`: each search for people
 * stands before the statement and runs once for all places that ask for it.
 */
export function passing(asked: Asked, shared: boolean): People {
  const known = asked.filter.flatMap((condition) => byCode(condition, asked.codes) ?? [])
  const rest = asked.filter.filter((condition) => byCode(condition, asked.codes) === null)
  const conditions = join(
    known.map((one) => sql` and ${one}`),
    '',
  )
  const searches = searchesFor(asked, rest)
  if (searches.length === 0) return { before: empty, condition: conditions }
  const each = (make: (name: Sql, people: Sql, within: boolean) => Sql, between: string) =>
    join(
      searches.map(({ name, people, within }) => make(raw(name), people, within)),
      between,
    )
  return shared
    ? {
        before: sql`with ${each((name, people) => sql`${name} as materialized (${people})`, ', ')}\n`,
        condition: sql`${conditions}${each((name, _, within) => sql` and person ${among(within, true)} (select person from ${name})`, '')}`,
      }
    : {
        before: empty,
        condition: sql`${conditions}${each((_, people, within) => sql` and person ${among(within, false)} (${people})`, '')}`,
      }
}

/** The same people, for rows of events. */
export const passingEvents = (asked: Asked): Sql =>
  join(
    searchesFor(asked, asked.filter).map(
      ({ people, within }) => sql` and anchor ${among(within, false)} (${anchorsOfPeople(asked.workspace, people)})`,
    ),
    '',
  )

export const runStates = { open: 0, won: 1, lost: 2 } as const

const perRun = [
  'ended',
  'values',
  'steps',
  'times',
  'ways',
  'nexts',
  'first_steps',
  'first_times',
  'first_marks',
  'felt_steps',
  'felt',
] as const
type PerRun = (typeof perRun)[number]

/** One row per person: the arrays named, of the runs asked about (`run_...`), and `states` of these runs. */
export function travels(asked: Asked, people: People, names: readonly PerRun[]): Sql {
  const { period, asOfMs, gapDays } = asked
  const within = period ? sql`start >= ${p.int(period.fromMs)} and start < ${p.int(period.toMs)}` : null
  const kept = (column: Sql): Sql => (within ? sql`arrayFilter((x, start) -> ${within}, ${column}, started)` : column)
  const { open, won, lost } = runStates
  const state = sql`arrayMap((goal, end) -> multiIf(goal > 0, ${raw(String(won))},
    end > ${p.int(asOfMs - gapDays * dayMs)}, ${raw(String(open))}, ${raw(String(lost))}), won, ended)`
  const some = within ? sql` and arrayExists(start -> ${within}, started)` : empty
  return sql`(select person, ${kept(state)} as states, happened as all_happened, unplaced as all_unplaced,
    ${join(names.map((name) => sql`${kept(raw(name))} as ${raw(`run_${name}`)}`))}
    from ${runRows(asked)}${people.condition}${some})`
}
