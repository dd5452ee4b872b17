import { p, raw, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import { countsForPerson, identitiesIn, withPerson } from '../../collect/index.ts'

const compared = [
  'first_name',
  'last_name',
  'name',
  'company',
  'street',
  'postcode',
  'city',
  'birthday',
  'email',
  'phone',
]

const isEmail = `(key = 'email' or match(key, '^email_[0-9]+$'))`
const isPhone = `(key = 'phone' or match(key, '^phone_[0-9]+$'))`

/** Digits of a phone number as they are compared: without 00 or the zero of the country's own numbers. */
const digits = (text: string): Sql =>
  raw(`replaceRegexpOne(replaceRegexpAll(${text}, '[^0-9+]', ''), '^(00|\\\\+)', '')`)

/** What is said now of each person: `person`, `key`, `value`, `folded`. */
const said = (workspace: string): Sql => sql`
  (select person, key, argMax(value, at) as value, argMax(folded, at) as folded
    from ${withPerson(
      workspace,
      sql`select anchor, key, value, folded, at, import from traits where workspace = ${p.uuid(workspace)}
        and (key in (${p.strings(compared)}) or match(key, '^(email|phone)_[0-9]+$'))`,
    )}
    where ${countsForPerson} group by person, key having value != '')`

/** E-mail addresses and phone numbers of each person, from what names them and from what is said of them. */
const addresses = (workspace: string): Sql => sql`
  select person, 'email' as what, lowerUTF8(trimBoth(value)) as address from ${said(workspace)} where ${raw(isEmail)}
  union all
  select person, 'phone' as what, ${digits('value')} as address from ${said(workspace)} where ${raw(isPhone)}
  union all
  select person, kind as what, if(kind = 'email', value, ${digits('value')}) as address
  from ${withPerson(
    workspace,
    sql`select anchor, kind, value from ${identitiesIn({ workspace })} where kind in ('email', 'phone')`,
  )}`

/** More people than this have a block in common only if it says nothing: a switchboard, a frequent name in a city. */
const largestBlock = 40

/**
 * Pairs of people worth a closer look, each once: those who share an address, or two of first name, last name, postcode,
 * birthday and street, or their beginnings. Names are folded, in any order.
 */
export const pairsSql = (workspace: string, limit: number): Sql => sql`
  with names as (
    select person, arraySort(arrayFilter(word -> word != '', splitByRegexp('[^\\\\p{L}\\\\p{N}]+',
        concat(maxIf(folded, key = 'first_name'), ' ', maxIf(folded, key = 'last_name'), ' ', maxIf(folded, key = 'name'))))) as words,
      maxIf(value, key = 'postcode') as postcode, maxIf(value, key = 'birthday') as birthday,
      substringUTF8(replaceRegexpAll(lowerUTF8(maxIf(value, key = 'street')), '[^\\\\p{L}\\\\p{N}]', ''), 1, 5) as street
    from ${said(workspace)} group by person),
  keys as (
    select person, concat('a ', what, ' ', address) as block from (${addresses(workspace)}) where length(address) > 4
    union all
    select person, arrayJoin(arrayConcat(
      if(birthday = '', [], arrayMap(word -> concat('b ', birthday, ' ', substringUTF8(word, 1, 2)), words)),
      if(postcode = '', [], arrayMap(word -> concat('p ', postcode, ' ', substringUTF8(word, 1, 4)), words)),
      if(length(words) < 2 or street = '', [], [concat('s ', arrayStringConcat(words, ' '), ' ', street)]))) as block
    from names)
  select distinct toString(pair.1) as one, toString(pair.2) as other from (
    select arrayJoin(arrayFlatten(arrayMap(i -> arrayMap(k -> (people[i], people[k]), range(i + 1, length(people) + 1)),
      range(1, length(people))))) as pair
    from (select arraySort(groupUniqArray(${raw(String(largestBlock + 1))})(person)) as people from keys group by block
      having length(people) between 2 and ${largestBlock}))
  limit ${limit}`

export type TraceRow = {
  readonly personId: string
  readonly keys: readonly string[]
  readonly texts: readonly string[]
}

/** Everything that is compared of these people. */
export const tracesSql = (workspace: string, people: readonly string[]): Sql => sql`
  select toString(person) as personId, groupArray(key) as keys, groupArray(value) as texts from (
    select person, toString(key) as key, value from ${said(workspace)}
      where person in (select arrayJoin(${p.anchors(people)})) and not ${raw(isEmail)} and not ${raw(isPhone)}
    union distinct
    select person, what as key, address as value from (${addresses(workspace)})
      where person in (select arrayJoin(${p.anchors(people)})) and address != '')
  group by person`

/** Who these people are by now: after merges they go by another number. */
export const personsSql = (workspace: string, anchors: readonly string[]): Sql => sql`
  select toString(anchor) as anchor, toString(person) as person
  from ${withPerson(workspace, sql`select arrayJoin(${p.anchors(anchors)}) as anchor`)}`
