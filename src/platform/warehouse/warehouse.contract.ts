import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrationFile, migrationFiles } from '../migrations.ts'
import { repositoryRoot } from '../root.ts'
import { blamesRow, EngineError } from './errors.ts'
import { migrate } from './migrate.ts'
import { p, raw, type Sql, sql } from './sql.ts'
import type { Warehouse } from './warehouse.ts'

/** Any text a database must give back: controls, quotes, backslashes and signs outside the basic plane. */
const text = fc.string({ unit: 'binary' })
const awkward = fc.oneof(
  text,
  fc.constantFrom('\t', '\n', '\r\n', "'", '"', '\\', "\\'", '\\N', '\0', '😀', '{p0:String}', '?'),
)
const big = (bits: bigint) => fc.bigInt({ min: 0n, max: 2n ** bits - 1n }).map(String)

const answer = async (warehouse: Warehouse, value: Sql) => {
  const [row] = await warehouse.rows<{ value: unknown }>(sql`SELECT ${value} AS value`)
  return row?.value
}

const event = (workspace: string, more: object = {}) => ({
  workspace,
  anchor: '340282366920938463463374607431768211455',
  raw_time: '2024-03-01T10:00:00.123Z',
  message: '1',
  time: '2024-03-01T10:00:00.123Z',
  name: 'visit',
  value: '12.3456',
  properties: { platform: 'ios', day: '2024-01-01' },
  received: 1_709_287_200_000,
  ...more,
})

/** What every kind of warehouse does alike. */
export function warehouseContract(open: () => Promise<Warehouse>): void {
  let warehouse: Warehouse
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fernweh-contract-'))
    warehouse = await open()
    await migrate(warehouse, migrationFiles(repositoryRoot(), '.ch.sql'))
  })
  afterAll(async () => {
    await warehouse.close()
    await rm(folder, { recursive: true, force: true })
  })

  describe('parameters come back as they went', () => {
    const runs = { numRuns: 60 }
    const same = async (value: Sql, expected: unknown) => {
      expect(await answer(warehouse, value)).toEqual(expected)
    }
    test('text', () =>
      fc.assert(
        fc.asyncProperty(awkward, (one) => same(p.string(one), one)),
        runs,
      ))
    test('lists of text', () =>
      fc.assert(
        fc.asyncProperty(fc.array(awkward), (list) => same(p.strings(list), list)),
        runs,
      ))
    test('anchors', () =>
      fc.assert(
        fc.asyncProperty(fc.array(big(128n)), (list) => same(p.anchors(list), list)),
        runs,
      ))
    test('an anchor', () =>
      fc.assert(
        fc.asyncProperty(big(128n), (one) => same(p.anchor(one), one)),
        runs,
      ))
    test('64 bits', () =>
      fc.assert(
        fc.asyncProperty(big(64n), (one) => same(p.uint(one), one)),
        runs,
      ))
    test('floats', () =>
      fc.assert(
        fc.asyncProperty(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true })), (list) =>
          same(
            p.floats(list),
            list.map((one) => one + 0),
          ),
        ),
        runs,
      ))
    test('others', async () => {
      const id = randomUUID()
      await same(p.uuid(id), id)
      await same(p.uuids([id, id]), [id, id])
      await same(p.codes([0, 65_535]), [0, 65_535])
      await same(p.of('Decimal(18,4)', '-12345678901234.5678'), '-12345678901234.5678')
      await same(p.of('Array(Int64)', [-1, '9223372036854775807']), ['-1', '9223372036854775807'])
      await same(p.ms(1_709_287_200_123), '2024-03-01 10:00:00.123')
      await same(sql`${-5}`, '-5')
      await same(sql`${0.5}`, 0.5)
      await same(sql`${['a', "b'"]}`, ['a', "b'"])
      await same(sql`toUInt32(${7})`, 7)
    })
    test('long lists and texts', async () => {
      const anchors = Array.from({ length: 20_000 }, (_, i) => String(2n ** 127n + BigInt(i)))
      await same(p.anchors(anchors), anchors)
      const words = anchors.map((one, i) => `${one}'Ä${'\\'.repeat(i % 3)}`)
      await same(p.strings(words), words)
      await same(p.string(words.join('😀')), words.join('😀'))
      const [row] = await warehouse.rows<{ n: string }>(
        sql`SELECT count() AS n FROM numbers(10) WHERE toUInt128(number) IN ${p.anchors([...anchors, '3'])}`,
      )
      expect(row?.n).toBe('1')
    })
    test.each([
      ['an overflow', p.codes([65_536])],
      ['an overflowing anchor', p.anchor((2n ** 128n).toString())],
      ['a fraction', p.uint(1.5)],
      ['no number', p.anchors(['1', 'x'])],
    ])('%s is refused before the engine would wrap it', (_, value) =>
      expect(answer(warehouse, value)).rejects.toThrow(RangeError),
    )
  })

  describe('statements', () => {
    test('settings hold for the whole of one query and for no other', async () => {
      const settings = { max_block_size: 4321 }
      const asked = sql`SELECT toUInt32(getSetting('max_block_size')) AS size`
      const union = sql`${asked} UNION ALL (SELECT toUInt32(getSetting('max_block_size')) AS size SETTINGS max_threads = 1)`
      const sizes = async (query: Sql, options?: object) =>
        (await warehouse.rows<{ size: number }>(query, options)).map((row) => row.size)
      expect(await sizes(union, { settings })).toEqual([4321, 4321])
      expect(await sizes(sql`${asked} SETTINGS max_threads = 1`, { settings })).toEqual([4321])
      const after = await Promise.all(Array.from({ length: 8 }, () => sizes(asked)))
      expect(after.flat()).not.toContain(4321)
    })

    test('settings reach INSERT SELECT', async () => {
      const workspace = randomUUID()
      await warehouse.command(
        sql`INSERT INTO codes (workspace, kind, name, code)
          SELECT ${p.uuid(workspace)}, 'event', 'a', toUInt16(getSetting('max_block_size')) UNION ALL
          (SELECT ${p.uuid(workspace)}, 'event', 'b', toUInt16(getSetting('max_block_size')))`,
        { settings: { max_block_size: 4321 } },
      )
      const rows = await warehouse.rows(sql`SELECT code FROM codes WHERE workspace = ${p.uuid(workspace)}`)
      expect(rows).toEqual([{ code: 4321 }, { code: 4321 }])
    })

    test('parallel queries keep their own parameters', async () => {
      const asked = Array.from({ length: 60 }, (_, i) => `value ${i}`)
      expect(await Promise.all(asked.map((one) => answer(warehouse, p.string(one))))).toEqual(asked)
    })

    test('a stream gives all rows in batches and can be left early', async () => {
      const query = sql`SELECT toUInt32(number) AS n FROM numbers(${200_000})`
      let sum = 0
      let batches = 0
      for await (const batch of warehouse.stream<{ n: number }>(query)) {
        batches++
        for (const { n } of batch) sum += n
      }
      expect(sum).toBe((200_000 * 199_999) / 2)
      expect(batches).toBeGreaterThan(1)
      for (let i = 0; i < 10; i++) {
        for await (const batch of warehouse.stream(query)) {
          expect(batch.length).toBeGreaterThan(0)
          break
        }
      }
    })
  })

  describe('inserts', () => {
    test('the same event twice is one event', async () => {
      const workspace = randomUUID()
      await warehouse.insert('events', [event(workspace), event(workspace, { message: '2' })])
      await warehouse.insert('events', [event(workspace, { received: 1_709_287_300_000 })])
      await warehouse.insert('events', [])
      const rows = await warehouse.rows(
        sql`SELECT message, anchor, raw_time, value, properties['day'] AS day FROM events FINAL
          WHERE workspace = ${p.uuid(workspace)} ORDER BY message`,
      )
      const same = {
        anchor: event('').anchor,
        raw_time: '2024-03-01 10:00:00.123',
        value: '12.3456',
        day: '2024-01-01',
      }
      expect(rows).toEqual([
        { message: '1', ...same },
        { message: '2', ...same },
      ])
    })

    test('lines of text are stored as they stand, and a bad one fails them all', async () => {
      const workspace = randomUUID()
      const columns = ['workspace', 'anchor', 'raw_time', 'name', 'value', 'properties']
      const line = (time: string, name: string) =>
        `["${workspace}",${event('').anchor},"${time}",${JSON.stringify(name)},"-12.3456",{"a":"b"}]\n`
      const awkward = '"\\\t\n\u0000😀'
      await warehouse.insertLines('events', columns, Buffer.from(line('1709287200.123', awkward)))
      const years = Array.from({ length: 150 }, (_, i) => line(`${i * 31_557_600}.000`.padStart(13, '0'), 'year'))
      await warehouse.insertLines('events', columns, Buffer.from(years.join('')))
      const bad = Buffer.from([line('1709287200.123', 'good'), line('yesterday', 'bad')].join(''))
      await expect(warehouse.insertLines('events', columns, bad)).rejects.toThrow(EngineError)
      const rows = await warehouse.rows(
        sql`SELECT name, toUInt32(count()) AS count, min(raw_time) AS time, any(value) AS value, any(anchor) AS anchor
          FROM events WHERE workspace = ${p.uuid(workspace)} GROUP BY name ORDER BY count`,
      )
      const { anchor } = event('')
      expect(rows).toMatchObject([
        { name: awkward, count: 1, time: '2024-03-01 10:00:00.123', value: '-12.3456', anchor },
        { name: 'year', count: 150 },
      ])
    })

    test('a bad row is named and fails them all', async () => {
      const workspace = randomUUID()
      const list = [event(workspace), event(workspace, { raw_time: 'Erika Mustermann' })]
      const error = await warehouse.insert('events', list).catch((one: unknown) => one)
      expect(error).toBeInstanceOf(EngineError)
      expect(error).toMatchObject({ row: 2 })
      expect(String(error)).not.toContain('Mustermann')
      const nobody = await warehouse.insert('events', [event('Erika Mustermann')]).catch((one: unknown) => one)
      expect(String(nobody)).not.toMatch(/Erika|Mustermann/)
      await expect(warehouse.insert('events', [{ ...event(workspace), nonsense: 1 }])).rejects.toThrow(EngineError)
      const [count] = await warehouse.rows(
        sql`SELECT toUInt32(count()) AS n FROM events WHERE workspace = ${p.uuid(workspace)}`,
      )
      expect(count).toEqual({ n: 0 })
    })

    const cells: Readonly<Record<string, string>> = {
      workspace: `"${randomUUID()}"`,
      anchor: '5',
      raw_time: '"1709287200.123"',
      name: '"visit"',
      value: '"12.5"',
      properties: '{"a":"b"}',
    }
    const rowWith = (changed: Readonly<Record<string, string>> = {}) =>
      `[${Object.values({ ...cells, ...changed }).join(',')}]\n`
    const insertRows = (rows: readonly string[]) =>
      warehouse.insertLines('events', Object.keys(cells), Buffer.from(rows.join(''))).then(
        () => undefined,
        (error: unknown) => error,
      )

    test.each([
      [26, rowWith({ properties: '{"a":"b}' })],
      [563, rowWith({ properties: '{"a":"""}' })],
      [25, rowWith({ name: '"\\ud800"' })],
      [27, rowWith({ anchor: '"nobody"' })],
      [27, rowWith().replace(']', ',1]')],
      [27, 'no row at all\n'],
      [41, rowWith({ raw_time: '"yesterday"' })],
      [69, rowWith({ value: '"123456789012345678901234567890"' })],
      [72, rowWith({ anchor: '-5' })],
      [117, rowWith({ properties: '{"a":' })],
      [376, rowWith({ workspace: '"nobody"' })],
    ])('code %i blames a row', async (code, bad) => {
      const second = await insertRows([rowWith(), bad])
      const alone = await insertRows([bad])
      expect([second, alone]).toMatchObject([{ code }, { code }])
      // Over HTTP the engine does not say which.
      if (warehouse.kind === 'chdb') expect([second, alone]).toMatchObject([{ row: 2 }, { row: 1 }])
      expect(blamesRow(alone)).toBe(true)
    })

    test('a word that an enumeration does not have blames its row', async () => {
      const columns = ['workspace', 'anchor', 'other', 'how']
      const bad = Buffer.from(`["${randomUUID()}",5,6,"perhaps"]\n`)
      const error = await warehouse.insertLines('edges', columns, bad).catch((one: unknown) => one)
      expect(error).toMatchObject({ code: 691 })
      expect(blamesRow(error)).toBe(true)
    })

    test('whatever becomes of a row, the engine blames it or the next one', () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.nat(), fc.string({ unit: 'binary-ascii', maxLength: 3 })), {
            minLength: 1,
            maxLength: 3,
          }),
          async (changes) => {
            const row = changes.reduce((text, [place, put]) => {
              const at = place % text.length
              return `${text.slice(0, at)}${put}${text.slice(at + 1)}`
            }, rowWith())
            // The second one is never taken, so nothing is stored.
            const error = await insertRows([row, 'no row at all\n'])
            expect(blamesRow(error), String(error)).toBe(true)
          },
        ),
        { numRuns: 200 },
      ))

    test('too many parts blame nobody, and neither does what goes wrong in the engine or on the way', async () => {
      const limit = (how: Sql) => warehouse.everywhere((physical) => sql`ALTER TABLE ${physical('events')} ${how}`)
      await limit(raw('MODIFY SETTING parts_to_delay_insert = 1, parts_to_throw_insert = 1'))
      try {
        const errors = [await insertRows([rowWith()]), await insertRows([rowWith()]), await insertRows([rowWith()])]
        expect(errors.at(-1)).toMatchObject({ code: 'engine.busy', status: 503 })
        expect(errors.some(blamesRow)).toBe(false)
      } finally {
        await limit(raw('RESET SETTING parts_to_delay_insert, parts_to_throw_insert'))
      }
      const missing = await warehouse.insertLines('nowhere', ['a'], Buffer.from('[1]\n')).catch((one: unknown) => one)
      expect(missing).toBeInstanceOf(EngineError)
      expect(blamesRow(missing)).toBe(false)
    })

    test('a statement runs on every node', async () => {
      const workspace = randomUUID()
      await warehouse.insert('events', [event(workspace), event(workspace, { anchor: '7' })])
      await warehouse.everywhere(
        (physical) =>
          sql`ALTER TABLE ${physical('events')} DELETE WHERE workspace = ${p.uuid(workspace)} AND anchor = 7`,
        { settings: { mutations_sync: 2 } },
      )
      const rows = await warehouse.rows(sql`SELECT anchor FROM events WHERE workspace = ${p.uuid(workspace)}`)
      expect(rows).toEqual([{ anchor: event('').anchor }])
    })
  })

  describe('failures', () => {
    const endless = sql`SELECT sum(sipHash64(number)) AS sum FROM numbers(1000000000000)`
    const runningWith = async (tag: string) => {
      const [row] = await warehouse.rows<{ n: number }>(
        sql`SELECT toUInt32(count()) AS n FROM system.processes WHERE startsWith(Settings['log_comment'], ${tag})`,
      )
      return row?.n ?? 0
    }

    test('an aborted query ends in the engine too', async () => {
      const tag = `abort-${randomUUID()}`
      const stop = new AbortController()
      const asked = warehouse.rows(endless, { tag, signal: stop.signal, seconds: 60 }).catch((one: unknown) => one)
      await expect.poll(() => runningWith(tag)).toBe(1)
      const reason = new Error('nobody waits any more')
      stop.abort(reason)
      expect(await asked).toBe(reason)
      await expect.poll(() => runningWith(tag)).toBe(0)
      await expect(warehouse.rows(endless, { signal: stop.signal })).rejects.toBe(reason)
    })

    test('a query that takes too long is told as busy', () =>
      expect(warehouse.rows(endless, { seconds: 1 })).rejects.toMatchObject({ code: 'engine.busy', status: 503 }))

    test('a query that needs too much memory is told as busy', () =>
      expect(
        warehouse.rows(sql`SELECT length(groupArray(number)) AS n FROM numbers(100000000)`, {
          settings: { max_memory_usage: 50_000_000 },
        }),
      ).rejects.toMatchObject({ code: 'engine.busy' }))

    test('other errors keep what the engine says, without the values', async () => {
      const query = sql`SELECT missing FROM events WHERE name = ${'Erika Mustermann'}`
      const error = await warehouse.rows(query).catch((one: unknown) => one)
      expect(error).toBeInstanceOf(EngineError)
      expect(String(error)).toContain('missing')
      expect(String(error)).not.toContain('Mustermann')
    })
  })

  describe('files', () => {
    const lines = (count: number) =>
      Array.from({ length: count }, (_, i) => `${i},"Käufer ""${i % 97}""",${i / 4}`).join('\n')
    const structure = 'n UInt32, buyer String, value Float64'

    test.each([
      ['a plain name', 'rows.csv', undefined],
      ['gzip by its name', 'rows.csv.gz', undefined],
      ['gzip by order, in a name like a pattern', 'rows {1}*? äß.data', 'gzip'],
    ] as const)('%s is read and moved into a table', async (_, name, compression) => {
      const workspace = randomUUID()
      const path = join(folder, name)
      const packed = name.endsWith('.gz') || compression === 'gzip'
      await writeFile(path, packed ? gzipSync(lines(20_000)) : lines(20_000))
      const counted = await warehouse.readFile(
        { path, format: 'CSV', structure, compression },
        async (table, reader) => {
          await reader.into(
            'events',
            ['workspace', 'anchor', 'raw_time', 'time', 'message', 'name', 'properties'],
            sql`SELECT ${p.uuid(workspace)}, n % 97, ${p.ms(1_709_287_200_000)} AS at, at, n, buyer,
            map('n', toString(n)) FROM ${table}`,
            { seconds: 60 },
          )
          return reader.rows(
            sql`SELECT toUInt32(count()) AS n, max(_row_number) AS last FROM ${table} WHERE value >= ${0}`,
          )
        },
      )
      expect(counted).toEqual([{ n: 20_000, last: '19999' }])
      const found = await warehouse.rows(
        sql`SELECT toUInt32(count()) AS n, toUInt32(sum(toInt64(properties['n']))) AS sum, uniqExact(name) AS names
          FROM events FINAL WHERE workspace = ${p.uuid(workspace)}`,
      )
      expect(found).toEqual([{ n: 20_000, sum: (20_000 * 19_999) / 2, names: '97' }])
    })

    test('a file that cannot be read fails and leaves the warehouse working', async () => {
      const path = join(folder, 'broken.csv')
      await writeFile(path, '1,a,b\nx,y\n')
      const reading = warehouse.readFile({ path, format: 'CSV', structure }, (table, reader) =>
        reader.into('events', ['workspace', 'name'], sql`SELECT generateUUIDv4(), buyer FROM ${table}`),
      )
      await expect(reading).rejects.toThrow(EngineError)
      expect(await answer(warehouse, p.string('still here'))).toBe('still here')
    })
  })

  describe('migrations', () => {
    test('a second run does nothing', async () => {
      expect(await migrate(warehouse, migrationFiles(repositoryRoot(), '.ch.sql'))).toEqual([])
    })

    test('a table that is altered has the column under all of its names', async () => {
      const text = `{{alter codes}} ADD COLUMN IF NOT EXISTS note String;`
      await migrate(warehouse, [
        ...migrationFiles(repositoryRoot(), '.ch.sql'),
        migrationFile('9998_note.ch.sql', text),
      ])
      expect(await warehouse.rows(sql`SELECT note FROM codes LIMIT 0`)).toEqual([])
      await warehouse.everywhere((physical) => sql`ALTER TABLE ${physical('codes')} MODIFY COLUMN note String`)
    })

    test('new files are applied, changed files refused', async () => {
      const name = (one: string) => `${one}_${randomUUID().replaceAll('-', '')}.ch.sql`
      const create = (columns: string) =>
        `-- a comment; with a semicolon\nCREATE TABLE IF NOT EXISTS {{table shelf}} (${columns})\nENGINE = {{engine MergeTree}} ORDER BY id;\n\n{{distributed shelf by id}}\nINSERT INTO shelf SELECT 1;\n`
      const first = migrationFile(name('9001'), create('id UInt32'))
      const known = [...migrationFiles(repositoryRoot(), '.ch.sql'), first]
      expect(await migrate(warehouse, known)).toEqual([first.name])
      expect(await warehouse.rows(sql`SELECT DISTINCT id FROM shelf`)).toEqual([{ id: 1 }])
      const changed = migrationFile(first.name, create('id UInt64'))
      await expect(migrate(warehouse, [changed])).rejects.toThrow(`${first.name} was changed after it was applied`)
      const late = migrationFile(name('9000'), 'SELECT 1;\n')
      await expect(migrate(warehouse, [late, first])).rejects.toThrow(`${late.name} is older`)
      await warehouse.everywhere((physical) => sql`DROP TABLE ${physical('shelf')}`)
      if (warehouse.cluster) await warehouse.everywhere(() => raw('DROP TABLE shelf'))
    })
  })
}
