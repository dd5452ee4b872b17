import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { temporaryWarehouse } from '../../../../test/engines/chdb.ts'
import { commonFault } from '../../../kernel/fault.ts'
import { openLive } from '../../../platform/live.ts'
import { openLog } from '../../../platform/log.ts'
import { EngineError, rowCodes } from '../../../platform/warehouse/errors.ts'
import { p, raw, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { SourceRef } from '../sources/schema.ts'
import { openIntake } from './intake.ts'
import { openJournal } from './journal.ts'
import type { Incoming } from './schema.ts'
import { shakyDisk } from './testing/shakyDisk.ts'

let warehouse: Warehouse
let directory: string

beforeAll(async () => {
  warehouse = await temporaryWarehouse()
  directory = await mkdtemp(join(tmpdir(), 'fernweh-faulty-'))
})
afterAll(async () => {
  await warehouse.close()
  await rm(directory, { recursive: true, force: true })
})

const noon = Date.UTC(2026, 5, 1, 12)
const log = openLog('silent')

const source = (): SourceRef => ({
  workspace: randomUUID(),
  id: randomUUID(),
  slug: 'shop',
  kind: 'server',
  trusted: true,
})

const event = (messageId: string): Incoming => ({
  messageId,
  name: 'visit',
  timeMs: noon,
  rawMs: noon,
  identifiers: [{ kind: 'user', value: `u-${messageId.length}` }],
  together: 'together',
  channel: null,
  entry: {},
  session: null,
  value: null,
  currency: '',
  properties: {},
  traits: {},
})

/** An intake on a disk and an engine that fail when they are told to. */
function openFaulty(waiting = 80_000) {
  const disk = shakyDisk()
  const folder = join(mkdtempSync(join(directory, 'one-')), 'journal')
  let failure: (() => Promise<unknown>) | undefined
  const engine: Warehouse = {
    ...warehouse,
    async insertLines(...insert) {
      if (failure) throw await failure()
      await warehouse.insertLines(...insert)
    },
  }
  const intake = openIntake({
    warehouse: engine,
    settle: async () => {},
    live: openLive(),
    log,
    directory: join(folder, '..'),
    now: () => noon,
    limits: { waitMs: 1, waiting, pauses: Array.from({ length: 10_000 }, () => 1) },
    journal: openJournal({ folder, log, now: () => noon, open: disk.open }),
  })
  const fail = (how: (() => Promise<unknown>) | undefined): void => {
    failure = how
  }
  return { intake, disk, folder, fail }
}

const count = async ({ workspace }: SourceRef) => {
  const [row] = await warehouse.rows<{ rows: number; messages: number; refused: number }>(
    sql`select toUInt32(count()) as rows, toUInt32(uniqExact(message)) as messages,
        (select toUInt32(sum(count)) from rejected where workspace = ${p.uuid(workspace)}) as refused
      from events where workspace = ${p.uuid(workspace)}`,
  )
  return row
}

const codes = [243, 241, 252, 573, 76, 75, 1001, 1002, 49, 999, 210].filter((code) => !rowCodes.has(code))
const failures = fc.oneof(
  fc.constantFrom(...codes).map((code) => new EngineError(code, `Code: ${code}. Something is wrong`)),
  fc.constantFrom('ECONNRESET', 'EMFILE', 'ENOSPC').map((code) => Object.assign(new Error(code), { code })),
  fc.constant(commonFault('engine.busy')),
)
type Step =
  | { readonly do: 'send'; readonly events: number }
  | { readonly do: 'journal fails'; readonly after: number }
  | { readonly do: 'engine fails'; readonly error: Error }
  | { readonly do: 'recovers' }
const steps = fc.array(
  fc.oneof<fc.Arbitrary<Step>[]>(
    fc.record({ do: fc.constant('send' as const), events: fc.integer({ min: 1, max: 20 }) }),
    fc.record({ do: fc.constant('journal fails' as const), after: fc.nat(3_000) }),
    fc.record({ do: fc.constant('engine fails' as const), error: failures }),
    fc.record({ do: fc.constant('recovers' as const) }),
  ),
  { minLength: 3, maxLength: 25 },
)

test('whatever fails in whatever order, what is acknowledged is stored exactly once and nothing is refused', () =>
  fc.assert(
    fc.asyncProperty(steps, async (list) => {
      const shop = source()
      const { intake, disk, folder, fail } = openFaulty()
      const recover = () => {
        disk.recover()
        fail(undefined)
      }
      const refused: Incoming[] = []
      let acknowledged = 0
      const send = async (events: readonly Incoming[]) => {
        const taken = await intake.take(shop, events).catch((error: unknown) => {
          expect(error).toMatchObject({ code: 'intake.failing', status: 503 })
          refused.push(...events)
        })
        acknowledged += taken ? taken.stored + taken.duplicates : 0
      }
      const sending: Promise<void>[] = []
      for (const [nth, step] of list.entries()) {
        if (step.do === 'journal fails') disk.failAfter(step.after)
        if (step.do === 'engine fails') fail(async () => step.error)
        if (step.do === 'recovers') recover()
        if (step.do !== 'send') continue
        sending.push(send(Array.from({ length: step.events }, (_, i) => event(`m-${nth}-${i}`))))
        if (nth % 2 === 0) await Promise.all(sending)
      }
      await Promise.all(sending)
      recover()
      await intake.ready()
      await send(refused.splice(0))
      expect(refused).toEqual([])
      await intake.settled()
      expect(await count(shop)).toEqual({ rows: acknowledged, messages: acknowledged, refused: 0 })
      await intake.close()
      expect(await readdir(folder)).toEqual([])
    }),
    { numRuns: 40 },
  ))

test('an end while everything fails ends, and the next start stores what was acknowledged', async () => {
  const shop = source()
  const { intake, disk, folder, fail } = openFaulty()
  fail(async () => new EngineError(243, 'Code: 243. No room'))
  expect(await intake.take(shop, [event('m-1')])).toMatchObject({ stored: 1 })
  disk.failAfter(0)
  await expect(intake.take(shop, [event('m-2')])).rejects.toMatchObject({ code: 'intake.failing' })
  await intake.close()
  expect(await count(shop)).toMatchObject({ rows: 0 })
  const store: Buffer[] = []
  await openJournal({ folder, log, now: () => noon }).recover(async ({ rows }) => {
    store.push(Buffer.from(rows.bytes(0, rows.count)))
  })
  expect(store.map((one) => one.toString().split('\n').length - 1)).toEqual([1])
})

test('whether events can be taken is told, with the reason, until they can', async () => {
  const shop = source()
  const { intake, disk, fail } = openFaulty(1)
  await intake.ready()
  disk.failAfter(0)
  await expect(intake.ready()).rejects.toMatchObject({ code: 'intake.failing', message: /no room left/ })
  disk.recover()
  await intake.ready()
  fail(async () => new Error('The engine is gone'))
  await intake.take(shop, [event('m-1')])
  await vi.waitFor(() => expect(intake.ready()).rejects.toMatchObject({ code: 'intake.full' }))
  fail(undefined)
  await vi.waitFor(() => intake.ready())
  await intake.stored()
  expect(await count(shop)).toMatchObject({ rows: 1 })
  await intake.close()
  await expect(intake.ready()).rejects.toMatchObject({ code: 'intake.closed' })
})

/** Sends from several sides while the engine lacks something for a while; gives what was acknowledged. */
async function underLoad(
  shop: SourceRef,
  lack: (during: () => Promise<void>) => Promise<void>,
  { intake } = openFaulty(),
) {
  let acknowledged = 0
  let over = false
  const senders = Array.from({ length: 8 }, async (_, sender) => {
    for (let nth = 0; !over; nth++) {
      const events = Array.from({ length: 15 }, (_, i) => event(`s-${sender}-${nth}-${i}`))
      const { stored } = await intake.take(shop, events)
      acknowledged += stored
    }
  })
  const reached = (more: number) => {
    const wanted = acknowledged + more
    return vi.waitUntil(() => acknowledged >= wanted, { timeout: 60_000 })
  }
  await reached(1_000)
  await lack(async () => {
    await reached(1_000)
  })
  await reached(1_000)
  over = true
  await Promise.all(senders)
  await intake.stored()
  await intake.close()
  return acknowledged
}

test('too many parts under load lose nothing', async () => {
  const shop = source()
  const limit = (how: Sql) => warehouse.everywhere((physical) => sql`ALTER TABLE ${physical('events')} ${how}`)
  const sent = await underLoad(shop, async (during) => {
    await limit(raw('MODIFY SETTING parts_to_delay_insert = 1, parts_to_throw_insert = 1'))
    await during()
    await limit(raw('RESET SETTING parts_to_delay_insert, parts_to_throw_insert'))
  })
  expect(await count(shop)).toEqual({ rows: sent, messages: sent, refused: 0 })
})

test('too little memory under load loses nothing', async () => {
  const shop = source()
  const faulty = openFaulty()
  const greedy = () =>
    warehouse
      .rows(sql`select length(groupArray(number)) as n from numbers(10000000)`, {
        settings: { max_memory_usage: 1_000_000 },
      })
      .catch((error: unknown) => error)
  const lack = async (during: () => Promise<void>) => {
    faulty.fail(greedy)
    await during()
    faulty.fail(undefined)
  }
  const sent = await underLoad(shop, lack, faulty)
  expect(await count(shop)).toEqual({ rows: sent, messages: sent, refused: 0 })
})
