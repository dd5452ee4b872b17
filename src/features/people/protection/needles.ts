import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js'

/** Something that names a person: of kind `phone`, or anything else. */
export type Identifier = { readonly kind: string; readonly value: string }

/**
 * What is looked for, in all its spellings. `text` is a pattern for one text, in the part of regular expressions that
 * JavaScript, ClickHouse and PostgreSQL share, to be compared without case. `raw` are patterns for bytes read as Latin-1, to
 * be tried around what `probe` finds there, which is quick.
 */
export type Needle = {
  readonly text: string
  readonly raw: readonly RegExp[]
  readonly probe: string | RegExp
}

const fewestCharacters = 6
const fewestDigits = 7

const isShort = (value: string): boolean => value.length < fewestCharacters || /^\d{0,6}$/.test(value)

const trimmed = (named: readonly Identifier[]): Identifier[] => {
  const all = named.map(({ kind, value }) => ({ kind, value: value.trim() })).filter(({ value }) => value !== '')
  return [...new Map(all.map((one) => [`${one.kind === 'phone'} ${one.value.toLowerCase()}`, one])).values()]
}

/** Identifiers too short to be found inside other texts: a number such as 4711 stands for many things. */
export const shortOf = (named: readonly Identifier[]): string[] =>
  trimmed(named).flatMap(({ value }) => (isShort(value) ? [value] : []))

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const percent = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `%(?:25)*${byte.toString(16).padStart(2, '0')}`).join('')

/** A character as it stands in plain text, in addresses (encoded once or again), in JSON and in HTML. */
function anyForm(character: string): string {
  if (/[a-z0-9]/i.test(character)) return character
  const code = character.charCodeAt(0)
  const forms = [
    escaped(character),
    percent(character),
    `\\\\u${code.toString(16).padStart(4, '0')}`,
    `&#0*${code};`,
    ...(character.normalize('NFD') === character ? [] : [character.normalize('NFD')]),
    ...(character === ' ' ? ['\u00a0', '\\+'] : []),
  ]
  return `(?:${forms.join('|')})`
}

/** What may stand between the digits of a number. */
const apart = `(?:[ \t().\\/_+-]|\u00a0|\u202f|\u2009|\u2010|\u2011|\u2013|${['20', '28', '29', '2b', '2d', '2e', '2f']
  .map((hex) => `%(?:25)*${hex}`)
  .join('|')}|${percent('\u00a0')}){0,4}`

const spaced = (digits: string): string => [...digits].join(apart)

type Core = { readonly pattern: string; readonly probe: string | RegExp }

/** A number in its national and international spellings, or its digits alone where no country can be told. */
function phoneCore(value: string, country: string): Core | undefined {
  const found = parsePhoneNumberFromString(value, isSupportedCountry(country) ? country : undefined)
  const own = (found?.nationalNumber ?? value.replace(/\D/g, '').replace(/^00/, '')).toString()
  if (own.length < fewestDigits) return undefined
  const probe = new RegExp(Buffer.from(spaced(own)).toString('latin1'), 'gi')
  if (!found) return { pattern: spaced(own), probe }
  const prefix = found.formatNational().replace(/\D/g, '').slice(0, -own.length)
  const trunk = prefix === '' ? '' : `(?:${prefix}${apart})?`
  const abroad = `(?:\\+|%(?:25)*2b|00)?${apart}${found.countryCallingCode}${apart}${trunk}`
  return { pattern: `(?:${abroad}|${trunk})${spaced(own)}`, probe }
}

/** Signs that end one word and begin another, as addresses encode them. */
const stops = '%(?:25)*(?:0a|0d|09|20|22|23|26|27|28|29|2c|2f|3a|3b|3c|3d|3e|3f|5b|5d|7b|7c|7d|a0)'
const breaks = '\\\\(?:[nrtbf]|u[0-9a-f]{4})'

const edges = {
  email: { inside: 'a-z0-9._%+-', after: '(?:$|[^a-z0-9.-]|[.-](?:$|[^a-z0-9]))' },
  phone: { inside: '0-9', after: '(?:$|[^0-9-]|-(?:$|[^0-9]))' },
  other: { inside: 'a-z0-9', after: '(?:$|[^a-z0-9])' },
} as const

/**
 * Before bytes stands, in the files of databases, the length of the text: one sign more is no other name. What follows
 * there is any other text.
 */
function rawOf(core: string, inside: string): RegExp[] {
  const edge = `(?:(?<![${inside}]{2})|(?<=${stops})|(?<=${breaks}))`
  const wide = Buffer.from(core).toString('latin1')
  return [...new Set([wide, core])].map((one) => new RegExp(edge + one, 'i'))
}

const runsOf = (value: string): string[] => value.toLowerCase().match(/[a-z0-9]+/g) ?? []

/** The longest run of letters that stands in every spelling; of an address rather one that is not its provider's. */
function stemOf(value: string): string {
  const longest = (text: string) => runsOf(text).reduce((best, run) => (run.length > best.length ? run : best), '')
  const own = longest(value.replace(/@[^@]*$/, ''))
  return own.length >= 4 ? own : longest(value)
}

/** The needles of a person. National phone numbers are those of the country: two capital letters. */
export function needlesOf(named: readonly Identifier[], country: string): Needle[] {
  return trimmed(named).flatMap(({ kind, value }): Needle[] => {
    if (isShort(value)) return []
    const phone = kind === 'phone' ? phoneCore(value, country) : undefined
    const { pattern, probe } = phone ?? { pattern: [...value].map(anyForm).join(''), probe: stemOf(value) }
    const edge = edges[phone ? 'phone' : value.includes('@') ? 'email' : 'other']
    const before = `(?:^|[^${edge.inside}]|${stops}|${breaks})`
    return [{ text: `${before}${pattern}${edge.after}`, raw: rawOf(pattern, edge.inside), probe }]
  })
}

const patternsAtOnce = 20

/** The needles as few patterns. */
export const patternsOf = (needles: readonly Needle[]): string[] =>
  Array.from({ length: Math.ceil(needles.length / patternsAtOnce) }, (_, i) =>
    needles
      .slice(i * patternsAtOnce, (i + 1) * patternsAtOnce)
      .map(({ text }) => `(?:${text})`)
      .join('|'),
  )

/** Whether a text names the person: needles anywhere, short identifiers as a whole word. */
export function namesPerson(needles: readonly Needle[], short: readonly string[]): (text: string) => boolean {
  const patterns = patternsOf(needles).map((pattern) => new RegExp(pattern, 'i'))
  const words = short.map((value) => new RegExp(`(?<![\\p{L}\\p{N}])${escaped(value)}(?![\\p{L}\\p{N}])`, 'iu'))
  return (text) => [...patterns, ...words].some((pattern) => pattern.test(text))
}

/** Further from what a probe finds no part of the same identifier stands, however it is encoded. */
const reach = 4_000

function* placesOf(text: string, low: string, probe: string | RegExp): Generator<number> {
  if (probe === '') {
    for (let at = 0; at < text.length; at += reach) yield at
  } else if (typeof probe === 'string') {
    for (let at = low.indexOf(probe); at >= 0; at = low.indexOf(probe, at + 1)) yield at
  } else for (const { index } of text.matchAll(probe)) yield index
}

/** Whether one of the needles stands in bytes. */
export function inBytes(needles: readonly Needle[]): (bytes: Buffer) => boolean {
  return (bytes) => {
    const text = bytes.toString('latin1')
    const low = text.toLowerCase()
    return needles.some(({ raw, probe }) => {
      let tried = 0
      for (const at of placesOf(text, low, probe)) {
        // What lies before was tried with the last one.
        const from = Math.max(0, at - reach)
        if (at < tried) continue
        tried = at + reach
        const near = text.slice(from, at + 2 * reach)
        if (raw.some((pattern) => pattern.test(near))) return true
      }
      return false
    })
  }
}
