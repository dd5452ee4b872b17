import { Readable } from 'node:stream'
import { byteOrderMark, csvLine } from '../../../platform/files/csv.ts'
import { p, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { PersonRow } from '../schema.ts'
import type { ContactFormat } from './schema.ts'
import { workbook } from './workbook.ts'

/** The columns of every export, under names that an import recognises. */
const columns = [
  { key: 'customer', de: 'Kundennummer', en: 'Customer number' },
  { key: 'title', de: 'Titel', en: 'Academic title' },
  { key: 'first_name', de: 'Vorname', en: 'First name' },
  { key: 'last_name', de: 'Nachname', en: 'Last name' },
  { key: 'email', de: 'E-Mail', en: 'E-mail' },
  { key: 'phone', de: 'Telefon', en: 'Phone' },
  { key: 'company', de: 'Firma', en: 'Company' },
  { key: 'street', de: 'Straße', en: 'Street' },
  { key: 'postcode', de: 'PLZ', en: 'Postcode' },
  { key: 'city', de: 'Ort', en: 'City' },
  { key: 'country', de: 'Land', en: 'Country' },
  { key: 'birthday', de: 'Geburtstag', en: 'Birthday' },
  { key: 'gender', de: 'Geschlecht', en: 'Gender' },
  { key: 'language', de: 'Sprache', en: 'Language' },
] as const

export type ExportColumn = { readonly key: string; readonly head: string }

const mostFurther = 60

/** The columns of all exports, then the traits that files brought, the most frequent first. */
export async function exportColumns(
  warehouse: Warehouse,
  workspace: string,
  language: 'de' | 'en',
): Promise<ExportColumn[]> {
  const known = columns.map(({ key }) => key)
  const further = await warehouse.rows<{ key: string }>(
    sql`select toString(key) as key from traits where workspace = ${p.uuid(workspace)} and startsWith(source, 'contacts:')
        and key not in (${p.strings(known)})
      group by key order by count() desc, key limit ${mostFurther}`,
    { tag: 'contacts' },
  )
  const keys = further.map(({ key }) => key)
  return [
    ...columns.flatMap((column) => [
      { key: column.key, head: column[language] },
      ...furtherOf(column.key, keys).map((key) => ({ key, head: `${column[language]} ${key.split('_')[1]}` })),
    ]),
    ...keys.filter((key) => !numbered.test(key)).map((key) => ({ key, head: key })),
  ]
}

/** Second and further addresses: `email_2`. */
const numbered = /^(email|phone)_\d+$/

const furtherOf = (key: string, keys: readonly string[]): string[] =>
  keys.filter((one) => numbered.test(one) && one.startsWith(`${key}_`)).sort()

export type Batches = AsyncIterable<readonly PersonRow[]>

async function* csv(batches: Batches, heads: readonly ExportColumn[], language: 'de' | 'en') {
  const form = { policy: 'carried', separator: language === 'de' ? ';' : ',' } as const
  const line = (cells: readonly string[]) => csvLine(cells, form)
  yield byteOrderMark + line(heads.map(({ head }) => head))
  for await (const people of batches) {
    yield people.map(({ facts }) => line(heads.map(({ key }) => facts[key] ?? ''))).join('')
  }
}

/** Nothing in a value ends its line: every kind of line end is written out, other control characters are left out. */
const escaped = (text: string): string =>
  text
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\r\n|[\r\n\v\f\u0085\u2028\u2029]/g, '\\n')
    .replace(/(?!\t)\p{Cc}/gu, '')

/** Lines of a card have at most 75 bytes; longer ones go on after a line break and a space. */
function foldedLine(line: string): string {
  const parts: string[] = []
  let part = ''
  let bytes = 0
  for (const letter of line) {
    const size = Buffer.byteLength(letter)
    if (bytes + size > 74) {
      parts.push(part)
      part = ' '
      bytes = 1
    }
    part += letter
    bytes += size
  }
  return `${[...parts, part].join('\r\n')}\r\n`
}

/** One person as a card, version 4.0. */
export function cardOf({ personId, label, facts }: Pick<PersonRow, 'personId' | 'label' | 'facts'>): string {
  const of = (key: string) => escaped(facts[key] ?? '')
  const address = ['', '', of('street'), of('city'), '', of('postcode'), of('country')]
  const genders = new Map([
    ['male', 'M'],
    ['female', 'F'],
    ['diverse', 'O'],
  ])
  const lines = [
    'BEGIN:VCARD',
    'VERSION:4.0',
    `UID:${facts.customer ? of('customer') : personId}`,
    `FN:${escaped(label)}`,
    `N:${of('last_name')};${of('first_name')};;${of('title')};`,
    ...['email', ...furtherOf('email', Object.keys(facts))].map((key) => facts[key] && `EMAIL:${of(key)}`),
    ...['phone', ...furtherOf('phone', Object.keys(facts))].map((key) => facts[key] && `TEL:${of(key)}`),
    facts.company && `ORG:${of('company')}`,
    address.some(Boolean) && `ADR:${address.join(';')}`,
    facts.birthday && `BDAY:${of('birthday').replaceAll('-', '')}`,
    genders.has(facts.gender ?? '') && `GENDER:${genders.get(facts.gender ?? '')}`,
    facts.language && `LANG:${of('language')}`,
    'END:VCARD',
  ]
  return lines.flatMap((line) => (line ? foldedLine(line) : [])).join('')
}

async function* cards(batches: Batches) {
  for await (const people of batches) yield people.map(cardOf).join('')
}

async function* rowsOf(batches: Batches, heads: readonly ExportColumn[]) {
  for await (const people of batches) yield people.map(({ facts }) => heads.map(({ key }) => facts[key] ?? ''))
}

export const exportTypes: Readonly<Record<ContactFormat, { readonly type: string; readonly ending: string }>> = {
  csv: { type: 'text/csv; charset=utf-8', ending: 'csv' },
  xlsx: { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', ending: 'xlsx' },
  vcard: { type: 'text/vcard; charset=utf-8', ending: 'vcf' },
}

/** People as a file. */
export function exported(
  format: ContactFormat,
  batches: Batches,
  heads: readonly ExportColumn[],
  language: 'de' | 'en',
): Readable {
  if (format === 'xlsx') {
    const sheet = language === 'de' ? 'Kontakte' : 'Contacts'
    const names = heads.map(({ head }) => head)
    return workbook(sheet, names, rowsOf(batches, heads))
  }
  return Readable.from(format === 'csv' ? csv(batches, heads, language) : cards(batches))
}
