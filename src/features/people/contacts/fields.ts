import type { ContactField, ContactMapping, Preset } from './schema.ts'
import { answerOf, emailsOf } from './values.ts'

/** A column's name as it is compared: `Kunden-Nr.` is `kunden nr`, `FirstName` is `first name`. */
export const comparable = (name: string): string =>
  name
    .replace(/^\ufeff/, '')
    .replace(/([a-zäöüß])([A-ZÄÖÜ])/g, '$1 $2')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[\s\-_./:#()*]+/g, ' ')
    .trim()

const numbered = '( ?\\d{1,2})?'
const words = (text: string): RegExp => new RegExp(`^(${text})${numbered}$`)
const nr = '( ?(nr|no|num|number|nummer|id))'
const mail = 'e ?mail( ?(adresse|address))?'

/** German and English names of columns, the surer first. A field takes the first column that fits, a list all. */
const names: readonly (readonly [ContactField, RegExp])[] = [
  [
    'newsletter_date',
    words(
      `(newsletter|e ?mail|werbe|marketing|doi|opt in) ?(einwilligung|consent|anmeldung|opt in)? ?(datum|am|seit|date|since|vom)|einwilligung (newsletter|e ?mail) (datum|am|vom)|(newsletter|consent) date|opt in (datum|date)|datum (newsletter|opt in|einwilligung)`,
    ),
  ],
  [
    'phone_date',
    words(
      '(telefon|phone|telefonwerbung) ?(einwilligung|consent|opt in)? ?(datum|am|seit|date|vom)|einwilligung telefon (datum|am|vom)',
    ),
  ],
  [
    'newsletter_out',
    words(
      `has opted out of email|e ?mail opt ?out|unsubscribed( from all e ?mail)?|opted out|newsletter (abgemeldet|abmeldung)|werbesperre|keine e ?mails?|kein newsletter|von allen e ?mails? abgemeldet`,
    ),
  ],
  ['phone_out', words('do not call|nicht anrufen|telefonsperre|keine anrufe')],
  [
    'newsletter',
    words(
      `newsletter( ?(einwilligung|consent|opt in|status|erlaubt|abonniert))?|e ?mail ?(werbung|marketing|consent|einwilligung|opt in)( status)?|werbung per e ?mail|einwilligung (newsletter|e ?mail)|opt in( (newsletter|e ?mail))?|accepts (e ?mail )?marketing|subscribed`,
    ),
  ],
  [
    'phone_consent',
    words(
      '(telefon|phone) ?(werbung|marketing|consent|einwilligung|opt in)|telefonische werbung|einwilligung telefon|opt in (telefon|phone)',
    ),
  ],
  ['customer', words(`(kunden?|customer|kd|debitor(en)?|mitglieds?|member|client)${nr}|debitor|kundenkonto`)],
  [
    'record',
    words(
      `record ?id|contact ?id|kontakt ?id|datensatz ?id|adress ?(id|nr|nummer)|lead ?id|person ?id|uid|guid|id|contact key|externe? id|external ?id`,
    ),
  ],
  [
    'email',
    words(
      `(primary |private? |gesch[äa]ftliche |business |work |home |other )?${mail}|mail|${mail} (privat|gesch[äa]ftlich|work|home|private|dienstlich|zentrale|direkt)`,
    ),
  ],
  [
    'phone',
    words(
      `(mobile |home |work |business |other |private )?(phone|telephone)( ?(number|no))?|(mobil|handy|festnetz|tel)( ?(nr|nummer|telefon|fon))?|mobilnummer|mobiltelefonnummer|mobiltelefon|telefon(nummer| ?nr)?( (privat|gesch[äa]ftlich|mobil|direkt|zentrale|dienstlich))?|mobile|cell( phone)?|rufnummer|phone (private|work|home|mobile)`,
    ),
  ],
  ['first_name', words('vornamen?|first ?name|given ?name|rufname|forename')],
  ['last_name', words('nachname|familienname|last ?name|sur ?name|family ?name|zuname')],
  [
    'full_name',
    words(
      'full ?name|vollst[äa]ndiger name|name vorname|vor und nachname|ansprechpartner|kontakt ?name|contact name|display ?name|anzeigename|fn|name',
    ),
  ],
  [
    'company',
    words(
      'firma( 1)?|firmenname|unternehmen(sname)?|company( name)?|organi[sz]ation|account ?name|associated company|zugeordnetes unternehmen|org',
    ),
  ],
  [
    'street',
    words(
      '(mailing |billing |home |post ?anschrift )?(stra(ss|ß)e|street)( ?(address|anschrift))?|stra(ss|ß)e (und )?(haus ?nr|haus ?nummer|nr)|str|adresse|address( ?line)?( 1)?|anschrift|stra(ss|ß)e hausnummer',
    ),
  ],
  ['house_number', words('haus ?(nr|nummer)|house ?(no|number)')],
  [
    'postcode',
    words(
      '(mailing |billing |home |post ?anschrift )?(plz|postleitzahl|post ?code|postal ?code|zip( ?code)?|zip postal code)( postfach)?',
    ),
  ],
  ['city', words('(mailing |billing |home |post ?anschrift )?(ort|stadt|city|town|wohnort|locality)')],
  [
    'country',
    words(
      '(mailing |billing |home |post ?anschrift )?(land|country( ?code)?|l[äa]nderk(ennzeichen|ürzel)|staat|country region|land region)',
    ),
  ],
  ['birthday', words('geburtstag|geburtsdatum|geb ?datum|geb|birth ?day|birth ?date|date of birth|dob|bday')],
  ['language', words('sprache|language|preferred ?language|bevorzugte sprache|korrespondenzsprache|lang')],
  ['gender', words('geschlecht|gender|sex|anrede|salutation')],
  ['title', words('titel|akademischer titel|namenszusatz|academic title')],
  [
    'created',
    words(
      'erfasst am|erstellt( am)?|angelegt( am)?|erstellungsdatum|anlagedatum|create ?date|created( ?(at|date|on))?|kunde seit|customer since|date added',
    ),
  ],
]

const many: readonly ContactField[] = ['email', 'phone']

/** Headers that only one program writes; several must be there. */
const marks: Readonly<
  Record<Exclude<Preset, 'vcard'>, { readonly words: readonly string[]; readonly atLeast: number }>
> = {
  cobra: {
    words: [
      'briefanrede',
      'suchname',
      'erfasst am',
      'erfasst von',
      'geändert am',
      'geändert von',
      'adressart',
      'stichwörter',
      'adress id',
      'plz postfach',
      'telefon zentrale',
      'datensatz gesperrt',
      'hauptadresse',
      'vorname',
      'strasse',
    ],
    atLeast: 5,
  },
  hubspot: {
    words: [
      'record id',
      'lifecycle stage',
      'lead status',
      'contact owner',
      'create date',
      'marketing contact status',
      'last activity date',
      'datensatz id',
      'lifecycle phase',
      'leadstatus',
      'zuständiger mitarbeiter für kontakt',
      'für kontakt zuständiger mitarbeiter',
      'erstellungsdatum',
      'datum der letzten aktivität',
      'associated company',
    ],
    atLeast: 2,
  },
  salesforce: {
    words: [
      'account id',
      'mailing street',
      'mailing city',
      'mailing postal code',
      'mailing zip postal code',
      'owner id',
      'system modstamp',
      'has opted out of email',
      'is deleted',
      'contact id',
      'last modified date',
      'reports to id',
      'do not call',
      'email opt out',
      'mailing state province',
    ],
    atLeast: 3,
  },
}

/** Columns that mean something else in the exports of one program. */
const own: Readonly<Partial<Record<Preset, Readonly<Record<string, ContactField>>>>> = {
  salesforce: { id: 'record', title: 'trait', phone: 'phone', 'account id': 'trait', name: 'full_name' },
  hubspot: { 'record id': 'record', 'contact owner': 'trait', 'associated company id': 'trait' },
  vcard: { uid: 'record', fn: 'full_name', prefix: 'title', position: 'trait' },
  cobra: { 'firma 2': 'trait', 'firma 3': 'trait', name: 'last_name', land: 'country' },
}

export function presetOf(columns: readonly string[]): Preset | null {
  const there = new Set(columns.map(comparable))
  const found = (['salesforce', 'hubspot', 'cobra'] as const)
    .map((preset) => ({ preset, hits: marks[preset].words.filter((word) => there.has(word)).length }))
    .filter(({ preset, hits }) => hits >= marks[preset].atLeast)
    .sort((a, b) => b.hits - a.hits)
  return found[0]?.preset ?? null
}

type Sampled = { readonly name: string; readonly cells: readonly string[] }

const full = (cells: readonly string[]): string[] => cells.map((cell) => cell.trim()).filter((cell) => cell !== '')
const most = (cells: readonly string[], test: (cell: string) => boolean, share = 0.6): boolean =>
  cells.length > 0 && cells.filter(test).length >= cells.length * share

/** Whether what a column holds can be what its name promises. */
function fits(field: ContactField, cells: readonly string[]): boolean {
  if (cells.length === 0) return true
  if (field === 'email') return most(cells, (cell) => cell.includes('@'), 0.2)
  if (field === 'phone') return most(cells, (cell) => /^[+(]?[\d\s()/+.;-]{4,}/.test(cell), 0.3)
  if (field === 'newsletter' || field === 'phone_consent') return most(cells, (cell) => answerOf(cell) !== null)
  return true
}

const isEmail = (cell: string): boolean => emailsOf(cell)?.length === 1

function fieldOf(column: Sampled, preset: Preset | null, taken: ReadonlySet<ContactField>): ContactField {
  const name = comparable(column.name)
  const cells = full(column.cells)
  const known = preset ? own[preset]?.[name] : undefined
  if (known) return known
  for (const [field, form] of names) {
    if (!form.test(name) || (taken.has(field) && !many.includes(field))) continue
    if (fits(field, cells)) return field
  }
  if (cells.length >= 3 && most(cells, isEmail)) return 'email'
  return 'trait'
}

/** With a first name beside it, `Name` is the last name. */
const settled = (found: ContactMapping['columns']): ContactMapping['columns'] => {
  const has = (field: ContactField) => found.some((one) => one.field === field)
  if (!has('first_name') || has('last_name')) return found
  return found.map((one) => (one.field === 'full_name' ? { ...one, field: 'last_name' } : one))
}

/** A date whose first number is above twelve tells the order of all; otherwise the country does. */
function dayFirstOf(columns: readonly Sampled[], mapped: ContactMapping['columns'], english: boolean): boolean {
  const dates = columns
    .filter((_, i) => ['birthday', 'created', 'newsletter_date', 'phone_date'].includes(mapped[i]?.field ?? ''))
    .flatMap(({ cells }) => full(cells))
    .flatMap((cell) => {
      const found = /^(\d{1,2})\/(\d{1,2})\/\d{2,4}/.exec(cell)
      return found ? [[Number(found[1]), Number(found[2])] as const] : []
    })
  if (dates.some(([first]) => first > 12)) return true
  if (dates.some(([, second]) => second > 12)) return false
  return !english
}

const presetNames: Readonly<Record<Preset, string>> = {
  cobra: 'cobra',
  hubspot: 'HubSpot',
  salesforce: 'Salesforce',
  vcard: 'vCard',
}

type Known = { readonly preset: Preset | null; readonly country: string; readonly fallback: string }

/** Reads from names and contents of columns what they mean. */
export function recogniseContacts(columns: readonly Sampled[], { preset, country, fallback }: Known): ContactMapping {
  const taken = new Set<ContactField>()
  const found = columns.map((column) => {
    const field = fieldOf(column, preset, taken)
    taken.add(field)
    return { column: column.name, field }
  })
  const mapped = settled(found)
  return {
    name: preset ? presetNames[preset] : fallback,
    columns: mapped,
    dayFirst: dayFirstOf(columns, mapped, country === 'US'),
    country,
  }
}

/** Whether the columns can say who a contact is. */
export function lacksPerson({ columns }: ContactMapping): boolean {
  const has = (field: ContactField) => columns.some((one) => one.field === field)
  const named = has('full_name') || has('last_name')
  return !(
    has('customer') ||
    has('record') ||
    has('email') ||
    has('phone') ||
    (named && has('postcode') && has('birthday'))
  )
}

/** The countries of time zones in which German or English is spoken; German workspaces are in Germany else. */
const zones: Readonly<Record<string, string>> = {
  'Europe/Berlin': 'DE',
  'Europe/Busingen': 'DE',
  'Europe/Vienna': 'AT',
  'Europe/Zurich': 'CH',
  'Europe/Vaduz': 'LI',
  'Europe/Luxembourg': 'LU',
  'Europe/London': 'GB',
  'Europe/Dublin': 'IE',
  'Europe/Paris': 'FR',
  'Europe/Amsterdam': 'NL',
  'Europe/Brussels': 'BE',
  'Europe/Rome': 'IT',
  'Europe/Madrid': 'ES',
  'Europe/Warsaw': 'PL',
  'Europe/Prague': 'CZ',
  'Europe/Copenhagen': 'DK',
  'Europe/Stockholm': 'SE',
  'Australia/Sydney': 'AU',
}

/** The country whose phone numbers and addresses a workspace takes for granted. */
export function countryOfWorkspace({ timeZone }: { readonly timeZone: string }): string {
  return zones[timeZone] ?? (/^(America|US)\//.test(timeZone) ? 'US' : 'DE')
}
