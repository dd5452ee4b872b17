import { randomUUID } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrationFiles } from '../migrations.ts'
import { migratePostgres } from '../postgres/migrate.ts'
import { openPostgres } from '../postgres/open.ts'
import { repositoryRoot } from '../root.ts'
import { migrate } from '../warehouse/migrate.ts'
import { openWarehouse } from '../warehouse/open.ts'
import { raw, sql } from '../warehouse/sql.ts'
import { type Folder, type FolderOptions, openFolder } from './folder.ts'
import { readIdentity } from './identity.ts'

const root = repositoryRoot()
const migrations = { postgres: migrationFiles(root, '.pg.sql'), warehouse: migrationFiles(root, '.ch.sql') }
const place = realpathSync(mkdtempSync(join(tmpdir(), 'fernweh-folder-')))
const whole = join(place, 'whole')
const other = join(place, 'other')
const workspace = randomUUID()

const open = (data: string, more: Partial<FolderOptions> = {}) => openFolder({ data, migrations, ...more })

async function within<T>(data: string, use: (folder: Folder) => Promise<T>, more?: Partial<FolderOptions>): Promise<T> {
  const folder = await open(data, more)
  try {
    return await use(folder)
  } finally {
    await folder.close()
  }
}

/** Twelve events, seven of 2024 and five of 2025: two parts. */
const events = Array.from({ length: 12 }, (_, i) => ({
  workspace,
  anchor: String(i + 1),
  raw_time: `${i < 7 ? 2024 : 2025}-03-01T10:00:00.000Z`,
  message: String(i + 1),
  time: `${i < 7 ? 2024 : 2025}-03-01T10:00:00.000Z`,
  name: 'visit',
  received: 1_709_287_200_000,
}))

const countOf = async ({ warehouse }: Folder) =>
  (await warehouse.rows<{ n: number }>(sql`select toUInt32(count()) as n from ${raw('events')}`))[0]?.n
const leave = async ({ postgres }: Folder) => postgres.pool.query('create table kept as select 7 as seven')
const found = async ({ postgres }: Folder) => (await postgres.pool.query('select seven from kept')).rows

const waiting = { settings: { mutations_sync: 2 } }

let copies = 0
function copy(of = whole): string {
  copies += 1
  const data = join(place, `copy ${copies}`)
  cpSync(of, data, { recursive: true, verbatimSymlinks: true })
  return data
}
const namesIn = (data: string) =>
  readdirSync(data)
    .filter((name) => !name.endsWith('.lock'))
    .sort()
const remove = (data: string, ...names: readonly string[]) => rmSync(join(data, ...names), { recursive: true })
function empty(data: string, ...names: readonly string[]): void {
  remove(data, ...names)
  mkdirSync(join(data, ...names))
}
function swap(data: string, name: string): void {
  remove(data, name)
  cpSync(join(other, name), join(data, name), { recursive: true, verbatimSymlinks: true })
}
const table = (data: string, name: string) => realpathSync(join(data, 'warehouse/engine/data/fernweh', name))
const partsOf = (data: string, year: string): string[] =>
  readdirSync(table(data, 'events'))
    .filter((one) => one.startsWith(`${year}_`))
    .map((one) => join(table(data, 'events'), one))
const partOf = (data: string, year: string): string => partsOf(data, year)[0] ?? join(data, 'missing')
const metadata = (data: string, name: string) =>
  join(realpathSync(join(data, 'warehouse/engine/metadata/fernweh')), name)

beforeAll(async () => {
  mkdirSync(whole)
  mkdirSync(other)
  await within(whole, async (folder) => {
    await folder.warehouse.insert('events', events)
    await leave(folder)
  })
  await within(other, leave)
}, 300_000)
afterAll(() => rmSync(place, { recursive: true, force: true }))

test('a new folder gets a name, its stores carry it, and the next start finds everything', async () => {
  const data = copy()
  expect(readIdentity(data)).toMatchObject({ version: 1, stores: { postgres: 'built in', warehouse: 'built in' } })
  expect(readIdentity(data)?.id).not.toBe(readIdentity(other)?.id)
  await within(data, async (folder) => {
    expect(folder.lost).toEqual([])
    expect(await countOf(folder)).toBe(12)
    expect(await found(folder)).toEqual([{ seven: 7 }])
  })
})

describe('a start stops and says why, and changes nothing', () => {
  test.each<[string, (data: string) => void, RegExp]>([
    ['PostgreSQL is missing', (data) => remove(data, 'postgres'), /postgres with the accounts.* is missing/],
    ['PostgreSQL is emptied', (data) => empty(data, 'postgres'), /postgres with the accounts.* is missing/],
    ['PostgreSQL is another one', (data) => swap(data, 'postgres'), /postgres belongs to another data folder/],
    [
      'PostgreSQL lost its control file',
      (data) => remove(data, 'postgres/global/pg_control'),
      /postgres .* is damaged/,
    ],
    ['PostgreSQL lost its log', (data) => empty(data, 'postgres/pg_wal'), /postgres .* is damaged/],
    ['PostgreSQL is full of rubbish', (data) => spoil(join(data, 'postgres/base/5')), /postgres .* is damaged/],
    ['the warehouse is missing', (data) => remove(data, 'warehouse'), /warehouse with the events is missing/],
    ['the warehouse is emptied', (data) => empty(data, 'warehouse'), /warehouse with the events is missing/],
    ['the warehouse is another one', (data) => swap(data, 'warehouse'), /warehouse belongs to another data folder/],
    ['the database is gone', (data) => remove(data, 'warehouse/engine/metadata/fernweh.sql'), /warehouse .* missing/],
    ['the tables are gone', (data) => remove(data, 'warehouse/engine/store'), /warehouse .* missing/],
    ['one table is gone', (data) => remove(metadata(data, 'events.sql')), /lack the tables events\./],
    ['a table is damaged', (data) => writeFileSync(metadata(data, 'events.sql'), 'what?'), /warehouse .* is damaged/],
    ['its own file is damaged', (data) => writeFileSync(join(data, 'fernweh.json'), '{'), /fernweh\.json is damaged/],
    [
      'both are missing and the name too, but events wait',
      (data) => {
        for (const name of ['postgres', 'warehouse', 'fernweh.json']) remove(data, name)
        mkdirSync(join(data, 'journal'))
        writeFileSync(join(data, 'journal', '1'), 'event')
      },
      /postgres with the accounts.* is missing/,
    ],
    [
      'the name is missing and the stores have two',
      (data) => {
        swap(data, 'postgres')
        remove(data, 'fernweh.json')
      },
      /belongs to another data folder/,
    ],
    [
      'the name and PostgreSQL are missing',
      (data) => {
        remove(data, 'postgres')
        remove(data, 'fernweh.json')
      },
      /postgres with the accounts.* is missing/,
    ],
  ])('%s', async (_, harm, sentence) => {
    const data = copy()
    harm(data)
    const before = namesIn(data)
    const tell = expect.objectContaining({ name: 'Fault', message: expect.stringMatching(sentence) })
    await expect(open(data)).rejects.toEqual(tell)
    expect(namesIn(data)).toEqual(before)
  })
})

function spoil(folder: string): void {
  for (const name of readdirSync(folder)) writeFileSync(join(folder, name), Buffer.alloc(8192, name))
}

describe('a start without a name', () => {
  test('takes up the data of a version that gave none', async () => {
    const data = join(place, 'before')
    mkdirSync(data)
    const postgres = await openPostgres({ dataDirectory: data })
    await migratePostgres(postgres, migrations.postgres)
    await postgres.pool.query('create table kept as select 7 as seven')
    await postgres.close()
    const warehouse = await openWarehouse({ dataDirectory: data })
    await migrate(warehouse, migrations.warehouse)
    await warehouse.insert('events', events)
    await warehouse.close()
    await within(data, async (folder) => {
      expect(await countOf(folder)).toBe(12)
      expect(await found(folder)).toEqual([{ seven: 7 }])
    })
    const { id } = readIdentity(data) ?? {}
    await within(data, async () => expect(readIdentity(data)?.id).toBe(id))
  })

  test('takes the name that both stores carry', async () => {
    const data = copy()
    remove(data, 'fernweh.json')
    await within(data, async (folder) => expect(await countOf(folder)).toBe(12))
    expect(readIdentity(data)?.id).toBe(readIdentity(whole)?.id)
  })
})

describe('a damaged part is told, start after start, until it is accepted', () => {
  test.each<[string, (data: string) => void]>([
    ['its file is empty', (data) => writeFileSync(join(partOf(data, '2024'), 'data.bin'), '')],
    ['its checksums are rubbish', (data) => writeFileSync(join(partOf(data, '2024'), 'checksums.txt'), 'rubbish')],
    ['it is gone', (data) => rmSync(partOf(data, '2024'), { recursive: true })],
  ])('%s', async (_, harm) => {
    const data = copy()
    harm(data)
    await within(data, async (folder) => {
      expect(folder.lost).toEqual([{ table: 'events', rows: 7 }])
      expect(await countOf(folder)).toBe(5)
    })
  })

  test('all parts of a table are gone', async () => {
    const data = copy()
    empty(table(data, 'events'))
    for (const _start of [1, 2]) {
      await within(data, async (folder) => expect(folder.lost).toEqual([{ table: 'events', rows: 12 }]))
    }
    await within(data, async (folder) => expect(folder.lost).toEqual([]), { adopt: true })
    await within(data, async (folder) => expect(folder.lost).toEqual([]))
  })

  test('rows that were deleted, and parts that were merged, are not missed', async () => {
    const data = copy()
    await within(data, async ({ warehouse }) => {
      await warehouse.insert(
        'events',
        events.map((one) => ({ ...one, message: `9${one.message}`, anchor: '99' })),
      )
      await warehouse.command(sql`optimize table events final`)
      await warehouse.command(sql`alter table events delete where toYear(time) = 2024`, waiting)
    })
    await within(data, async (folder) => {
      expect(folder.lost).toEqual([])
      expect(await countOf(folder)).toBe(10)
    })
  })

  test('an end without farewell loses nothing of what was known', async () => {
    const data = copy()
    const { warehouse, postgres } = await open(data)
    await warehouse.command(sql`alter table events delete where toYear(time) = 2025`, waiting)
    await warehouse.close()
    await postgres.close()
    // The part as it was before the deletion lies there still, and is the same part.
    for (const name of partsOf(data, '2024')) rmSync(name, { recursive: true })
    await within(data, async (folder) => expect(folder.lost).toEqual([{ table: 'events', rows: 7 }]))
  })
})

describe('to adopt goes on with what is there', () => {
  test('without PostgreSQL', async () => {
    const data = copy()
    remove(data, 'postgres')
    await within(data, async (folder) => expect(await countOf(folder)).toBe(12), { adopt: true })
    await within(data, async (folder) => expect(await countOf(folder)).toBe(12))
    expect(readIdentity(data)?.id).not.toBe(readIdentity(whole)?.id)
  })
  test('with another PostgreSQL', async () => {
    const data = copy()
    swap(data, 'postgres')
    await within(data, async (folder) => expect(await found(folder)).toEqual([{ seven: 7 }]), { adopt: true })
    await within(data, async (folder) => expect(await countOf(folder)).toBe(12))
  })
  test('without a table, which is made again', async () => {
    const data = copy()
    remove(metadata(data, 'events.sql'))
    await within(data, async (folder) => expect(await countOf(folder)).toBe(0), { adopt: true })
    await within(data, async (folder) => {
      await folder.warehouse.insert('events', events)
      expect(await countOf(folder)).toBe(12)
    })
  })
})

test('the file of the name is small and says nothing secret', () => {
  expect(Object.keys(JSON.parse(readFileSync(join(whole, 'fernweh.json'), 'utf8')))).toEqual([
    'id',
    'version',
    'stores',
    'lost',
    'accepted',
  ])
})
