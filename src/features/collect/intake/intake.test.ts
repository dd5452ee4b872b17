import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { temporaryWarehouse } from '../../../../test/engines/chdb.ts'
import { openLive } from '../../../platform/live.ts'
import { openLog } from '../../../platform/log.ts'
import { EngineError } from '../../../platform/warehouse/errors.ts'
import { p, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { anchorOf } from '../identity/anchor.ts'
import type { Settling } from '../settle.ts'
import type { SourceRef } from '../sources/schema.ts'
import { type IntakeDeps, openIntake } from './intake.ts'
import type { Incoming, LiveMessage } from './schema.ts'

let warehouse: Warehouse
let directory: string

beforeAll(async () => {
  warehouse = await temporaryWarehouse()
  directory = await mkdtemp(join(tmpdir(), 'fernweh-intake-'))
})

afterAll(async () => {
  await Promise.all(opened.map((intake) => intake.close()))
  await warehouse.close()
  await rm(directory, { recursive: true, force: true })
})

const noon = Date.UTC(2026, 5, 1, 12)

const opened: ReturnType<typeof openIntake>[] = []

const open = (more: Partial<IntakeDeps> = {}) => {
  const intake = openIntake({
    warehouse,
    settle: async () => {},
    live: openLive(),
    log: openLog('silent'),
    directory: mkdtempSync(join(directory, 'intake-')),
    now: () => noon,
    limits: { waitMs: 1 },
    ...more,
  })
  opened.push(intake)
  return intake
}

const source = (): SourceRef => ({
  workspace: randomUUID(),
  id: randomUUID(),
  slug: 'shop',
  kind: 'website',
  trusted: false,
})

const event = (more: Partial<Incoming> = {}): Incoming => ({
  messageId: null,
  name: 'visit',
  timeMs: noon,
  rawMs: noon,
  identifiers: [{ kind: 'anonymous', value: 'a-1' }],
  together: 'together',
  channel: null,
  entry: {},
  session: null,
  value: null,
  currency: '',
  properties: {},
  traits: {},
  ...more,
})

/** Once everything taken is in the engine. */
async function rowsOf(query: Sql): Promise<Record<string, unknown>[]> {
  await Promise.allSettled(opened.map((intake) => intake.stored()))
  return warehouse.rows<Record<string, unknown>>(query)
}

const eventsOf = ({ workspace }: SourceRef) =>
  rowsOf(
    sql`select name, toString(anchor) as anchor, toString(anchor2) as anchor2, time, raw_time, channel, source, session,
        value, currency, properties, entry, received
      from events where workspace = ${p.uuid(workspace)} order by seq`,
  )

const tableOf = (table: 'identities' | 'edges' | 'traits', { workspace }: SourceRef) => {
  const from = { identities: sql`identities`, edges: sql`edges`, traits: sql`traits` }[table]
  return rowsOf(sql`select * except (workspace) from ${from} where workspace = ${p.uuid(workspace)} order by all`)
}

test('an event is stored as it came, with what it says about the person', async () => {
  const shop = source()
  const awkward = '"\\\t\n\u0000😀\u2028'
  const taken = await open().take(shop, [
    event({
      name: awkward,
      identifiers: [
        { kind: 'anonymous', value: ' a-1 ' },
        { kind: 'user', value: 'u-1' },
      ],
      timeMs: noon - 1,
      rawMs: Date.UTC(1991, 1, 1),
      channel: 'store',
      session: 's-1',
      value: '-12.3456',
      currency: 'EUR',
      properties: { [awkward]: awkward },
      traits: { email: 'a@b.example' },
    }),
  ])
  expect(taken).toEqual({ stored: 1, duplicates: 0 })
  const [user, device] = [anchorOf(shop.workspace, 'user', 'u-1'), anchorOf(shop.workspace, 'anonymous', 'a-1')]
  expect(await eventsOf(shop)).toEqual([
    {
      name: awkward,
      anchor: user,
      anchor2: device,
      time: '2026-06-01 11:59:59.999',
      raw_time: '1991-02-01 00:00:00.000',
      channel: 'store',
      source: 'shop',
      session: 's-1',
      value: '-12.3456',
      currency: 'EUR',
      properties: { [awkward]: awkward },
      entry: {},
      received: '2026-06-01 12:00:00.000',
    },
  ])
  expect(await tableOf('identities', shop)).toHaveLength(2)
  const edges = await tableOf('edges', shop)
  expect(edges.map(({ anchor, other, how }) => [anchor, other, how]).sort()).toEqual(
    [
      [user, device, 'together'],
      [device, user, 'together'],
    ].sort(),
  )
  expect(await tableOf('traits', shop)).toMatchObject([
    { anchor: user, key: 'email', value: 'a@b.example', source: 'shop' },
  ])
})

describe('messages', () => {
  test('one that comes twice counts once: at the same time, later, and after a restart', async () => {
    const shop = source()
    const first = open()
    const both = await Promise.all([
      first.take(shop, [event({ messageId: 'm-1' }), event({ messageId: 'm-1' })]),
      first.take(shop, [event({ messageId: 'm-1', timeMs: noon + 5 })]),
    ])
    expect(both).toEqual([
      { stored: 1, duplicates: 1 },
      { stored: 0, duplicates: 1 },
    ])
    expect(await first.take(shop, [event({ messageId: 'm-1' })])).toEqual({ stored: 0, duplicates: 1 })
    await first.close()
    const second = open({ now: () => noon + 60_000 })
    await second.recover()
    expect(await second.take(shop, [event({ messageId: 'm-1' }), event({ messageId: 'm-2' })])).toEqual({
      stored: 1,
      duplicates: 1,
    })
    expect(await eventsOf(shop)).toHaveLength(2)
    const other = source()
    expect(await second.take(other, [event({ messageId: 'm-1' })])).toEqual({ stored: 1, duplicates: 0 })
  })

  test('one that could not be kept is not taken for known, and neither was its repetition', async () => {
    const shop = source()
    const place = mkdtempSync(join(directory, 'full-'))
    await writeFile(join(place, 'journal'), 'no folder')
    const intake = open({ directory: place })
    const [one, two] = await Promise.allSettled([
      intake.take(shop, [event({ messageId: 'm-1' })]),
      intake.take(shop, [event({ messageId: 'm-1' })]),
    ])
    expect([one.status, two.status]).toEqual(['rejected', 'rejected'])
    await rm(join(place, 'journal'))
    expect(await intake.take(shop, [event({ messageId: 'm-1' })])).toEqual({ stored: 1, duplicates: 0 })
    expect(await tableOf('identities', shop)).toHaveLength(1)
  })
})

test('a row that the engine refuses is taken out, and the others are stored', async () => {
  const shop = source()
  const strict: Warehouse = {
    ...warehouse,
    async insertLines(table, columns, lines) {
      const bad = Buffer.from(lines)
        .toString()
        .split('\n')
        .findIndex((line) => line.includes('poison'))
      // Now and then the engine does not say which, or says another one.
      if (bad >= 0) throw new EngineError(117, 'No such thing', [bad + 1, undefined, 1, 999][bad % 4])
      await warehouse.insertLines(table, columns, lines)
    },
  }
  const intake = open({ warehouse: strict })
  const list = Array.from({ length: 50 }, (_, i) =>
    event({ name: i % 7 === 3 ? 'poison' : 'fine', messageId: `m-${i}` }),
  )
  await intake.take(shop, list)
  await intake.settled().catch(() => undefined)
  expect(await eventsOf(shop)).toHaveLength(43)
})

test('a try after a failure goes on where the first one ended', async () => {
  const shop = source()
  let failures = 1
  const shaky: Warehouse = {
    ...warehouse,
    async insertLines(table, columns, lines) {
      const text = Buffer.from(lines).toString()
      if (text.includes('poison')) throw new EngineError(117, 'No such thing')
      if (text.includes('late') && failures-- > 0) throw new Error('disk')
      await warehouse.insertLines(table, columns, lines)
    },
  }
  const intake = open({ warehouse: shaky, limits: { waitMs: 1, pauses: [1, 1, 1, 1] } })
  const names = ['first', 'second', 'poison', 'third', 'late']
  await intake.take(
    shop,
    names.map((name) => event({ name })),
  )
  expect((await eventsOf(shop)).map(({ name }) => name)).toEqual(['first', 'second', 'third', 'late'])
})

test('visits end with a pause of half an hour or another campaign, and go on after a restart', async () => {
  const shop = source()
  const intake = open()
  const minute = 60_000
  const at = (minutes: number, more: Partial<Incoming> = {}) => event({ timeMs: noon + minutes * minute, ...more })
  const user = [
    { kind: 'user', value: 'u-1' },
    { kind: 'anonymous', value: 'a-1' },
  ] as const
  await intake.take(shop, [
    at(0, { entry: { utm_source: 'a' } }),
    at(10, { entry: {} }),
    at(20, { identifiers: user, entry: { utm_source: 'a' } }),
    at(25, { entry: { utm_source: 'b' } }),
    at(56, {}),
  ])
  await intake.close()
  const later = open({ now: () => noon + 60 * minute })
  await later.recover()
  await later.take(shop, [at(80, { identifiers: user })])
  const rows = await eventsOf(shop)
  const sessions = rows.map(({ session }) => session)
  expect(new Set(sessions.slice(0, 3)).size).toBe(1)
  expect(new Set(sessions).size).toBe(3)
  expect(sessions[5]).toBe(sessions[4])
  expect(rows.map(({ entry }) => entry)).toEqual([
    { utm_source: 'a' },
    { utm_source: 'a' },
    { utm_source: 'a' },
    { utm_source: 'b' },
    {},
    {},
  ])
})

test('gates drop and change, and channels are named from how the visit began', async () => {
  const shop = source()
  const intake = open()
  intake.guard(async (_workspace, list) => list.filter(({ name }) => name !== 'secret'))
  intake.classify(() => (entry, given) => given ?? (entry.utm_source === 'google' ? 'search' : 'direct'))
  await intake.take(shop, [
    event({ name: 'secret' }),
    event({ entry: { utm_source: 'google' } }),
    event({}),
    event({ channel: 'store', identifiers: [{ kind: 'customer', value: '7' }] }),
  ])
  const rows = await eventsOf(shop)
  expect(rows.map(({ channel }) => channel)).toEqual(['search', 'search', 'store'])
})

test('what the engine does not take is kept: tried again, and stored by the next start', async () => {
  const shop = source()
  const place = mkdtempSync(join(directory, 'kept-'))
  let tries = 0
  const gone: Warehouse = {
    ...warehouse,
    insertLines: async () => {
      tries++
      throw new Error('The engine is gone')
    },
  }
  const intake = open({ warehouse: gone, directory: place, limits: { waitMs: 1, pauses: [1, 1, 1, 1] } })
  const user = { kind: 'user', value: 'u-1' } as const
  const one = event({ messageId: 'm-1', identifiers: [user, ...event().identifiers], traits: { email: 'a@b.example' } })
  expect(await intake.take(shop, [one])).toEqual({ stored: 1, duplicates: 0 })
  await vi.waitUntil(() => tries > 3)
  expect(await intake.take(shop, [one, event({ messageId: 'm-2' })])).toEqual({ stored: 1, duplicates: 1 })
  await intake.close()
  expect(await eventsOf(shop)).toEqual([])
  const settled: Settling[] = []
  const settle = async (settling: Settling) => {
    settled.push(settling)
  }
  const next = open({ directory: place, settle })
  await next.recover()
  expect(await readdir(join(place, 'journal'))).toEqual([])
  expect(await next.take(shop, [one, event({ messageId: 'm-2' })])).toEqual({ stored: 0, duplicates: 2 })
  expect(await eventsOf(shop)).toHaveLength(2)
  expect(await tableOf('identities', shop)).toHaveLength(2)
  expect(await tableOf('edges', shop)).toHaveLength(2)
  expect(await tableOf('traits', shop)).toHaveLength(1)
  await next.settled()
  expect(settled.filter(({ workspace }) => workspace === shop.workspace)).toHaveLength(1)
})

test('a try that stored everything, and failed all the same, doubles nothing: not by another try, nor at the next start', async () => {
  const shop = source()
  const place = mkdtempSync(join(directory, 'doubt-'))
  let failures = 0
  const doubtful: Warehouse = {
    ...warehouse,
    async insertLines(table, columns, lines) {
      await warehouse.insertLines(table, columns, lines)
      if (table === 'events' && failures++ < 2) throw new Error('The connection was lost')
    },
  }
  const intake = open({ warehouse: doubtful, directory: place, limits: { waitMs: 1, pauses: [1, 1, 1, 1] } })
  await intake.take(shop, [event({ messageId: 'm-1' }), event()])
  expect(await eventsOf(shop)).toHaveLength(2)
  failures = 0
  const closing = open({ warehouse: doubtful, directory: place, limits: { waitMs: 60_000 } })
  await closing.take(shop, [event({ messageId: 'm-2' }), event()])
  await closing.close()
  expect(await readdir(join(place, 'journal'))).toHaveLength(1)
  const next = open({ directory: place })
  await next.recover()
  expect(await readdir(join(place, 'journal'))).toEqual([])
  expect(await eventsOf(shop)).toHaveLength(4)
})

test('whoever comes again after being removed is named again', async () => {
  const shop = source()
  const intake = open()
  await intake.take(shop, [event()])
  expect(await tableOf('identities', shop)).toHaveLength(1)
  await warehouse.command(sql`delete from identities where workspace = ${p.uuid(shop.workspace)}`)
  intake.forget()
  await intake.take(shop, [event()])
  expect(await tableOf('identities', shop)).toHaveLength(1)
})

test('what waits is bounded: further calls are sent away with a time to come back', async () => {
  const shop = source()
  let release = () => {}
  const held = new Promise<void>((done) => {
    release = done
  })
  const slow: Warehouse = {
    ...warehouse,
    insertLines: (...insert) => held.then(() => warehouse.insertLines(...insert)),
  }
  const intake = open({ warehouse: slow, limits: { waitMs: 1, waiting: 3 } })
  expect(await intake.take(shop, [event(), event(), event()])).toEqual({ stored: 3, duplicates: 0 })
  await expect(intake.take(shop, [event()])).rejects.toMatchObject({ code: 'intake.overloaded', status: 429 })
  release()
  await intake.stored()
  expect(await intake.take(shop, [event()])).toEqual({ stored: 1, duplicates: 0 })
})

test('settling follows, is told live, and catches up after an end without it', async () => {
  const shop = source()
  const settled: Settling[] = []
  const live = openLive()
  const heard: LiveMessage[] = []
  live.subscribe(shop.workspace, (message) => heard.push(message as LiveMessage))
  const settle = async (settling: Settling) => {
    settled.push(settling)
  }
  const place = await mkdtemp(join(directory, 'settling-'))
  const intake = open({ settle, live, directory: place })
  await intake.take(shop, [event(), event()])
  intake.reject(shop, [{ reason: 'message.shape', field: 'type', detail: 'is missing', sample: '{}' }])
  await intake.settled()
  expect(settled.map(({ workspace }) => workspace)).toEqual([shop.workspace])
  expect(heard).toMatchObject([
    { kind: 'events', count: 2, events: [{ name: 'visit', source: 'shop' }, {}] },
    { kind: 'rejected', source: 'shop', count: 1 },
    { kind: 'settled' },
  ])
  await intake.take(shop, [event({ identifiers: [{ kind: 'user', value: 'late' }] })])
  await intake.stored()
  const next = open({ settle, directory: place })
  await next.recover()
  await next.settled()
  expect(settled.filter(({ workspace }) => workspace === shop.workspace)).toHaveLength(2)
})

test('of rejected messages all are counted and some are kept', async () => {
  const shop = source()
  const intake = open({ now: Date.now })
  const one = { reason: 'message.type', field: 'type', detail: 'is unknown', sample: '\ud800x'.repeat(3000) }
  intake.reject(
    shop,
    Array.from({ length: 100 }, () => one),
  )
  await intake.settled()
  const rows = await warehouse.rows<{ count: number; length: number }>(
    sql`select count, lengthUTF8(sample) as length from rejected where workspace = ${p.uuid(shop.workspace)} and received > 0`,
  )
  expect(rows).toHaveLength(5)
  expect(rows.reduce((sum, row) => sum + row.count, 0)).toBe(100)
})
