import { anchorOf, normaliseIdentifier } from '../../collect/index.ts'
import type { IdentifierKind } from '../../collect/schema.ts'
import { folded } from '../duplicates/fold.ts'
import { comparable } from './fields.ts'
import type { ContactField, ContactMapping, ContactReason } from './schema.ts'
import { answerOf, countryOf, dayOf, emailsOf, genderOf, languageOf, nameOf, phonesOf, postcodeOf } from './values.ts'

export type Identifier = { readonly kind: IdentifierKind; readonly value: string; readonly anchor: string }

export type ContactConsent = {
  readonly purpose: 'newsletter' | 'phone'
  readonly granted: boolean
  /** When it was given, if the file says so. */
  readonly atMs: number | null
}

/** What one row says: the first identifier stands for the contact. */
export type Contact = {
  readonly identifiers: readonly Identifier[]
  readonly traits: ReadonlyMap<string, string>
  readonly consents: readonly ContactConsent[]
  readonly createdMs: number | null
}

/** Why a row stays out; `anchors` are what it names somebody by in the file's own numbers. */
export type Problem = {
  readonly reason: ContactReason
  readonly field: string
  readonly value: string
  readonly anchors?: readonly string[]
}

const longestText = 32_000

/** Keys that other features know by these names. */
const standard = new Set(
  'first_name last_name name company street postcode city country birthday gender email phone title language'.split(
    ' ',
  ),
)

const keyOf = (column: string): string => {
  const key = comparable(column).replaceAll(' ', '_').slice(0, 100) || 'column'
  return standard.has(key) ? `${key}_text` : key
}

type Cell = { readonly column: string; readonly text: string }
type Reading = { readonly workspace: string; readonly mapping: ContactMapping; readonly nowMs: number }

const nothing = /^(0{1,4}[-./]0{1,2}[-./]0{1,4}.*|-+|\?|n\/?a|null|unbekannt|unknown)$/i

/** Reads rows of a file with these columns as contacts. */
export function contactReader(columns: readonly string[], { workspace, mapping, nowMs }: Reading) {
  const fields = new Map(mapping.columns.map(({ column, field }) => [column, field]))
  const meant = columns.map((column) => fields.get(column) ?? 'trait')
  const places = new Map<ContactField, number[]>()
  for (const [i, field] of meant.entries()) places.set(field, [...(places.get(field) ?? []), i])
  const free = (places.get('trait') ?? []).map((i) => ({ i, key: keyOf(columns[i] ?? '') }))
  const dates = { dayFirst: mapping.dayFirst, year: new Date(nowMs).getUTCFullYear() }
  const system = folded(mapping.name) || 'file'

  return (cells: readonly string[]): Contact | Problem => {
    const all = (field: ContactField): Cell[] =>
      (places.get(field) ?? []).flatMap((i) => {
        const text = cells[i]?.trim() ?? ''
        return text === '' ? [] : [{ column: columns[i] ?? '', text }]
      })
    const one = (field: ContactField): string => all(field)[0]?.text ?? ''
    const numbers = { customer: one('customer'), record: one('record') && `${system}:${one('record')}` }
    const refused = (problem: Problem): Problem => ({
      ...problem,
      anchors: identifiersOf(workspace, { ...numbers, emails: [], phones: [], key: '' }).map(({ anchor }) => anchor),
    })
    const broken = brokenCell(columns, cells)
    if (broken) return refused(broken)
    const emails: string[] = []
    for (const { column, text } of all('email')) {
      const found = emailsOf(text)
      if (!found) return refused({ reason: 'email_invalid', field: column, value: text })
      emails.push(...found)
    }
    const [born] = all('birthday').filter(({ text }) => !nothing.test(text))
    const birthday = born ? dayOf(born.text, dates) : ''
    if (born && birthday === undefined) return refused({ reason: 'date_invalid', field: born.column, value: born.text })

    const country = countryOf(one('country'))
    const phones = all('phone').map((cell) => ({ ...cell, numbers: phonesOf(cell.text, country || mapping.country) }))
    const name = nameIn(one)
    const postcode = postcodeOf(one('postcode'), country || mapping.country)
    const identifiers = identifiersOf(workspace, {
      ...numbers,
      emails,
      phones: phones.flatMap(({ numbers }) => numbers),
      key: name.last && postcode && birthday ? `${folded(`${name.first} ${name.last}`)}|${postcode}|${birthday}` : '',
    })
    const [missing] = [...all('customer'), ...all('email'), ...all('phone')]
    if (identifiers.length === 0)
      return { reason: 'person_missing', field: missing?.column ?? '', value: missing?.text ?? '' }

    const traits = new Map<string, string>()
    const put = (key: string, text: string) => {
      if (text !== '') traits.set(key, text)
    }
    put('first_name', name.first)
    put('last_name', name.last)
    put('title', name.title)
    put('company', one('company'))
    put('street', [one('street'), one('house_number')].filter(Boolean).join(' '))
    put('postcode', postcode)
    put('city', one('city'))
    put('country', country)
    put('birthday', birthday ?? '')
    put('language', languageOf(one('language')))
    put('gender', genderOf(one('gender')))
    emails.forEach((email, i) => {
      put(i === 0 ? 'email' : `email_${i + 1}`, email)
    })
    phones.forEach(({ text, numbers }, i) => {
      put(i === 0 ? 'phone' : `phone_${i + 1}`, numbers[0] ?? text)
    })
    for (const { i, key } of free) put(key, cells[i]?.trim() ?? '')
    const consents = [
      ...consentOf('newsletter', all('newsletter')[0], one('newsletter_out'), one('newsletter_date')),
      ...consentOf('phone', all('phone_consent')[0], one('phone_out'), one('phone_date')),
    ]
    return { identifiers, traits, consents, createdMs: momentOf(one('created'), dates, nowMs) }

    function consentOf(
      purpose: ContactConsent['purpose'],
      said: Cell | undefined,
      out: string,
      date: string,
    ): ContactConsent[] {
      const day = momentOf(date, dates, nowMs)
      if (answerOf(out) === 'yes') return [{ purpose, granted: false, atMs: day }]
      if (said === undefined) return date !== '' && day !== null ? [{ purpose, granted: true, atMs: day }] : []
      const answer = answerOf(said.text)
      if (answer) return [{ purpose, granted: answer === 'yes', atMs: day }]
      const itself = momentOf(said.text, dates, nowMs)
      if (itself !== null) return [{ purpose, granted: true, atMs: itself }]
      put(keyOf(said.column), said.text)
      return []
    }
  }
}

function brokenCell(columns: readonly string[], cells: readonly string[]): Problem | undefined {
  for (let i = 0; i < cells.length; i++) {
    const text = cells[i] ?? ''
    if (text.length > longestText)
      return { reason: 'field_too_large', field: columns[i] ?? '', value: text.slice(0, 200) }
    if (text.includes('\ufffd') || text.includes('\u0000')) {
      return { reason: 'text_invalid', field: columns[i] ?? '', value: text.slice(0, 200) }
    }
  }
  return undefined
}

function nameIn(one: (field: ContactField) => string) {
  const whole = nameOf(one('full_name'))
  const [first, last] = [one('first_name'), one('last_name')]
  if (first === '' && last === '') return { ...whole, title: one('title') || whole.title }
  if (first === '' && last.includes(',')) return nameOf(last)
  return { first: first || (last ? '' : whole.first), last: last || whole.last, title: one('title') }
}

/** Noon of a day, or the moment itself; null where the text is none, and never later than now. */
function momentOf(text: string, dates: Parameters<typeof dayOf>[1], nowMs: number): number | null {
  if (text === '' || nothing.test(text)) return null
  const exact = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(text)
    ? Date.parse(/Z$|[+-]\d{2}:?\d{2}$/.test(text) ? text : `${text.replace(' ', 'T')}Z`)
    : Number.NaN
  const day = Number.isNaN(exact) ? dayOf(text, dates) : undefined
  const ms = day?.startsWith('--') ? Number.NaN : day ? Date.parse(`${day}T12:00:00Z`) : exact
  return Number.isNaN(ms) || ms < 0 ? null : Math.min(ms, nowMs)
}

type Named = {
  readonly customer: string
  readonly record: string
  readonly emails: readonly string[]
  readonly phones: readonly string[]
  readonly key: string
}

/** What names the contact: the number it has in the file's own program first, name and birthday only without any other. */
function identifiersOf(workspace: string, { customer, record, emails, phones, key }: Named): Identifier[] {
  const list: [IdentifierKind, string][] = [
    ['customer', customer],
    ['contact', record],
    ...emails.map((value): [IdentifierKind, string] => ['email', value]),
    ...phones.map((value): [IdentifierKind, string] => ['phone', value]),
  ]
  const found = new Map<string, Identifier>()
  const add = ([kind, text]: [IdentifierKind, string]) => {
    const value = normaliseIdentifier(kind, text)
    if (value === '' || value.length > 500) return
    const anchor = anchorOf(workspace, kind, value)
    if (!found.has(anchor)) found.set(anchor, { kind, value, anchor })
  }
  list.forEach(add)
  if (found.size === 0) add(['contact', key])
  return [...found.values()]
}
