import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { layoutOf } from '../reading/layout.ts'
import { contentOf, looksTyped } from './content.ts'
import { columnsOf, recognise } from './recognise.ts'

const around = { timeZone: 'Europe/Berlin', currency: 'EUR' }

const read = (text: string) => {
  const { columns, rows } = layoutOf(text, true, null)
  return recognise(columnsOf(columns, rows), around)
}

describe('the layout of a file', () => {
  test.each([
    ['a;b;c\n1,5;2;x\n2,5;3;y\n', ';', 1, ['a', 'b', 'c']],
    ['a\tb\n1\t2,3\n', '\t', 1, ['a', 'b']],
    ['sep=|\na|b\n1|2\n', '|', 2, ['a', 'b']],
    ['\n\na,b\n1,2\n', ',', 3, ['a', 'b']],
    ['u1,2024-01-01,x\nu2,2024-01-02,y\n', ',', 0, ['column_1', 'column_2', 'column_3']],
    ['name,name,,name\nx,y,z,w\n', ',', 1, ['name', 'name_2', 'column_3', 'name_3']],
    ['a,b,\n1,2,\n3,4,\n', ',', 1, ['a', 'b']],
    ['a,b\n1,2,3\n3,4,5\n', ',', 1, ['a', 'b', 'column_3']],
    ['one\nx\ny\n', ',', 1, ['one']],
  ])('%j', (text, delimiter, skip, columns) => {
    expect(layoutOf(text, true, null)).toMatchObject({ delimiter, skip, columns })
  })

  test('is found for any table of words and numbers', () => {
    const word = fc.stringMatching(/^[a-zäöü]{1,8}$/)
    const rows = fc.array(fc.tuple(word, fc.integer({ min: 0, max: 9999 }), word), { minLength: 3, maxLength: 20 })
    fc.assert(
      fc.property(rows, fc.constantFrom(',', ';', '\t', '|'), (table, by) => {
        const text = [['who', 'many', 'what'], ...table].map((row) => row.join(by)).join('\n')
        expect(layoutOf(text, true, null)).toMatchObject({ delimiter: by, skip: 1, columns: ['who', 'many', 'what'] })
      }),
    )
  })
})

describe('the content of a column', () => {
  test.each([
    ['2024-01-31 10:15:00', 'iso'],
    ['2024-01-31T10:15:00.123+02:00', 'iso'],
    ['31.01.2024 10:15', 'german'],
    ['1.2.24', 'german'],
    ['1/31/2024 1:05 PM', 'us'],
    ['1704103200', 'epoch_s'],
    ['1704103200123', 'epoch_ms'],
    ['12.5', null],
    ['hello', null],
  ])('%s is %s', (cell, time) => {
    expect(contentOf([cell, cell]).time).toBe(time)
  })

  test('numbers with points or commas', () => {
    const amount = fc.integer({ min: -10_000_000, max: 10_000_000 }).map((cents) => cents / 100)
    const written = (language: string) => (one: number) => one.toLocaleString(language, { minimumFractionDigits: 2 })
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1 }), (list) => {
        expect(contentOf(list.map(written('en'))).number).toBe('dot')
        expect(contentOf(list.map(written('de'))).number).toBe('comma')
        expect(contentOf(list.map((one) => `${written('de')(one)} €`)).number).toBe('comma')
        expect(looksTyped(String(list[0]))).toBe(true)
      }),
    )
  })
})

describe('columns', () => {
  test('of an English event file', () => {
    const { mapping, lacks } = read(
      'message_id,customer_id,time,event,channel,session,value,currency,device\nm1,K1,2024-01-01T10:00:00Z,see,email,s1,,,mobile\nm2,K2,2024-01-01T10:00:00Z,buy,store,s2,12.50,EUR,\n',
    )
    expect(lacks).toEqual([])
    expect(mapping).toEqual({
      persons: [{ column: 'customer_id', kind: 'customer' }],
      time: { column: 'time', format: 'iso', zone: 'Europe/Berlin' },
      event: { column: 'event' },
      channel: { column: 'channel' },
      value: { column: 'value', decimalComma: false },
      currency: { column: 'currency' },
      session: { column: 'session' },
      message: { column: 'message_id' },
      groupBy: null,
      ignore: [],
    })
  })

  test('of a German one', () => {
    const { mapping, lacks } = read(
      'Kunden-Nr.;E-Mail;Datum;Vorgang;Vertriebsweg;Umsatz (EUR);Bestellwert\n4711;a@b.de;01.02.2024 10:00;Kauf;Filiale;;1.234,56\n4712;c@d.de;02.02.2024 10:00;Anruf;Telefon;;2,00\n',
    )
    expect(lacks).toEqual([])
    expect(mapping).toMatchObject({
      persons: [
        { column: 'Kunden-Nr.', kind: 'customer' },
        { column: 'E-Mail', kind: 'email' },
      ],
      time: { column: 'Datum', format: 'german', zone: 'Europe/Berlin' },
      event: { column: 'Vorgang' },
      channel: { column: 'Vertriebsweg' },
      value: { column: 'Bestellwert', decimalComma: true },
      currency: { constant: 'EUR' },
    })
  })

  test('of transactions', () => {
    const { mapping, lacks } = read(
      'household_id,basket_id,sales_value,transaction_timestamp\n1,11,3.86,2017-01-28 14:06:53\n1,11,1,2017-01-28 14:06:53\n',
    )
    expect(lacks).toEqual([])
    expect(mapping).toMatchObject({
      event: { constant: 'purchase' },
      groupBy: 'basket_id',
      value: { column: 'sales_value' },
    })
  })

  test('without telling names are recognised by what they hold', () => {
    const rows = Array.from(
      { length: 40 },
      (_, i) => `p${i % 9}@example.com,${['seen', 'bought'][i % 2]},2024-01-0${1 + (i % 9)} 10:00:00`,
    )
    expect(read(['x,y,z', ...rows].join('\n'))).toMatchObject({
      lacks: [],
      mapping: { persons: [{ column: 'x', kind: 'email' }], time: { column: 'z' }, event: { column: 'y' } },
    })
  })

  test('that nothing points to are said to lack', () => {
    expect(read('a,b\n1,2\n3,4\n').lacks).toEqual(['person', 'time', 'event'])
  })
})
