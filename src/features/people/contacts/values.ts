import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js'

const emailForm = /^[^\s@,;<>"()]+@[^\s@,;<>"()]+\.[a-z\u00a1-\uffff]{2,}$/i

const plainEmail = /^[a-z0-9._%+-]{1,64}@[a-z0-9.-]{1,180}\.[a-z]{2,}$/i

/** The addresses in a cell, in small letters; undefined where one is none. */
export function emailsOf(text: string): string[] | undefined {
  const [lone] = plainEmail.exec(text) ?? []
  if (lone !== undefined) return [lone.toLowerCase()]
  const bracketed = [...text.matchAll(/<([^<>]+)>/g)].flatMap(([, inner]) => inner ?? [])
  const found = (bracketed.length > 0 ? bracketed : text.split(/[;,|\s]+/))
    .map((one) =>
      one
        .trim()
        .replace(/^mailto:/i, '')
        .toLowerCase(),
    )
    .filter((one) => one !== '')
  return found.every((one) => one.length <= 254 && emailForm.test(one)) ? found : undefined
}

/** The numbers in a cell in E.164; what is no number stays out. */
export function phonesOf(text: string, country: string): string[] {
  return text.split(/[;|\n]/).flatMap((one) => {
    const plain = one
      .replace(/^\s*tel:/i, '')
      .replaceAll('(0)', '')
      .trim()
    if (plain.replace(/\D/g, '').length < 4) return []
    const found = parsePhoneNumberFromString(plain, isSupportedCountry(country) ? country : undefined)
    return found?.isPossible() ? [found.number] : []
  })
}

const dateForms = {
  iso: /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$/,
  compact: /^(\d{4})(\d{2})(\d{2})(?:T.*)?$/,
  german: /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})(?:[ T,].*)?$/,
  slashed: /^(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})(?:[ T,].*)?$/,
  yearFirst: /^(\d{4})\/(\d{1,2})\/(\d{1,2})(?:[ T,].*)?$/,
  yearless: /^--?(\d{2})-?(\d{2})$/,
} as const

const two = (part: number): string => String(part).padStart(2, '0')

function calendarDay(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day))
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return real && year >= 1850 && year <= 2100 ? `${year}-${two(month)}-${two(day)}` : undefined
}

/** Two digits mean the last year that ends so. */
const fullYear = (text: string, now: number): number => {
  const year = Number(text)
  if (text.length === 4) return year
  const century = Math.floor(now / 100) * 100
  return century + year > now ? century - 100 + year : century + year
}

export type DateReading = { readonly dayFirst: boolean; readonly year: number }

/** A day as `1980-04-03`, or `--04-03` without its year; undefined where the text is none. */
export function dayOf(text: string, { dayFirst, year: now }: DateReading): string | undefined {
  const plain = text.trim()
  const iso = dateForms.iso.exec(plain) ?? dateForms.yearFirst.exec(plain) ?? dateForms.compact.exec(plain)
  if (iso) return calendarDay(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const german = dateForms.german.exec(plain)
  if (german) return calendarDay(fullYear(german[3] ?? '', now), Number(german[2]), Number(german[1]))
  const slashed = dateForms.slashed.exec(plain)
  if (slashed) {
    const [, one, other, year = ''] = slashed.map(String)
    const [day, month] = dayFirst ? [one, other] : [other, one]
    return calendarDay(fullYear(year, now), Number(month), Number(day))
  }
  const yearless = dateForms.yearless.exec(plain)
  return yearless ? calendarDay(2000, Number(yearless[1]), Number(yearless[2]))?.replace('2000', '-') : undefined
}

/** German postcodes have five digits; spreadsheets eat the zero that some begin with. */
export function postcodeOf(text: string, country: string): string {
  const plain = text.trim().replace(/^(D|DE|A|AT|CH)[\s-]+(?=\d)/i, '')
  return country === 'DE' && /^\d{4}$/.test(plain) ? `0${plain}` : plain
}

const spoken = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[.()\s]+/g, ' ')
    .trim()

const genders: readonly (readonly [string, RegExp])[] = [
  ['female', /^(frau|fr|mrs|ms|miss|madame|mme|f|w|weiblich|female|woman)( |$)/],
  ['male', /^(herrn?|hr|mr|monsieur|m|männlich|maennlich|male|man)( |$)/],
  ['diverse', /^(divers|diverse|d|x|mx|non-binary|nonbinary|nichtbinär|other)( |$)/],
]

/** male, female or diverse, as it says or as the salutation tells; empty where neither does. */
export const genderOf = (text: string): string => genders.find(([, form]) => form.test(spoken(text)))?.[0] ?? ''

function codesByName(type: 'region' | 'language', codes: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const language of ['en', 'de']) {
    const names = new Intl.DisplayNames([language], { type, fallback: 'none' })
    for (const code of codes) {
      const name = names.of(code)
      if (name !== undefined) found.set(spoken(name), code)
    }
  }
  return found
}

const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i))
const pairs = letters.flatMap((a) => letters.map((b) => a + b))
const shorts: Readonly<Record<string, string>> = {
  d: 'DE',
  a: 'AT',
  brd: 'DE',
  ger: 'DE',
  deu: 'DE',
  aut: 'AT',
  che: 'CH',
  uk: 'GB',
  us: 'US',
  usa: 'US',
  'united states of america': 'US',
  nl: 'NL',
  holland: 'NL',
  'the netherlands': 'NL',
}

let countries: ReadonlyMap<string, string> | undefined
let languages: ReadonlyMap<string, string> | undefined

/** ISO 3166 code of a country by its German or English name, code or car sign; otherwise the text itself. */
export function countryOf(text: string): string {
  const plain = spoken(text)
  if (plain === '') return ''
  const short = shorts[plain]
  if (short) return short
  countries ??= codesByName('region', pairs)
  const upper = plain.toUpperCase()
  if (/^[A-Z]{2}$/.test(upper)) return upper
  return countries.get(plain) ?? text.trim()
}

/** ISO 639 code of a language by its German or English name or by a locale such as de-AT; otherwise the text itself. */
export function languageOf(text: string): string {
  const plain = spoken(text)
  if (plain === '') return ''
  languages ??= codesByName(
    'language',
    pairs.map((pair) => pair.toLowerCase()),
  )
  return /^([a-z]{2})([-_][a-z]{2,4})?$/.exec(plain)?.[1] ?? languages.get(plain) ?? text.trim()
}

const yes =
  /^(ja|yes|y|j|true|wahr|x|1|✓|opt-?in|double opt-?in|doi|eingewilligt|zugestimmt|angemeldet|subscribed|abonniert|granted|erteilt|confirmed|bestätigt|ok)$/
const no =
  /^(nein|no|n|false|falsch|0|-|opt-?out|widerrufen|widersprochen|abgemeldet|unsubscribed|abgelehnt|denied|declined|gesperrt|non-subscribed|nicht erteilt|kein)$/

/** What a cell says about a consent: yes, no, or nothing that could be told. */
export function answerOf(text: string): 'yes' | 'no' | null {
  const plain = spoken(text)
  if (yes.test(plain)) return 'yes'
  return no.test(plain) ? 'no' : null
}

const titles =
  /^((prof|dr|dipl|mag|ing|med|jur|phil|rer|nat|pol|h\s?c|habil|mult)\.?-?(ing|kfm|inf|psych|päd)?\.?\s+)+/i
const salutations = /^(herrn?|frau|hr|fr|mr|mrs|ms|miss)\.?\s+/i
const particles = /^(von|van|de|der|den|del|della|di|da|du|la|le|zu|zum|zur|ter|ten|vom|af|av|bin|ben|el|al|st\.?)$/i

export type Name = { readonly first: string; readonly last: string; readonly title: string }

/** `Müller, Anna` and `Dr. Anna von der Heide` taken apart. */
export function nameOf(text: string): Name {
  if (text === '') return { first: '', last: '', title: '' }
  const plain = text.replace(/\s+/g, ' ').trim().replace(salutations, '')
  const title = titles.exec(`${plain} `)?.[0].trim() ?? ''
  const bare = plain.slice(title.length).trim()
  const comma = bare.indexOf(',')
  if (comma !== -1) {
    const rest = bare.slice(comma + 1).trim()
    const inner = titles.exec(`${rest} `)?.[0].trim() ?? ''
    return { last: bare.slice(0, comma).trim(), first: rest.slice(inner.length).trim(), title: title || inner }
  }
  const words = bare.split(' ')
  if (words.length === 1) return { first: '', last: bare, title }
  const from = words.findIndex((word, i) => i > 0 && particles.test(word))
  const cut = from === -1 ? words.length - 1 : from
  return { first: words.slice(0, cut).join(' '), last: words.slice(cut).join(' '), title }
}
