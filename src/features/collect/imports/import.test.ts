import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { temporaryCollect } from '../../../../test/engines/collect.ts'
import { repositoryRoot } from '../../../platform/root.ts'
import { p, sql } from '../../../platform/warehouse/sql.ts'
import { Mapping } from '../schema.ts'

const fixtures = join(repositoryRoot(), 'test/fixtures')
let bench: Awaited<ReturnType<typeof temporaryCollect>>

beforeAll(async () => {
  bench = await temporaryCollect()
})
afterAll(() => bench.close())

const paths = async (workspace: string) => {
  const [row] = await bench.warehouse.rows<{ people: number; touches: number }>(
    sql`select toUInt32(count()) as people, toUInt32(sum(length(times))) as touches from paths final
      where workspace = ${p.uuid(workspace)} and notEmpty(times)`,
  )
  return row
}

describe('an event file', () => {
  const file = join(fixtures, 'ecom.csv.gz')
  const text = gunzipSync(readFileSync(file)).toString()

  test('is imported unmapped, once', async () => {
    const workspace = await bench.workspace()
    const first = await bench.importPath(workspace, file)
    expect(first).toMatchObject({
      state: 'done',
      read: 31_106,
      imported: 31_106,
      rejected: 0,
      duplicates: 0,
      people: 600,
    })
    const second = await bench.importPath(workspace, file)
    expect(second).toMatchObject({ state: 'done', read: 31_106, imported: 0, duplicates: 31_106, people: 600 })
    expect(await bench.totals(workspace)).toMatchObject({ events: 31_106, people: 600 })
    expect(await paths(workspace.id)).toEqual({ people: 600, touches: 31_106 })
    const [event] = await bench.warehouse.rows(
      sql`select name, channel, session, properties, toString(time) as time, source from events
        where workspace = ${p.uuid(workspace.id)} and session = 'sess_000001' order by events.time limit 1`,
    )
    expect(event).toEqual({
      name: 'home',
      channel: 'email',
      session: 'sess_000001',
      source: 'import',
      time: '2024-03-13 10:21:14.000',
      properties: { platform: 'desktop', user_cohort: '2024-01', user_lifecycle: 'returning' },
    })
  })

  test('with rows added, and in another order, brings only what is new', async () => {
    const workspace = await bench.workspace()
    const [head = '', ...rows] = text.trimEnd().split('\n')
    await bench.importBytes(workspace, [head, ...rows.slice(0, 1000)].join('\n'))
    const later = await bench.importBytes(workspace, [head, ...rows.slice(0, 1500).reverse()].join('\n'))
    expect(later).toMatchObject({ read: 1500, imported: 500, duplicates: 1000 })
  })

  test('taken back leaves nothing, and comes again the same', async () => {
    const workspace = await bench.workspace()
    const [head = '', ...rows] = text.trimEnd().split('\n')
    const first = await bench.importBytes(workspace, [head, ...rows.slice(0, 1000)].join('\n'))
    const later = await bench.importBytes(workspace, [head, ...rows.slice(0, 1500)].join('\n'))
    const before = await bench.totals(workspace)
    expect(await bench.undo(workspace, first.id)).toMatchObject({ state: 'undone' })
    expect(await bench.totals(workspace)).toMatchObject({ events: 500 })
    expect((await paths(workspace.id))?.touches).toBe(500)
    const again = await bench.importBytes(workspace, [head, ...rows.slice(0, 1500)].join('\n'))
    expect(again).toMatchObject({ imported: 1000, duplicates: 500 })
    expect(await bench.totals(workspace)).toEqual(before)
    await bench.undo(workspace, later.id)
    await bench.undo(workspace, again.id)
    expect(await bench.totals(workspace)).toMatchObject({ events: 0, people: 0 })
    expect(await paths(workspace.id)).toEqual({ people: 0, touches: 0 })
    const identities = sql`select 1 from identities where workspace = ${p.uuid(workspace.id)}`
    expect(await bench.warehouse.rows(identities)).toEqual([])
    await expect(bench.undo(workspace, again.id)).rejects.toThrow('Only a finished import')
  })
})

describe('equal rows', () => {
  const row = 'u1,buy,2024-01-01 10:00:00,5'
  const head = 'user_id,event,time,value'

  test('are as many events, and known again one by one', async () => {
    const workspace = await bench.workspace()
    const two = [head, row, row, 'u2,see,2024-01-01 10:00:00,'].join('\n')
    expect(await bench.importBytes(workspace, two)).toMatchObject({ imported: 3 })
    expect(await bench.importBytes(workspace, [head, row, row, row].join('\n'))).toMatchObject({
      imported: 1,
      duplicates: 2,
    })
    expect(await bench.totals(workspace)).toEqual({ events: 4, people: 2, value: 15 })
  })

  test('with a message id are one event, whatever else they say', async () => {
    const workspace = await bench.workspace()
    const lines = ['message_id,user_id,event,time', 'm1,u1,buy,2024-01-01', 'm2,u1,buy,2024-01-01']
    expect(await bench.importBytes(workspace, lines.join('\n'))).toMatchObject({ imported: 2 })
    const mapping = Mapping.parse({
      persons: [{ column: 'user_id', kind: 'user' }],
      time: { column: 'time', format: 'iso' },
      event: { column: 'event' },
      message: { column: 'message_id' },
    })
    const more = [
      ...lines,
      'm1,u2,other,2024-02-02',
      'm3,u1,buy,2024-01-01',
      'm3,u1,buy,2024-01-02',
      ',u1,buy,2024-01-02',
      ',u1,buy,2024-01-02',
    ]
    expect(await bench.importBytes(workspace, more.join('\n'), mapping)).toMatchObject({ imported: 3, duplicates: 4 })
  })
})

test("whoever waits for events is told, and its failure is not the import's", async () => {
  const workspace = await bench.workspace()
  const told: { workspace: string; people: number }[] = []
  bench.collect.onSettled(async ({ workspace: id, touched }) => {
    if (id !== workspace.id || touched === 'all') return
    const rows = await bench.warehouse.rows(sql`select distinct anchor from (${touched})`)
    told.push({ workspace: id, people: rows.length })
    throw new Error('not now')
  })
  const text = 'user_id,event,time\nu1,a,2024-01-01\nu2,a,2024-01-01\n'
  const done = await bench.importBytes(workspace, text)
  expect(done.state).toBe('done')
  await bench.undo(workspace, done.id)
  expect(told).toEqual([
    { workspace: workspace.id, people: 2 },
    { workspace: workspace.id, people: 2 },
  ])
})

describe('a file of transactions', () => {
  const file = join(fixtures, 'transactions.csv')
  const [head = '', ...rows] = readFileSync(file, 'utf8').trimEnd().split('\n')
  const cells = rows.map((row) => row.replaceAll('"', '').split(','))
  const baskets = new Set(cells.map((row) => row[2]))
  const value = cells.reduce((sum, row) => sum + Math.round(Number(row[5]) * 100), 0) / 100

  test('becomes one event per basket, also when its lines come in two files', async () => {
    const workspace = await bench.workspace()
    const part = await bench.importBytes(workspace, [head, ...rows.slice(0, 2500)].join('\n'))
    const all = await bench.importPath(workspace, file)
    expect(all).toMatchObject({ read: 5000, imported: 2500, duplicates: 2500 })
    const whole = await bench.totals(workspace)
    expect(whole.events).toBe(baskets.size)
    expect(whole.value).toBeCloseTo(value, 6)
    await bench.undo(workspace, all.id)
    const first = new Set(cells.slice(0, 2500).map((row) => row[2]))
    expect((await bench.totals(workspace)).events).toBe(first.size)
    await bench.importPath(workspace, file)
    expect(await bench.totals(workspace)).toEqual(whole)
    await bench.undo(workspace, part.id)
    expect((await paths(workspace.id))?.touches).toBe((await bench.totals(workspace)).events)
  })
})
