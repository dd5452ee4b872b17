import { createReadStream } from 'node:fs'
import ICAL from 'ical.js'
import type { TextRow } from '../../../collect/reading/index.ts'
import { contactFault } from '../faults.ts'
import type { ContactFile } from './form.ts'

export const cardColumns = [
  'UID',
  'FN',
  'First name',
  'Last name',
  'Prefix',
  'E-mail',
  'E-mail 2',
  'E-mail 3',
  'Phone',
  'Phone 2',
  'Phone 3',
  'Organisation',
  'Position',
  'Street',
  'Postcode',
  'City',
  'Country',
  'Birthday',
  'Language',
  'Gender',
  'Note',
  'Website',
  'Categories',
] as const

export const isCards = (head: Buffer): boolean => /^\ufeff?\s*BEGIN:VCARD/i.test(head.toString('utf8'))

/** A card longer than this holds pictures that nobody needs here, or never ends. */
const longestCard = 16 << 20

const quotedPrintable = (text: string, charset: string): string => {
  const bytes = Buffer.from(
    text.replace(/=([\da-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    'latin1',
  )
  const decoder = new TextDecoder(/8859-1|1252/.test(charset) ? 'windows-1252' : 'utf-8')
  return decoder.decode(bytes).replace(/\r?\n/g, '\\n')
}

/** Version 2.1 names types without `TYPE=`, writes umlauts as =C3=BC and goes on after an equals sign at a line's end. */
function modern(card: string): string {
  if (!/^VERSION:2\.1/im.test(card)) return card
  return card
    .replace(/=\r?\n/g, '')
    .replace(/^([\w.-]+);([^:\r\n]*):(.*)$/gm, (_, name: string, head: string, value: string) => {
      const charset = /CHARSET="?([\w-]+)/i.exec(head)?.[1] ?? ''
      return `${name}:${/QUOTED-PRINTABLE/i.test(head) ? quotedPrintable(value, charset) : value}`
    })
}

type Property = { readonly name: string; readonly values: readonly unknown[] }

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)

function propertiesOf(card: string): Property[] {
  const parsed: unknown = ICAL.parse(
    modern(card).replace(/^(PHOTO|LOGO|KEY|SOUND)[;:][^\r\n]*(\r?\n[ \t][^\r\n]*)*\r?\n/gim, ''),
  )
  const [, list] = isList(parsed) ? parsed : []
  if (!isList(list)) return []
  return list.flatMap((one) => {
    if (!isList(one)) return []
    const [name, , , ...values] = one
    return [{ name: String(name).replace(/^[\w-]+\./, ''), values }]
  })
}

const textOf = (value: unknown): string => {
  if (isList(value)) return value.map(textOf).filter(Boolean).join(' ')
  // The parser leaves an escaped semicolon as it is where a value has no parts.
  return value === null || value === undefined ? '' : String(value).replaceAll('\\;', ';').trim()
}

/** The cells of one card, in the order of `cardColumns`. */
export function cellsOf(card: string): string[] {
  const properties = propertiesOf(card)
  const all = (name: string) => properties.filter((one) => one.name === name).flatMap(({ values }) => values)
  const texts = (name: string) => all(name).map(textOf).filter(Boolean)
  const part = (name: string, i: number): string => {
    const [value] = all(name)
    return isList(value) ? textOf(value[i]) : ''
  }
  const [email = '', email2 = '', email3 = ''] = texts('email')
  const [phone = '', phone2 = '', phone3 = ''] = texts('tel').map((one) => one.replace(/^tel:/i, ''))
  return [
    texts('uid')[0]?.replace(/^urn:uuid:/i, '') ?? '',
    texts('fn')[0] ?? '',
    part('n', 1),
    part('n', 0),
    part('n', 3),
    email,
    email2,
    email3,
    phone,
    phone2,
    phone3,
    texts('org')[0] ?? '',
    texts('title')[0] ?? '',
    part('adr', 2),
    part('adr', 5),
    part('adr', 3),
    part('adr', 6),
    texts('bday')[0] ?? '',
    texts('lang')[0] ?? '',
    texts('gender')[0] ?? '',
    texts('note')[0] ?? '',
    texts('url')[0] ?? '',
    texts('categories').join(', '),
  ]
}

async function* readCards(path: string, onBytes: (bytes: number) => void): AsyncGenerator<readonly TextRow[]> {
  const decoder = new TextDecoder('utf-8')
  let [buffer, line, read] = ['', 1, 0]
  const take = (): TextRow[] => {
    const rows: TextRow[] = []
    const end = /^END:VCARD[ \t]*\r?(\n|$)/gim
    let from = 0
    for (let found = end.exec(buffer); found; found = end.exec(buffer)) {
      const card = buffer.slice(from, end.lastIndex)
      rows.push(rowOf(card, line))
      line += card.split('\n').length - 1
      from = end.lastIndex
    }
    buffer = buffer.slice(from)
    if (buffer.length > longestCard) throw contactFault('contacts.unreadable', 'A card has no end')
    return rows
  }
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) {
    read += chunk.length
    buffer += decoder.decode(chunk, { stream: true })
    onBytes(read)
    yield take()
  }
  buffer += '\n'
  yield take()
}

function rowOf(card: string, line: number): TextRow {
  const start = Math.max(0, card.search(/BEGIN:VCARD/i))
  const before = card.slice(0, start).split('\n').length - 1
  try {
    return { line: line + before, cells: cellsOf(card.slice(start)), broken: false }
  } catch {
    return { line: line + before, cells: [card.slice(start, start + 200)], broken: true }
  }
}

/** Cards in a row, each with fixed columns. */
export async function openCards(path: string, bytes: number): Promise<ContactFile> {
  const sample: (readonly string[])[] = []
  for await (const rows of readCards(path, () => {})) {
    sample.push(...rows.filter(({ broken }) => !broken).map(({ cells }) => cells))
    if (sample.length >= 500) break
  }
  return {
    format: 'vcard',
    bytes,
    encoding: 'utf-8',
    delimiter: null,
    columns: cardColumns,
    sample: sample.slice(0, 500),
    rows: (onBytes = () => {}) => readCards(path, onBytes),
  }
}
