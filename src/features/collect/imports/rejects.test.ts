import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryCollect } from '../../../../test/engines/collect.ts'
import { Mapping } from '../schema.ts'

let bench: Awaited<ReturnType<typeof temporaryCollect>>

beforeAll(async () => {
  bench = await temporaryCollect()
})
afterAll(() => bench.close())

const head = 'user_id,event,time,value,note'
const good = (i: number) => `u${i},see,2024-01-01 10:00:${String(i % 60).padStart(2, '0')},1.5,ok`
const halfEmoji = Buffer.concat([Buffer.from('u9,see,2024-01-01,1,half '), Buffer.from([0xf0, 0x9f, 0x98])])

test('every bad row stays out with its line, its field and the reason, and nothing else does', async () => {
  const workspace = await bench.workspace()
  const lines: (string | Buffer)[] = [
    head,
    good(1),
    ',see,2024-01-01,1,nobody',
    'anonymous,see,2024-01-01,1,nobody either',
    'u1,see,,1,no time',
    'u1,"two\nlines",2024-01-01,1,"fine\nas it is"',
    'u1,see,2024-02-30,1,no such day',
    'u1,see,yesterday,1,no time at all',
    'u1,see,1969-12-31,1,before',
    'u1,see,2101-01-01,1,after',
    'u1,,2024-01-01,1,nothing',
    'u1,see,2024-01-01,abc,no number',
    '"u1",see,2024-01-01,100000000000000,"too\nmuch"',
    'u1,see,2024-01-01,NaN,not finite',
    halfEmoji,
    'u1,see,2024-01-01',
    'u1,see,2024-01-01,1,ok,one,too many',
    `u1,see,2024-01-01,1,${'x'.repeat(1_000_001)}`,
    '',
    'u1,see,2024-01-01,1,123456789012345678901234567890',
    good(2),
  ]
  const bytes = Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from('\r\n')]))
  const done = await bench.importBytes(workspace, bytes)
  expect(done).toMatchObject({ state: 'done', read: 19, imported: 4, rejected: 15, people: 2 })
  const found = (await bench.rejects(done)).map((line) => line.split(',').slice(0, 4).join('|'))
  expect(found.filter((line) => /^\d/.test(line))).toEqual([
    '3|user_id|It is not said who it was|',
    '4|user_id|It is not said who it was|anonymous',
    '5|time|The time is missing|',
    '9|time|Not a valid time|2024-02-30',
    '10|time|Not a valid time|yesterday',
    '11|time|The time is not between 1970 and 2100|1969-12-31',
    '12|time|The time is not between 1970 and 2100|2101-01-01',
    '13|event|The name of the event is missing|',
    '14|value|"Not a number| or larger than 99',
    '15|value|"Not a number| or larger than 99',
    '17|value|"Not a number| or larger than 99',
    '18|note|The text holds broken characters|half \ufffd',
    '19||"The row has not as many fields as the others| or its quotes do not match"',
    '20||"The row has not as many fields as the others| or its quotes do not match"',
    '21|note|The field is too long|',
  ])
})

test('a quote that is never closed costs its own line only', async () => {
  const workspace = await bench.workspace()
  const rows = Array.from({ length: 50 }, (_, i) => good(i))
  const lines = [head, ...rows, 'u1,see,"2024-01-01,1,open', ...rows, 'u1,see,2024-01-01,1,"a "quoted" word"', ...rows]
  const done = await bench.importBytes(workspace, lines.join('\n'))
  expect(done).toMatchObject({ read: 152, imported: 150, rejected: 2 })
  const [first, second] = await bench.rejects(done)
  expect(first).toMatch(/^52,,/)
  expect(second).toMatch(/^103,,/)
  const strict = await bench.importBytes(workspace, [head, ...rows].join('\n'))
  expect(strict).toMatchObject({ imported: 0, duplicates: 50 })
})

test('one broken row in a hundred', async () => {
  const workspace = await bench.workspace({ language: 'de' })
  const broken = (i: number) =>
    [`u${i},see,31.31.2024,1,`, ',see,2024-01-01,1,', `u${i},see,2024-01-01,18446744073709551616000,`, halfEmoji][
      i % 4
    ] ?? ''
  const rows = Array.from({ length: 20_000 }, (_, i) =>
    i % 100 === 99 ? broken(Math.floor(i / 100)) : `u${i},see,2024-01-01,1,${i}`,
  )
  const bytes = Buffer.concat([head, ...rows].flatMap((row) => [Buffer.from(row), Buffer.from('\n')]))
  const done = await bench.importBytes(workspace, bytes)
  expect(done).toMatchObject({ state: 'done', read: 20_000, imported: 19_800, rejected: 200, people: 19_800 })
  const rejected = await bench.rejects(done)
  expect(rejected.map((line) => Number(line.split(',')[0]))).toEqual(
    Array.from({ length: 200 }, (_, i) => 100 * i + 101),
  )
  expect(rejected[0]).toBe('101,time,Keine gültige Zeit,31.31.2024,u0,see,31.31.2024,1,')
})

test('more names than can be told apart: the rarest stay out', async () => {
  const workspace = await bench.workspace()
  const rows = Array.from({ length: 60_010 }, (_, i) => `u1,${i < 20 ? 'often' : `name ${i}`},2024-01-01`)
  const mapping = Mapping.parse({
    persons: [{ column: 'user_id', kind: 'user' }],
    time: { column: 'time', format: 'iso' },
    event: { column: 'event' },
  })
  const done = await bench.importBytes(
    workspace,
    [
      'user_id,event,time',
      ...rows,
      ...rows.slice(20).map((row) => `${row} 11:00`),
      'u1,a,2024-01-02',
      'u1,b,2024-01-02',
      ...Array.from({ length: 20 }, (_, i) => `u1,c${i},2024-01-01`),
    ].join('\n'),
    mapping,
  )
  expect(done).toMatchObject({ state: 'done', rejected: 13 })
  expect((await bench.rejects(done))[0]).toMatch(/More than 60,000 different names/)
})

test('what is no data is refused with a sentence and leaves nothing behind', async () => {
  const workspace = await bench.workspace()
  const problem = async (content: string | Uint8Array) => {
    const done = await bench.importBytes(workspace, content)
    expect(done).toMatchObject({ state: 'failed', imported: 0 })
    return done.problem
  }
  expect(await problem('')).toBe('The file is empty.')
  expect(await problem('\n\n \n')).toMatch(/nothing but empty lines/)
  expect(await problem(Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256)))).toMatch(
    /not a text file/,
  )
  expect(await problem(Buffer.from('504b0304140000000800', 'hex'))).toMatch(/ZIP file is damaged/)
  expect(await problem(Buffer.from('1f8b0800000000000003abcdef', 'hex'))).toMatch(/damaged/)
  expect(await problem('<html><body>no</body></html>')).toMatch(/web page/)
  expect(await problem('<?xml version="1.0"?><rss></rss>')).toMatch(/not an event log/)
  expect(await problem('<log><trace><event></trace></log>')).toMatch(/damaged in line 1/)
  expect(await problem('[{"a":1}]')).toMatch(/JSON Lines/)
  expect(await problem('PAR1 but not really PAR1')).toMatch(/Parquet file is damaged/)
  expect(await problem('a,b\n1,2\n')).toMatch(/which column says who it was.*The columns are: a, b/)
  expect(await bench.totals(workspace)).toMatchObject({ events: 0 })
})
