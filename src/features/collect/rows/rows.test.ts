import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { temporaryWarehouse } from '../../../../test/engines/chdb.ts'
import { join, p, raw, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { TimeFormat } from '../schema.ts'
import { anchorSql, identifierSql } from './persons.ts'
import { timeSql } from './times.ts'
import { valueSql, valueText } from './values.ts'

let warehouse: Warehouse
beforeAll(async () => {
  warehouse = await temporaryWarehouse()
})
afterAll(() => warehouse.close())

const each = async (texts: readonly string[], expression: Sql): Promise<(string | null)[]> => {
  const rows = await warehouse.rows<{ found: string | null }>(
    sql`select toString(${expression}) as found from (select arrayJoin(${p.strings(texts)}) as text)`,
  )
  return rows.map(({ found }) => found)
}

const readTimes = (texts: readonly string[], format: TimeFormat, zone = 'UTC') =>
  each(texts, sql`toTimeZone(${timeSql(raw('text'), format, zone)}, 'UTC')`)

describe('times', () => {
  const pad = (part: number, length = 2) => String(part).padStart(length, '0')
  const write: Readonly<Record<TimeFormat, (date: Date) => string>> = {
    iso: (date) => date.toISOString(),
    german: (date) =>
      `${date.getUTCDate()}.${pad(date.getUTCMonth() + 1)}.${date.getUTCFullYear()} ${date.getUTCHours()}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`,
    us: (date) =>
      `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()} ${date.getUTCHours() % 12 || 12}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())} ${date.getUTCHours() < 12 ? 'AM' : 'PM'}`,
    epoch_s: (date) => String(date.getTime() / 1000),
    epoch_ms: (date) => String(date.getTime()),
  }

  test.each(Object.keys(write))('written as %s are read as they were', async (name) => {
    const format = name as TimeFormat
    const wholeSeconds = format === 'german' || format === 'us'
    const dates = fc
      .sample(fc.date({ min: new Date('1970-01-01'), max: new Date('2100-12-31'), noInvalidDate: true }), {
        numRuns: 300,
        seed: 7,
      })
      .map((date) => (wholeSeconds ? new Date(Math.floor(date.getTime() / 1000) * 1000) : date))
    const found = await readTimes(dates.map(write[format]), format)
    expect(found).toEqual(dates.map((date) => date.toISOString().replace('T', ' ').replace('Z', '')))
  })

  test('without a zone are local, with one they are not', async () => {
    expect(
      await readTimes(
        ['2024-07-01 12:00', '2024-07-01T12:00:00Z', '2024-07-01 12:00:00 +0000', '2024-07-01'],
        'iso',
        'Europe/Berlin',
      ),
    ).toEqual([
      '2024-07-01 10:00:00.000',
      '2024-07-01 12:00:00.000',
      '2024-07-01 12:00:00.000',
      '2024-06-30 22:00:00.000',
    ])
    expect(await readTimes(['01.07.2024', '1.7.24 12:00 Uhr'], 'german', 'Europe/Berlin')).toEqual([
      '2024-06-30 22:00:00.000',
      '2024-07-01 10:00:00.000',
    ])
  })

  test.each<[TimeFormat, string[]]>([
    [
      'iso',
      [
        '2024-02-30',
        '2023-02-29',
        '2024-13-01',
        '2024-01-01 25:00',
        '2024-01-01 10:61',
        '20240101',
        'now',
        '',
        '2024-01-01 10:00 Nowhere',
        '1704103200',
      ],
    ],
    ['german', ['31.02.2024', '00.01.2024', '1.13.2024', '01.01.2024 24:00', '2024-01-01', '1.1']],
    ['us', ['13/13/2024', '2/30/2024', '1/1/2024 13:00 PM', '1/1/24']],
    ['epoch_s', ['1e9', '0x10', '2024-01-01', '']],
    ['epoch_ms', ['abc', '1.2.3']],
  ])('that are none in %s', async (format, texts) => {
    expect(await readTimes(texts, format)).toEqual(texts.map(() => null))
  })
})

describe('values', () => {
  const read = (texts: readonly string[], decimalComma: boolean) =>
    each(texts, valueSql(valueText(raw('text')), decimalComma))

  test.each([
    ['en', false],
    ['de', true],
    ['de-AT', true],
  ])('as %s writes them', async (language, decimalComma) => {
    const cents = fc.sample(fc.integer({ min: -2_000_000_000, max: 2_000_000_000 }), { numRuns: 300, seed: 3 })
    const texts = cents.map((one) => (one / 100).toLocaleString(language, { style: 'currency', currency: 'EUR' }))
    const found = await read(
      texts.map((text) => text.replace('−', '-')),
      decimalComma,
    )
    expect(found.map((one) => Math.round(Number(one) * 100))).toEqual(cents.map((one) => (one === 0 ? 0 : one)))
  })

  test('odd ones', async () => {
    expect(await read(['1e3', '.5', '5.', '+3', '12-', '1.23456', 'NULL', '-', ' 7 '], false)).toEqual([
      '1000',
      '0.5',
      '5',
      '3',
      '-12',
      '1.2346',
      null,
      null,
      '7',
    ])
    expect(await read(['nan', 'inf', '1,2,3', '.', 'abc', '1e999', '9'.repeat(30)], false)).toEqual(
      Array.from({ length: 7 }, () => null),
    )
    expect(await read(['1.234', '1.5', '1,5', '1.234.567,8'], true)).toEqual(['1234', '1.5', '1.5', '1234567.8'])
  })
})

test('identifiers are compared in one form, and nobody is nobody', async () => {
  expect(await each([' A@Example.COM ', 'null'], identifierSql('email', raw('text')))).toEqual(['a@example.com', ''])
  expect(await each(['0049 (30) 12-34', '+49 30 1234'], identifierSql('phone', raw('text')))).toEqual([
    '+49301234',
    '+49301234',
  ])
  expect(
    await each([' K-1 ', 'Anonymous', '0', '[object Object]', '00'], identifierSql('customer', raw('text'))),
  ).toEqual(['K-1', '', '', '', '00'])
})

test('an anchor depends on workspace, kind and text, and stays what it is', async () => {
  const of = (workspace: string, kind: string, text: string) => anchorSql(workspace, sql`${kind}`, sql`${text}`)
  const one = '0190a0a0-0000-7000-8000-000000000001'
  const list = [
    of(one, 'user', 'u1'),
    of(one.toUpperCase(), 'user', 'u1'),
    of(one, 'email', 'u1'),
    of(one.replace('1', '2'), 'user', 'u1'),
  ]
  const [row] = await warehouse.rows<{ found: string[] }>(
    sql`select [${join(list.map((one) => sql`toString(${one})`))}] as found`,
  )
  const [first, same, ...others] = row?.found ?? []
  expect(first).toBe('289784198730698476718759646618292535818')
  expect(same).toBe(first)
  expect(new Set([first, ...others]).size).toBe(3)
})
