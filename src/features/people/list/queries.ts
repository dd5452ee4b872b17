import { empty, join, p, raw, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import { pathRows, type Scope, unproven, withPersonOfFew } from '../../collect/index.ts'
import { type Term, termsOf } from '../fold.ts'
import type { PeopleOrder } from '../schema.ts'
import { traitRows } from '../traits/queries.ts'

const found = (text: Sql, part: string): Sql => sql`position(${text}, ${part}) > 0`
const never = raw('false')

/** Traits hold names folded and phone numbers as digits. */
const inTraits = ({ folded, digits }: Term): Sql => {
  const named = folded === '' ? never : sql`key != 'phone' and ${found(raw('folded'), folded)}`
  return digits === '' ? named : sql`(${named}) or (key = 'phone' and ${found(raw('folded'), digits)})`
}

const inIdentifiers = ({ plain, digits }: Term): Sql => {
  const spelled = found(raw('lowerUTF8(value)'), plain)
  if (digits === '') return spelled
  return sql`(${spelled}) or (kind = 'phone' and ${found(raw(`replaceRegexpAll(value, '[^0-9]', '')`), digits)})`
}

/** One bit for each term that is found. */
const hitsOf = (terms: readonly Term[], test: (term: Term) => Sql): Sql =>
  join(
    terms.map((term, i) => sql`if(${test(term)}, ${raw(String(2 ** i))}, 0)`),
    ' + ',
  )

/** The people of whom every term is found in something that names them, whatever identifier says it. */
function peopleNamed({ workspace }: Scope, terms: readonly Term[]): Sql {
  const hits = sql`
    select anchor, toUInt8(${hitsOf(terms, inTraits)}) as hits from ${traitRows({ workspace }, { merged: false })}
      and key in ('first_name', 'last_name', 'name', 'company', 'email', 'phone') and hits > 0
      and not (${unproven} and anchor global in (
        select anchor from persons where workspace = ${p.uuid(workspace)} and person != anchor))
    union all
    select anchor, toUInt8(${hitsOf(terms, inIdentifiers)}) as hits from identities
      where workspace = ${p.uuid(workspace)} and hits > 0`
  const all = raw(String(2 ** terms.length - 1))
  const found = sql`select anchor, groupBitOr(hits) as hits from (${hits}) group by anchor`
  const people = withPersonOfFew(workspace, found, raw('hits'))
  return sql`(select person from ${people} group by person having groupBitOr(hits) = ${all})`
}

/** The people whom something better than an anonymous identifier names. A person goes by their strongest identifier. */
const peopleKnown = ({ workspace }: Scope): Sql => sql`
  (select anchor from identities where workspace = ${p.uuid(workspace)} and kind not in ('anonymous', 'daily'))`

export type Narrowing = {
  readonly search: string
  readonly known: 'all' | 'known' | 'anonymous'
  /** Further conditions over the column `person`. */
  readonly conditions: readonly Sql[]
}

/** What stands after `where ...` of the paths. */
export function narrowed(scope: Scope, { search, known, conditions }: Narrowing): Sql {
  const terms = termsOf(search)
  const named = terms.length === 0 ? empty : sql` and person global in ${peopleNamed(scope, terms)}`
  const kind =
    known === 'all' ? empty : sql` and person global ${raw(known === 'known' ? 'in' : 'not in')} ${peopleKnown(scope)}`
  return sql`${named}${kind}${join(
    conditions.map((condition) => sql` and (${condition})`),
    '',
  )}`
}

const sorts = { last: 'last', first: 'first', touches: 'times.size0', value: 'total' } as const

const figures = sql`toString(person) as personId, toFloat64(first) as first_ms, toFloat64(last) as last_ms,
  toUInt32(times.size0) as touches, toString(total) as value`

const ordered = ({ sort, order }: PeopleOrder): Sql =>
  sql`${raw(sorts[sort])} ${raw(order === 'asc' ? 'asc' : 'desc')}, person`

/** Only what the order needs is read of everybody; a search also counts, so that it is carried out once. */
export const pageSql = (
  scope: Scope,
  narrowing: Narrowing,
  order: PeopleOrder,
  { offset, limit }: { offset: number; limit: number },
): Sql => sql`
  select toString(person) as personId, toUInt32(count() over ()) as total
  from ${pathRows(scope)}${narrowed(scope, narrowing)}
  order by ${ordered(order)} limit ${limit} offset ${offset}`

export const allSql = (
  scope: Scope,
  order: PeopleOrder,
  { offset, limit }: { offset: number; limit: number },
): Sql => sql`
  select toString(person) as personId from ${pathRows(scope)}
  order by ${ordered(order)} limit ${limit} offset ${offset}`

export const countSql = (scope: Scope, narrowing: Narrowing): Sql => sql`
  select toUInt32(count()) as total from ${pathRows(scope)}${narrowed(scope, narrowing)}`

export const idsSql = (scope: Scope, narrowing: Narrowing, order: PeopleOrder): Sql => sql`
  select toString(person) as personId from ${pathRows(scope)}${narrowed(scope, narrowing)} order by ${ordered(order)}`

export type FigureRow = {
  readonly personId: string
  readonly first_ms: number
  readonly last_ms: number
  readonly touches: number
  readonly value: string
}

export const figuresSql = (scope: Scope, people: readonly string[]): Sql => sql`
  select ${figures} from ${pathRows(scope)} and person in ${p.anchors(people)}`
