import { describe, expect, test } from 'vitest'
import { countryOfWorkspace, lacksPerson, presetOf, recogniseContacts } from './fields.ts'
import type { ContactField } from './schema.ts'

const recognised = (columns: readonly string[], rows: readonly (readonly string[])[] = []) => {
  const preset = presetOf(columns)
  const sampled = columns.map((name, i) => ({ name, cells: rows.map((row) => row[i] ?? '') }))
  const mapping = recogniseContacts(sampled, { preset, country: 'DE', fallback: 'Datei' })
  const fields = new Map<ContactField, string[]>()
  for (const { column, field } of mapping.columns) fields.set(field, [...(fields.get(field) ?? []), column])
  return { preset, mapping, fields: Object.fromEntries([...fields].filter(([field]) => field !== 'trait')) }
}

describe('exports of programs', () => {
  test('cobra CRM', () => {
    const { preset, mapping, fields } = recognised([
      'Adress-ID',
      'Firma1',
      'Firma2',
      'Anrede',
      'Titel',
      'Vorname',
      'Name',
      'Briefanrede',
      'Straße',
      'PLZ/Postfach',
      'Ort',
      'Land',
      'Telefon (Zentrale)',
      'Mobiltelefon',
      'E-Mail (Zentrale)',
      'Geburtstag',
      'Erfasst am',
      'Erfasst von',
      'Geändert am',
    ])
    expect(preset).toBe('cobra')
    expect(mapping.name).toBe('cobra')
    expect(fields).toEqual({
      record: ['Adress-ID'],
      company: ['Firma1'],
      gender: ['Anrede'],
      title: ['Titel'],
      first_name: ['Vorname'],
      last_name: ['Name'],
      street: ['Straße'],
      postcode: ['PLZ/Postfach'],
      city: ['Ort'],
      country: ['Land'],
      phone: ['Telefon (Zentrale)', 'Mobiltelefon'],
      email: ['E-Mail (Zentrale)'],
      birthday: ['Geburtstag'],
      created: ['Erfasst am'],
    })
  })

  test.each([
    [
      'English',
      [
        'Record ID',
        'First Name',
        'Last Name',
        'Email',
        'Phone Number',
        'Contact owner',
        'Lifecycle Stage',
        'Create Date',
        'City',
        'Postal Code',
        'Unsubscribed from all email',
      ],
    ],
    [
      'German',
      [
        'Datensatz-ID',
        'Vorname',
        'Nachname',
        'E-Mail',
        'Telefonnummer',
        'Für Kontakt zuständiger Mitarbeiter',
        'Lifecycle-Phase',
        'Erstellungsdatum',
        'Ort',
        'Postleitzahl',
        'Von allen E-Mails abgemeldet',
      ],
    ],
  ])('HubSpot in %s', (_, columns) => {
    const { preset, mapping, fields } = recognised(columns)
    expect(preset).toBe('hubspot')
    expect(mapping.name).toBe('HubSpot')
    const [
      record = '',
      first = '',
      last = '',
      email = '',
      phone = '',
      ,
      ,
      created = '',
      city = '',
      postcode = '',
      out = '',
    ] = columns
    expect(fields).toEqual({
      record: [record],
      first_name: [first],
      last_name: [last],
      email: [email],
      phone: [phone],
      created: [created],
      city: [city],
      postcode: [postcode],
      newsletter_out: [out],
    })
  })

  test.each([
    [
      'by names of fields',
      [
        'Id',
        'AccountId',
        'LastName',
        'FirstName',
        'Salutation',
        'MailingStreet',
        'MailingCity',
        'MailingPostalCode',
        'MailingCountry',
        'Phone',
        'MobilePhone',
        'Email',
        'Title',
        'Birthdate',
        'HasOptedOutOfEmail',
        'DoNotCall',
        'CreatedDate',
      ],
    ],
    [
      'as a report',
      [
        'Contact ID',
        'Account ID',
        'Last Name',
        'First Name',
        'Salutation',
        'Mailing Street',
        'Mailing City',
        'Mailing Zip/Postal Code',
        'Mailing Country',
        'Phone',
        'Mobile',
        'Email',
        'Title',
        'Birthdate',
        'Email Opt Out',
        'Do Not Call',
        'Created Date',
      ],
    ],
  ])('Salesforce %s', (_, columns) => {
    const { preset, fields } = recognised(columns)
    expect(preset).toBe('salesforce')
    const at = (i: number) => columns[i] ?? ''
    expect(fields).toEqual({
      record: [at(0)],
      last_name: [at(2)],
      first_name: [at(3)],
      gender: [at(4)],
      street: [at(5)],
      city: [at(6)],
      postcode: [at(7)],
      country: [at(8)],
      phone: [at(9), at(10)],
      email: [at(11)],
      birthday: [at(13)],
      newsletter_out: [at(14)],
      phone_out: [at(15)],
      created: [at(16)],
    })
  })
})

describe('columns of anybody', () => {
  test('a name alone is the whole name, beside a first name the last', () => {
    expect(recognised(['Name', 'Mail']).fields).toEqual({ full_name: ['Name'], email: ['Mail'] })
    expect(recognised(['Vorname', 'Name']).fields).toEqual({ first_name: ['Vorname'], last_name: ['Name'] })
  })

  test('what a column holds speaks against its name, and for one without', () => {
    const rows = [
      ['ja', 'a@x.de', 'x'],
      ['nein', 'b@x.de', 'y'],
      ['ja', 'c@x.de', 'z'],
    ]
    const { fields } = recognised(['Telefon', 'Feld 7', 'E-Mail'], rows)
    expect(fields).toEqual({ email: ['Feld 7'] })
  })

  test('the order of day and month is read from the dates', () => {
    expect(recognised(['Birthday'], [['04/13/1980']]).mapping.dayFirst).toBe(false)
    expect(recognised(['Birthday'], [['13/04/1980']]).mapping.dayFirst).toBe(true)
  })

  test('somebody must be named', () => {
    expect(lacksPerson(recognised(['Farbe', 'Menge']).mapping)).toBe(true)
    expect(lacksPerson(recognised(['Name', 'PLZ', 'Geburtstag']).mapping)).toBe(false)
    expect(lacksPerson(recognised(['Kunden-Nr.']).mapping)).toBe(false)
  })
})

test('a workspace lives in the country of its time zone', () => {
  expect(countryOfWorkspace({ timeZone: 'Europe/Vienna' })).toBe('AT')
  expect(countryOfWorkspace({ timeZone: 'America/New_York' })).toBe('US')
  expect(countryOfWorkspace({ timeZone: 'UTC' })).toBe('DE')
})
