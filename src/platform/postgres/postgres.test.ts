import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { temporaryPglite, temporaryPostgres } from '../../../test/engines/postgres.ts'
import type { MigrationFile } from '../migrations.ts'
import { migratePostgres } from './migrate.ts'
import { openPostgres, type Postgres, tables } from './open.ts'

type Thing = {
  id: number
  name: string | null
  facts: unknown
  tags: string[] | null
  at: Date | null
  big: number | null
  day: string | null
  body: Buffer | null
}
type Tables = { thing: Partial<Thing> & { id: number } }

const create: MigrationFile = {
  name: '9001_thing',
  checksum: 'a',
  text: `create table thing (id int primary key, name text, facts jsonb, tags text[], at timestamptz, big bigint, day date, body bytea);
    create index on thing (name);`,
}

describe.each([
  ['pglite', temporaryPglite],
  ['server', temporaryPostgres],
] as const)('PostgreSQL as %s', (kind, open) => {
  let postgres: Postgres
  let migrated: MigrationFile[]
  const db = () => tables<Tables>(postgres.db)

  beforeAll(async () => {
    postgres = await open()
    const { rows } = await sql<{ name: string; checksum: string }>`select name, checksum from migration`.execute(
      postgres.db,
    )
    migrated = rows.map((row) => ({ ...row, text: '' }))
    await migratePostgres(postgres, [...migrated, create])
  }, 60_000)
  afterAll(() => postgres.close())

  test('names its kind', () => expect(postgres.kind).toBe(kind))

  test('reads every type back alike', async () => {
    const row = {
      id: 1,
      name: `Ä'"\\,{}`,
      facts: JSON.stringify({ list: [1, { a: null }] }),
      tags: ['a,b', '"', 'NULL'],
      at: new Date('2025-03-30T01:30:00.123Z'),
      big: 9_007_199_254_740_991,
      day: '2025-03-30',
      body: Buffer.from([0, 255, 92]),
    }
    await db().insertInto('thing').values(row).execute()
    const read = await db().selectFrom('thing').selectAll().where('id', '=', 1).executeTakeFirstOrThrow()
    expect(read).toEqual({ ...row, facts: { list: [1, { a: null }] } })
    const { rows } =
      await sql`select count(*) as n, sum(1) as s, array[1, 2]::bigint[] as list, '{}'::bigint[] as none, 1.50::numeric as money`.execute(
        postgres.db,
      )
    expect(rows).toEqual([{ n: 1, s: 1, list: [1, 2], none: [], money: '1.50' }])
  })

  test('refuses numbers that JavaScript cannot hold', async () => {
    await expect(sql`select 9007199254740993::bigint`.execute(postgres.db)).rejects.toThrow('no exact number')
    await expect(sql`select 1 as one`.execute(postgres.db)).resolves.toMatchObject({ rows: [{ one: 1 }] })
  })

  test('tells what a constraint forbids', async () => {
    await db().insertInto('thing').values({ id: 2 }).execute()
    await expect(db().insertInto('thing').values({ id: 2 }).execute()).rejects.toMatchObject({
      code: '23505',
      constraint: 'thing_pkey',
    })
  })

  test('a transaction that fails leaves nothing, and others wait for it or pass it', async () => {
    const failing = db()
      .transaction()
      .execute(async (trx) => {
        await trx.insertInto('thing').values({ id: 10 }).execute()
        throw new Error('stop')
      })
    const beside = db().insertInto('thing').values({ id: 11 }).execute()
    await expect(failing).rejects.toThrow('stop')
    await beside
    const ids = await db().selectFrom('thing').select('id').where('id', 'in', [10, 11]).execute()
    expect(ids).toEqual([{ id: 11 }])
  })

  test('counts the rows it changed', async () => {
    await db()
      .insertInto('thing')
      .values([{ id: 20 }, { id: 21 }])
      .execute()
    const done = await db().updateTable('thing').set({ name: 'x' }).where('id', 'in', [20, 21]).executeTakeFirst()
    expect(done.numUpdatedRows).toBe(2n)
  })

  test('a client that breaks inside a transaction leaves a clean connection', async () => {
    const client = await postgres.pool.connect()
    await client.query('begin')
    await client.query('insert into thing (id) values (30)')
    client.release(new Error('broken'))
    const { rows } = await sql`select id from thing where id = 30`.execute(postgres.db)
    expect(rows).toEqual([])
  })

  test('sorts names as people do', async () => {
    const { rows } = await sql<{
      n: string
    }>`select n from unnest(array['Zebra', 'Äpfel', 'Birne']) n order by n collate "und-x-icu"`.execute(postgres.db)
    expect(rows.map((row) => row.n)).toEqual(['Äpfel', 'Birne', 'Zebra'])
  })

  test('migrates once, and refuses changed or unknown migrations', async () => {
    expect(await migratePostgres(postgres, [...migrated, create])).toEqual([])
    await expect(migratePostgres(postgres, [...migrated, { ...create, checksum: 'b' }])).rejects.toMatchObject({
      code: 'migration.changed',
    })
    await expect(migratePostgres(postgres, migrated)).rejects.toMatchObject({ code: 'migration.unknown' })
  })

  test('a failing migration leaves nothing behind', async () => {
    const bad = { name: '9002_bad', checksum: 'c', text: 'create table half (id int); select nonsense;' }
    await expect(migratePostgres(postgres, [...migrated, create, bad])).rejects.toThrow(
      '9002_bad failed: column "nonsense" does not exist',
    )
    await expect(sql`select * from half`.execute(postgres.db)).rejects.toMatchObject({ code: '42P01' })
    expect(await migratePostgres(postgres, [...migrated, create])).toEqual([])
  })
})

test('data survive closing, and a second opening of the directory is refused with a sentence', async () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'fernweh-data-'))
  const first = await openPostgres({ dataDirectory })
  await sql`create table kept as select 1 as one`.execute(first.db)
  await expect(openPostgres({ dataDirectory })).rejects.toMatchObject({ code: 'directory.busy' })
  await first.close()
  writeFileSync(join(dataDirectory, 'postgres.lock'), JSON.stringify({ pid: 999_999_999, started: '1' }))
  const second = await openPostgres({ dataDirectory })
  expect((await sql`select one from kept`.execute(second.db)).rows).toEqual([{ one: 1 }])
  await second.close()
  rmSync(dataDirectory, { recursive: true })
}, 60_000)

test('an unreachable server is a sentence without its password', async () => {
  const opening = openPostgres({ databaseUrl: 'postgres://someone:secret-word@127.0.0.1:4940/none' })
  await expect(opening).rejects.toMatchObject({ code: 'postgres.unreachable' })
  await expect(opening).rejects.not.toThrow('secret-word')
})
