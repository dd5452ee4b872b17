import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { temporaryCollect } from '../../../../test/engines/collect.ts'
import { p, raw, sql } from '../../../platform/warehouse/sql.ts'
import type { Workspace } from '../../admin/index.ts'
import { Mapping } from '../schema.ts'

let bench: Awaited<ReturnType<typeof temporaryCollect>>

beforeAll(async () => {
  bench = await temporaryCollect()
})
afterAll(() => bench.close())

const events = (workspace: Workspace) =>
  bench.warehouse.rows<Record<string, unknown>>(
    sql`select name, channel, session, toString(value) as value, currency, properties, toString(events.time) as time
      from events where workspace = ${p.uuid(workspace.id)} order by events.time, seq`,
  )

const names = async (workspace: Workspace) => {
  const rows = await bench.warehouse.rows<{ kind: string; value: string }>(
    sql`select kind, value from identities final where workspace = ${p.uuid(workspace.id)} order by kind, value`,
  )
  return rows.map(({ kind, value }) => `${kind} ${value}`)
}

describe('delimited text', () => {
  const german = [
    'Kundennummer;Zeitpunkt;Ereignis;Kanal;Betrag;Filiale',
    'K-1;31.03.2024 10:15:00;Kauf;Geschäft;1.234,56 €;Köln',
    'K-2;01.04.2024 9:05;Rückgabe;Telefon;-12,5;Düsseldorf',
    'K-1;02.04.2024;Anfrage;Straße;;"Groß; ""Gerau"""',
  ].join('\r\n')

  test.each([
    ['Windows-1252', Buffer.from(german, 'latin1').map((byte) => byte)],
    ['UTF-8', Buffer.from(german)],
    ['UTF-8 with its mark, packed', gzipSync(Buffer.from(`\ufeff${german}`))],
    ['UTF-8 with old line ends', Buffer.from(german.replaceAll('\r\n', '\r'))],
    ['UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(german, 'utf16le')])],
  ])('from a German office in %s', async (encoding, bytes) => {
    const workspace = await bench.workspace({ timeZone: 'Europe/Berlin' })
    // Latin 1 has no euro sign; Windows-1252 has it at 0x80.
    const content =
      encoding === 'Windows-1252' ? Buffer.from(bytes).map((byte) => (byte === 0xac ? 0x80 : byte)) : bytes
    expect(await bench.importBytes(workspace, content)).toMatchObject({ read: 3, imported: 3, rejected: 0, people: 2 })
    const rows = await events(workspace)
    expect(rows.map(({ time, name, channel, value, properties }) => [time, name, channel, value, properties])).toEqual([
      ['2024-03-31 08:15:00.000', 'Kauf', 'Geschäft', '1234.56', { Filiale: 'Köln' }],
      ['2024-04-01 07:05:00.000', 'Rückgabe', 'Telefon', '-12.5', { Filiale: 'Düsseldorf' }],
      ['2024-04-01 22:00:00.000', 'Anfrage', 'Straße', null, { Filiale: 'Groß; "Gerau"' }],
    ])
    expect(rows[0]?.currency).toBe('EUR')
    expect(await names(workspace)).toEqual(['customer K-1', 'customer K-2'])
  })

  test('with tabs, American times and no header', async () => {
    const workspace = await bench.workspace()
    const mapping = Mapping.parse({
      persons: [{ column: 'column_1', kind: 'user' }],
      time: { column: 'column_3', format: 'us', zone: 'America/New_York' },
      event: { column: 'column_2' },
    })
    const text = 'u1\tsee it\t1/31/2024 1:05 PM\t\nu2\tbuy\t02/01/2024\t x \nu2\tbuy\t13/01/2024\t\n'
    expect(await bench.importBytes(workspace, `\ufeff${text}`, mapping)).toMatchObject({
      read: 3,
      imported: 2,
      rejected: 1,
    })
    expect(await events(workspace)).toMatchObject([
      { name: 'see it', time: '2024-01-31 18:05:00.000', properties: {} },
      { name: 'buy', time: '2024-02-01 05:00:00.000', properties: { column_4: ' x ' } },
    ])
    expect(await names(workspace)).toEqual(['user u1', 'user u2'])
  })

  test('with two columns for the person: the stronger names it, the other is kept beside it', async () => {
    const workspace = await bench.workspace()
    const text =
      'email,user_id,event,ts\nA@Example.com ,u1,see,1704103200\n a@example.com,,buy,1704103260.5\nnull,u2,buy,1704103260\n,,buy,1704103260\n'
    expect(await bench.importBytes(workspace, text)).toMatchObject({ read: 4, imported: 3, rejected: 1, people: 3 })
    expect(await names(workspace)).toEqual(['email a@example.com', 'user u1', 'user u2'])
    const rows = await bench.warehouse.rows(
      sql`select anchor2 != 0 as two, toString(events.time) as time from events
        where workspace = ${p.uuid(workspace.id)} order by seq`,
    )
    expect(rows).toEqual([
      { two: 1, time: '2024-01-01 10:00:00.000' },
      { two: 0, time: '2024-01-01 10:01:00.500' },
      { two: 0, time: '2024-01-01 10:01:00.000' },
    ])
  })

  test('with 200 columns', async () => {
    const workspace = await bench.workspace()
    const extra = Array.from({ length: 196 }, (_, i) => `extra ${i}`)
    const row = (n: number) => [`u${n}`, 'see', '2024-01-01', '', ...extra.map((_, i) => i * n)].join(',')
    const text = [
      ['user_id', 'event', 'time', 'channel', ...extra].join(','),
      ...Array.from({ length: 500 }, (_, i) => row(i)),
    ]
    expect(await bench.importBytes(workspace, text.join('\n'))).toMatchObject({ imported: 500, rejected: 0 })
    expect((await events(workspace))[3]?.properties).toMatchObject({ 'extra 0': '0', 'extra 195': '585' })
  })

  test('with a field of 10 MB', async () => {
    const workspace = await bench.workspace()
    const text = `user_id,event,time,note\nu1,see,2024-01-01,"${'x\n'.repeat(5_000_000)}"\nu2,see,2024-01-01,ok\nu3,see,never,ok\n`
    const done = await bench.importBytes(workspace, text)
    expect(done).toMatchObject({ read: 3, imported: 1, rejected: 2 })
    const [large = '', after = ''] = (await bench.rejects(done)).filter((line) => /^\d+,/.test(line))
    expect(large.slice(0, 40)).toMatch(/^2,note,The field is too long,/)
    expect(after).toMatch(/^5000004,time,Not a valid time,never/)
  })
})

describe('JSON Lines', () => {
  const lines = [
    '{"user":{"id":"u1","plan":"pro"},"event":"see","time":"2024-01-01T10:00:00+01:00","price":1.10,"big":123456789012345678901234567890,"tags":["a"],"none":null,"yes":true}',
    '{"event":"buy","user":{"id":"u2"},"time":"2024-01-01T11:00:00Z","tiny":0.12345678901234567890,"smile":"\\ud83d\\ude00"}',
    '{"event":"buy","user":{"id":"u2"},"time":"2024-01-01T11:00:00Z","note":"half \\ud83d"}',
    'not json',
    '',
    '{"event":"buy","user":{"id":""},"time":"2024-01-01T11:00:00Z"}',
  ]
  const mapping = Mapping.parse({
    persons: [{ column: 'user.id', kind: 'user' }],
    time: { column: 'time', format: 'iso' },
    event: { column: 'event' },
  })

  test('keep every number and name what is wrong', async () => {
    const workspace = await bench.workspace()
    const done = await bench.importBytes(workspace, lines.join('\n'), mapping)
    expect(done).toMatchObject({ read: 5, imported: 2, rejected: 3 })
    expect((await events(workspace)).map(({ time, properties }) => [time, properties])).toEqual([
      [
        '2024-01-01 09:00:00.000',
        {
          user: '{"id":"u1","plan":"pro"}',
          price: '1.1',
          big: '123456789012345678901234567890',
          tags: '["a"]',
          yes: 'true',
        },
      ],
      ['2024-01-01 11:00:00.000', { user: '{"id":"u2"}', tiny: '0.12345678901234567890', smile: '😀' }],
    ])
    expect((await bench.rejects(done)).map((line) => line.split(',').slice(0, 3).join('|'))).toEqual([
      '3|note|The text holds broken characters',
      '4||"The row has not as many fields as the others',
      '6|user.id|It is not said who it was',
    ])
    expect(await bench.importBytes(workspace, gzipSync(lines.join('\n')), mapping)).toMatchObject({
      imported: 0,
      duplicates: 2,
    })
  })

  test('are recognised, nested members too', async () => {
    const workspace = await bench.workspace()
    const flat = Array.from({ length: 30 }, (_, i) =>
      JSON.stringify({
        userId: `u${i % 7}`,
        eventName: i % 2 ? 'see' : 'buy',
        timestamp: 1_704_067_200_000 + i,
        utm_medium: 'email',
      }),
    )
    expect(await bench.importBytes(workspace, flat.join('\n'))).toMatchObject({ imported: 30, people: 7 })
    expect((await events(workspace))[0]).toMatchObject({
      name: 'buy',
      channel: 'email',
      time: '2024-01-01 00:00:00.000',
      properties: {},
    })
  })
})

test('Parquet', async () => {
  const workspace = await bench.workspace({ timeZone: 'Asia/Tokyo' })
  const path = join(bench.directory, `${randomUUID()}.data`)
  await bench.warehouse.command(
    sql`insert into function file(${raw(`'${path}'`)}, 'Parquet')
      select concat('k', toString(number % 3)) as customer_id, toDateTime64(1704067200 + number, 3, 'UTC') as event_time,
        'see' as event, toDecimal64(number, 2) / 4 as value, [1, 2] as list, NULL::Nullable(String) as nothing,
        18446744073709551615 as large from numbers(100)`,
  )
  expect(await bench.importPath(workspace, path)).toMatchObject({ state: 'done', imported: 100, people: 3 })
  expect((await events(workspace))[3]).toEqual({
    name: 'see',
    channel: '',
    session: '',
    value: '0.75',
    currency: 'EUR',
    time: '2024-01-01 00:00:03.000',
    properties: { list: '[1,2]', large: '18446744073709551615' },
  })
})

test('XES', async () => {
  const workspace = await bench.workspace()
  const attribute = (kind: string, key: string, value: string) => `<${kind} key="${key}" value="${value}"/>`
  const event = (name: string, time: string, more = '') =>
    `<event>${attribute('string', 'concept:name', name)}${attribute('date', 'time:timestamp', time)}${attribute('string', 'lifecycle:transition', 'complete')}${more}</event>`
  const text = `<?xml version="1.0" encoding="UTF-8"?>
    <log xes.version="1.0"><global scope="event">${attribute('string', 'concept:name', 'UNKNOWN')}</global>
    ${attribute('string', 'of the log', 'x')}
    <trace>${attribute('string', 'concept:name', 'case &amp; 1')}${attribute('int', 'AMOUNT', '5000')}
      ${event('A', '2011-10-01T00:38:44.546+02:00')}${event('A', '2011-10-01T00:38:44.546+02:00')}
      ${event('B', '2011-10-02T00:38:44.546+02:00', `<float key="cost" value="1.5">${attribute('string', 'unit', 'EUR')}</float>`)}
    </trace><trace>${event('C', '2011-10-03T00:00:00Z')}${attribute('string', 'concept:name', '2')}</trace></log>`
  expect(await bench.importBytes(workspace, gzipSync(text))).toMatchObject({
    state: 'done',
    read: 4,
    imported: 4,
    people: 2,
  })
  expect(await names(workspace)).toEqual(['customer 2', 'customer case & 1'])
  expect((await events(workspace)).map(({ name, time, properties }) => [name, time, properties]).slice(1)).toEqual([
    ['A', '2011-09-30 22:38:44.546', { 'case:AMOUNT': '5000', 'lifecycle:transition': 'complete' }],
    [
      'B',
      '2011-10-01 22:38:44.546',
      { 'case:AMOUNT': '5000', 'lifecycle:transition': 'complete', cost: '1.5', 'cost:unit': 'EUR' },
    ],
    ['C', '2011-10-03 00:00:00.000', { 'lifecycle:transition': 'complete' }],
  ])
})
