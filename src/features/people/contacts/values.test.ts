import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answerOf, countryOf, dayOf, emailsOf, genderOf, languageOf, nameOf, phonesOf, postcodeOf } from './values.ts'

const dates = { dayFirst: true, year: 2026 }

describe('dates', () => {
  test.each([
    ['3.4.1980', '1980-04-03'],
    ['03.04.80', '1980-04-03'],
    ['03.04.25', '2025-04-03'],
    ['1980-04-03', '1980-04-03'],
    ['1980-04-03T00:00:00.000Z', '1980-04-03'],
    ['19800403', '1980-04-03'],
    ['03/04/1980', '1980-04-03'],
    ['--0403', '--04-03'],
    ['--04-03', '--04-03'],
    ['31.02.1980', undefined],
    ['gestern', undefined],
    ['03.04.0980', undefined],
  ])('%s', (text, day) => expect(dayOf(text, dates)).toBe(day))

  test('the month may come first', () => {
    expect(dayOf('04/03/1980', { ...dates, dayFirst: false })).toBe('1980-04-03')
  })

  test('every day survives the German and the ISO form', () => {
    const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2025-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(day, (date) => {
        const iso = date.toISOString().slice(0, 10)
        const [year, month, of] = iso.split('-')
        expect(dayOf(iso, dates)).toBe(iso)
        expect(dayOf(`${of}.${month}.${year}`, dates)).toBe(iso)
      }),
    )
  })
})

describe('addresses', () => {
  test.each([
    ['Anna@Example.DE', ['anna@example.de']],
    ['"Anna B" <anna@x.de>', ['anna@x.de']],
    ['a@x.de; b@x.de', ['a@x.de', 'b@x.de']],
    ['mailto:a@x.de', ['a@x.de']],
    ['kein-mail', undefined],
    ['a@b', undefined],
    ['', []],
  ])('%s', (text, found) => expect(emailsOf(text)).toEqual(found))

  test.each([
    ['0341 / 123 45 67', 'DE', ['+493411234567']],
    ['+49 (0)170 1234567', 'DE', ['+491701234567']],
    ['0049 170 1234567', 'AT', ['+491701234567']],
    ['01 234 56 78', 'AT', ['+4312345678']],
    ['0170 1234567; 030 1234567', 'DE', ['+491701234567', '+49301234567']],
    ['siehe Notiz', 'DE', []],
    ['12', 'DE', []],
  ])('%s in %s', (text, country, found) => expect(phonesOf(text, country)).toEqual(found))

  test.each([
    ['04109', 'DE', '04109'],
    ['4109', 'DE', '04109'],
    ['D-04109', 'DE', '04109'],
    ['1010', 'AT', '1010'],
    ['SW1A 1AA', 'GB', 'SW1A 1AA'],
  ])('postcode %s in %s', (text, country, found) => expect(postcodeOf(text, country)).toBe(found))

  test.each([
    ['Deutschland', 'DE'],
    ['D', 'DE'],
    ['Germany', 'DE'],
    ['österreich', 'AT'],
    ['Switzerland', 'CH'],
    ['fr', 'FR'],
    ['Mittelerde', 'Mittelerde'],
    ['', ''],
  ])('country %s', (text, found) => expect(countryOf(text)).toBe(found))

  test.each([
    ['Deutsch', 'de'],
    ['de-AT', 'de'],
    ['English', 'en'],
    ['', ''],
  ])('language %s', (text, found) => expect(languageOf(text)).toBe(found))
})

describe('names', () => {
  test.each([
    ['Müller, Anna', 'Anna', 'Müller', ''],
    ['Müller, Dr. Anna', 'Anna', 'Müller', 'Dr.'],
    ['Anna Müller', 'Anna', 'Müller', ''],
    ['Frau Dr. Anna Maria von der Heide', 'Anna Maria', 'von der Heide', 'Dr.'],
    ['Prof. Dr. Otto Hahn', 'Otto', 'Hahn', 'Prof. Dr.'],
    ['Drechsler', '', 'Drechsler', ''],
  ])('%s', (text, first, last, title) => expect(nameOf(text)).toEqual({ first, last, title }))

  test.each([
    ['Frau', 'female'],
    ['Herrn', 'male'],
    ['Mr.', 'male'],
    ['Mrs', 'female'],
    ['m', 'male'],
    ['w', 'female'],
    ['divers', 'diverse'],
    ['Firma', ''],
    ['Familie', ''],
  ])('%s is %s', (text, gender) => expect(genderOf(text)).toBe(gender))
})

test.each([
  ['ja', 'yes'],
  ['Opt-In', 'yes'],
  ['TRUE', 'yes'],
  ['nein', 'no'],
  ['Opt-out', 'no'],
  ['0', 'no'],
  ['abgemeldet', 'no'],
  ['vielleicht', null],
  ['', null],
])('the answer %s is %s', (text, answer) => expect(answerOf(text)).toBe(answer))

test('no text breaks the readers', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      emailsOf(text)
      phonesOf(text, 'DE')
      dayOf(text, dates)
      nameOf(text)
      genderOf(text)
      countryOf(text)
      languageOf(text)
      postcodeOf(text, 'DE')
      answerOf(text)
    }),
  )
})
