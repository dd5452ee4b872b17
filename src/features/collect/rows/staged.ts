import { p, raw, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import { contentHash, ownHash } from '../imports/messages.ts'
import type { Source } from '../reading/source.ts'
import type { Mapping } from '../schema.ts'
import { anchorSql, byPriority, personsSql } from './persons.ts'
import { timeSql } from './times.ts'
import { valueLimit, valueSql, valueText } from './values.ts'

const largestField = 1_000_000
const longestName = 500
const none = raw(`''`)
const nameless = raw('0::UInt128')

/** The columns of `import_rows` that `stagedSql` gives. */
export const stagedColumns = [
  'workspace',
  'import',
  'row',
  'line',
  'lines',
  'hash',
  'anchor',
  'kind',
  'person',
  'anchor2',
  'kind2',
  'person2',
  'time',
  'name',
  'channel',
  'value',
  'currency',
  'session',
  'basket',
  'properties',
  'reason',
  'field',
  'bad',
  'cells',
] as const

const hash = (text: Sql): Sql => sql`reinterpretAsUInt128(sipHash128Reference(${text}))`

type Choice = { readonly column: string } | { readonly constant: string } | null

const chosen = (choice: Choice, cell: Source['cell']): Sql => {
  if (choice === null) return none
  return 'column' in choice ? sql`trimBoth(${cell(choice.column)})` : sql`${choice.constant}`
}
const columnOf = (choice: Choice): string => (choice !== null && 'column' in choice ? choice.column : '')

/** The columns that become no properties: those with a meaning of their own, and those to be left out. */
function consumed(mapping: Mapping): string[] {
  const { time, event, channel, value, currency, session, message } = mapping
  const named = [time, event, channel, value, currency, session, message].map(columnOf)
  const persons = byPriority(mapping.persons)
    .slice(0, 2)
    .map((one) => one.column)
  return [...persons, ...named.filter((column) => column !== ''), ...mapping.ignore]
}

/** The first thing that is wrong with a row: what, in which column, and the text found there. All empty: a good row. */
function faultSql(mapping: Mapping, source: Source): Sql {
  const persons = byPriority(mapping.persons).map((one) => one.column)
  const first = persons[0] ?? ''
  const time = columnOf(mapping.time)
  const event = columnOf(mapping.event)
  const value = columnOf(mapping.value)
  const larger = source.larger(largestField)
  const because = (reason: string, field: Sql | string, bad: Sql = none) =>
    sql`(${reason}, ${field}, substringUTF8(toValidUTF8(${bad}), 1, 200))`
  return sql`multiIf(
    malformed, ${because('row_malformed', '')},
    length(content) > ${largestField} and ${larger} != '', ${because('field_too_large', larger)},
    ${source.foreign.when}, ${because('text_invalid', source.foreign.field, source.foreign.text)},
    person = '', ${because('person_missing', first, source.cell(first))},
    time_text = '', ${because('time_missing', time)},
    isNull(moment), ${because('time_invalid', time, raw('time_text'))},
    toYear(assumeNotNull(moment)) not between 1970 and 2100, ${because('time_out_of_range', time, raw('time_text'))},
    name = '', ${because('event_missing', event)},
    length(name) > ${longestName}, ${because('field_too_large', event, raw('left(name, 200)'))},
    amount_text != '' and (isNull(amount) or abs(amount) >= ${valueLimit}), ${because('value_invalid', value, source.cell(value))},
    ('', '', ''))`
}

/** One staged row per row of the file, good or bad: everything that can be said about it alone. */
export function stagedSql(workspace: string, id: string, mapping: Mapping, source: Source, table: Sql): Sql {
  const { cell } = source
  const [first, second] = personsSql(mapping.persons, cell)
  const time = mapping.time
  const basket =
    mapping.groupBy === null
      ? nameless
      : hash(sql`concat(${'basket\n'}, toString(anchor), '\n', ${cell(mapping.groupBy)})`)
  const content = contentHash(hash(raw('content')))
  const message = mapping.message ? cell(mapping.message.column) : none
  const known = mapping.message
    ? sql`if(${message} = '', ${content}, ${ownHash(hash(sql`concat('message\n', ${message})`))})`
    : content
  const value = mapping.value
  return sql`
    with (${first}) as one, (${second}) as two,
      one.2 as person, two.2 as person2, one.1 as kind, two.1 as kind2,
      ${time ? sql`trimBoth(${cell(time.column)})` : none} as time_text,
      ${time ? timeSql(raw('time_text'), time.format, time.zone) : raw('NULL::Nullable(DateTime64(3))')} as moment,
      ${chosen(mapping.event, cell)} as name,
      ${value ? valueText(cell(value.column)) : none} as amount_text,
      ${value ? valueSql(raw('amount_text'), value.decimalComma) : raw('NULL::Nullable(Decimal128(8))')} as amount,
      ${faultSql(mapping, source)} as fault, fault.1 = '' as good
    select ${p.uuid(workspace)}, ${p.uuid(id)}, row, ${source.line}, countSubstrings(content, '\n'),
      ${known},
      if(person = '', ${nameless}, ${anchorSql(workspace, raw('kind'), raw('person'))}) as anchor, kind, if(good, person, ''),
      if(person2 = '', ${nameless}, ${anchorSql(workspace, raw('kind2'), raw('person2'))}), kind2, if(good, person2, ''),
      if(good, toTimeZone(assumeNotNull(moment), 'UTC'), toDateTime64(0, 3, 'UTC')), if(good, name, ''),
      if(good, ${chosen(mapping.channel, cell)}, ''), if(good, accurateCastOrNull(amount, 'Decimal(18, 4)'), NULL),
      if(good, ${chosen(mapping.currency, cell)}, ''), if(good, ${mapping.session ? cell(mapping.session.column) : none}, ''),
      ${basket}, if(good, ${source.properties(consumed(mapping))}, map()),
      fault.1, fault.2, fault.3,
      if(good, [], arrayMap(text -> substringUTF8(toValidUTF8(text), 1, 10000), ${source.cells}))
    from (${source.select(table)})`
}
