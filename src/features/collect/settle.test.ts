import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryWarehouse } from '../../../test/engines/chdb.ts'
import { p, sql } from '../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import { readCodes } from './codes.ts'
import { pathsIn } from './scope.ts'
import { countPeople, openSettle } from './settle.ts'

let warehouse: Warehouse
beforeAll(async () => {
  warehouse = await temporaryWarehouse()
})
afterAll(() => warehouse.close())

type Touch = {
  person: number
  time: number
  seq: number
  message: number
  name: string
  channel: string
  value: number | null
}

const start = Date.UTC(2024, 5, 1)
const touch: fc.Arbitrary<Touch> = fc.record({
  person: fc.integer({ min: 1, max: 6 }),
  time: fc.integer({ min: 0, max: 4 }).map((n) => start + n * 86_400_000 * 100),
  seq: fc.integer({ min: 0, max: 3 }),
  message: fc.integer({ min: 1, max: 1_000_000 }),
  name: fc.constantFrom('visit', 'order', 'Ärger', 'näh', '🚲'),
  channel: fc.constantFrom('', 'store', 'e-mail'),
  value: fc.option(fc.integer({ min: -500, max: 9999 }).map((cents) => cents / 100)),
})

const store = (workspace: string, touches: readonly Touch[], received = start) =>
  warehouse.insert(
    'events',
    touches.map(({ person, time, message, ...rest }) => ({
      workspace,
      anchor: String(person),
      raw_time: time,
      time,
      message: String(message),
      ...rest,
      value: rest.value === null ? null : rest.value.toFixed(2),
      received,
    })),
  )

const touchedSql = (people: readonly number[]) => sql`select arrayJoin(${p.anchors(people.map(String))}) as anchor`

type PathRow = { person: string; times: string[]; events: number[]; channels: number[]; values: (string | null)[] }

async function readPaths(workspace: string) {
  const [rows, codes] = await Promise.all([
    warehouse.rows<PathRow>(
      sql`select person, times, events, channels, values from ${pathsIn({ workspace })} order by person`,
    ),
    readCodes(warehouse, workspace),
  ])
  return rows.map((row) => ({
    person: Number(row.person),
    touches: row.times.map((time, i) => ({
      time: Number(time),
      name: codes.events.get(row.events[i] ?? 0) ?? '',
      channel: codes.channels.get(row.channels[i] ?? 0) ?? '',
      value: row.values[i] == null ? null : Number(row.values[i]),
    })),
  }))
}

const expected = (touches: readonly Touch[]) =>
  [...new Set(touches.map(({ person }) => person))]
    .sort((a, b) => a - b)
    .map((person) => ({
      person,
      touches: touches
        .filter((one) => one.person === person)
        .sort((a, b) => a.time - b.time || a.seq - b.seq || a.message - b.message)
        .map(({ time, name, channel, value }) => ({ time, name, channel, value })),
    }))

const erase = (workspace: string, messages: readonly number[]) =>
  warehouse.everywhere(
    (physical) => sql`alter table ${physical('events')} delete
      where workspace = ${p.uuid(workspace)} and message in ${p.anchors(messages.map(String))}`,
    { settings: { mutations_sync: 2 } },
  )

const history = fc.array(
  fc.record({ add: fc.uniqueArray(touch, { selector: ({ message }) => message, maxLength: 12 }), drop: fc.nat(3) }),
  { minLength: 1, maxLength: 4 },
)

test('paths settled bit by bit equal the events, and a full rebuild', { timeout: 120_000 }, async () => {
  const settle = openSettle(warehouse)
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      const workspace = randomUUID()
      let now: Touch[] = []
      for (const { add, drop } of steps) {
        const fresh = add.filter(({ message }) => now.every((one) => one.message !== message))
        if (fresh.length > 0) await store(workspace, fresh)
        await settle({ workspace, touched: touchedSql(fresh.map(({ person }) => person)) })
        now = [...now, ...fresh]
        const gone = now.filter((one) => one.person % 4 === drop)
        if (gone.length > 0)
          await erase(
            workspace,
            gone.map(({ message }) => message),
          )
        now = now.filter((one) => !gone.includes(one))
        await settle({ workspace, touched: touchedSql(gone.map(({ person }) => person)) })
        expect(await readPaths(workspace)).toEqual(expected(now))
      }
      await settle({ workspace, touched: 'all' })
      expect(await readPaths(workspace)).toEqual(expected(now))
      expect(await countPeople(warehouse, workspace)).toBe(expected(now).length)
    }),
    { numRuns: 5, seed: 4870 },
  )
})

test('a message delivered twice counts once', async () => {
  const workspace = randomUUID()
  const one: Touch = { person: 1, time: start, seq: 1, message: 7, name: 'visit', channel: '', value: 5 }
  await store(workspace, [one])
  await store(workspace, [{ ...one, seq: 2 }], start + 1000)
  await openSettle(warehouse)({ workspace, touched: 'all' })
  expect(await readPaths(workspace)).toEqual(expected([one]))
})

test('codes are kept when names come and go, and workspaces do not mix', async () => {
  const settle = openSettle(warehouse)
  const [mine, other] = [randomUUID(), randomUUID()]
  const make = (message: number, name: string): Touch => ({
    person: message,
    time: start,
    seq: 0,
    message,
    name,
    channel: 'store',
    value: null,
  })
  await store(mine, [make(1, 'm'), make(2, 'z')])
  await store(other, [make(1, 'q')])
  await settle({ workspace: mine, touched: 'all' })
  await settle({ workspace: other, touched: 'all' })
  const before = await readCodes(warehouse, mine)
  await erase(mine, [1])
  await store(mine, [make(3, 'a')])
  await Promise.all([
    settle({ workspace: mine, touched: touchedSql([1, 3]) }),
    settle({ workspace: mine, touched: touchedSql([3]) }),
  ])
  const after = await readCodes(warehouse, mine)
  expect([before.eventCode('m'), before.eventCode('z')]).toEqual([1, 2])
  expect([...after.events]).toEqual([
    [1, 'm'],
    [2, 'z'],
    [3, 'a'],
  ])
  expect([...(await readCodes(warehouse, other)).events]).toEqual([[1, 'q']])
  expect(after.eventCode('q')).toBe(0)
  expect((await readPaths(mine)).map(({ person }) => person)).toEqual([2, 3])
})

test('more people than are named one by one', { timeout: 120_000 }, async () => {
  const workspace = randomUUID()
  await warehouse.command(sql`insert into events (workspace, anchor, raw_time, message, time, name)
    select ${p.uuid(workspace)}, reinterpretAsUInt128(sipHash128(number)), ${p.ms(start)}, number, ${p.ms(start)}, 'visit'
    from numbers(30000)`)
  const settle = openSettle(warehouse)
  await settle({
    workspace,
    touched: sql`select anchor from events where workspace = ${p.uuid(workspace)} and message < 12000`,
  })
  expect(await countPeople(warehouse, workspace)).toBe(12_000)
  await settle({ workspace, touched: sql`select anchor from events where workspace = ${p.uuid(workspace)}` })
  expect(await countPeople(warehouse, workspace)).toBe(30_000)
})
