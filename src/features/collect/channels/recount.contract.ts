import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { newWorkspace } from '../../../../test/engines/collect.ts'
import { openLog } from '../../../platform/log.ts'
import type { Postgres } from '../../../platform/postgres/open.ts'
import { p, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { Settling } from '../settle.ts'
import { classifier } from './classify.ts'
import { defaultRules } from './defaults.ts'
import type { ChannelRule, Entry } from './schema.ts'
import { openChannels } from './service.ts'

type Seed = { readonly at: string; readonly entry: Entry; readonly channel: string; readonly session?: string }

const google = { utm_source: 'google', utm_medium: 'cpc', landing: '/' }
const seeds: readonly Seed[] = [
  { at: '2025-03-01T10:00:00Z', entry: google, channel: 'paid_search', session: 'a' },
  { at: '2026-06-20T10:00:00Z', entry: google, channel: 'paid_search', session: 'b' },
  { at: '2026-06-20T10:01:00Z', entry: { referrer: 'blog.example' }, channel: 'referral', session: 'c' },
  { at: '2026-06-21T10:01:00Z', entry: {}, channel: 'store' },
]
const mine: ChannelRule = {
  channel: 'Partner',
  rule: { all: [{ any: [{ fact: 'source', op: 'is', values: ['Google', 'BLOG.example'] }] }] },
}

export type Stores = { readonly warehouse: Warehouse; readonly postgres: Postgres }

function bench(stores: () => Stores) {
  const settled: Settling[] = []

  const now = Date.parse('2026-06-30T12:00:00Z')

  function open(through: Warehouse = stores().warehouse) {
    return openChannels({
      db: stores().postgres.db,
      warehouse: through,
      settle: async (settling) => void settled.push(settling),
      arrived: async () => {},
      log: openLog('silent'),
      now: () => now,
    })
  }

  async function store(workspace: string, seeds: readonly Seed[]): Promise<void> {
    await stores().warehouse.insert(
      'events',
      seeds.map(({ at, entry, channel, session = '' }, i) => ({
        workspace,
        anchor: String(i + 1),
        raw_time: at,
        message: String(i + 1),
        time: at,
        name: 'page',
        channel,
        source: 'website',
        session,
        entry,
        import: randomUUID(),
        received: at,
      })),
    )
  }

  const channelsOf = async (workspace: string) => {
    const rows = await stores().warehouse.rows<{ channel: string }>(
      sql`select toString(channel) as channel from events final where workspace = ${p.uuid(workspace)} order by message`,
    )
    return rows.map(({ channel }) => channel)
  }

  return { settled, open, store, channelsOf }
}

/** How past events follow the rules of channels, on whatever engine is given. */
export function recountContract(stores: () => Stores): void {
  const { settled, open, store, channelsOf } = bench(stores)
  test('past events follow changed rules, and only those that the rules are about', async () => {
    const { id } = await newWorkspace(stores().postgres)
    const other = await newWorkspace(stores().postgres)
    await store(id, seeds)
    await store(other.id, seeds)
    const channels = open()
    expect(await channels.book(id)).toMatchObject({ version: 0, isDefault: true, recount: null })
    expect((await channels.classify(id))(google, null)).toBe('paid_search')
    const rules = [mine, ...defaultRules]
    expect(await channels.preview(id, rules)).toEqual({
      visits: 2,
      changed: 2,
      changes: [
        { before: 'paid_search', after: 'Partner', visits: 1 },
        { before: 'referral', after: 'Partner', visits: 1 },
      ],
      channels: [{ channel: 'Partner', visits: 2 }],
    })
    expect(await channels.save(id, { rules, version: 0, by: 'anna' })).toMatchObject({ version: 1, isDefault: false })
    expect((await channels.classify(id))(google, null)).toBe('Partner')
    expect((await channels.classify(id))(google, 'phone')).toBe('phone')
    await channels.idle()
    expect(await channelsOf(id)).toEqual(['Partner', 'Partner', 'Partner', 'store'])
    expect(await channelsOf(other.id)).toEqual(seeds.map(({ channel }) => channel))
    expect(settled).toContainEqual({ workspace: id, touched: 'all' })
    expect((await channels.book(id)).recount).toMatchObject({ state: 'done', progress: 1, changed: 3 })
    await expect(channels.save(id, { rules, version: 0, by: 'ben' })).rejects.toThrow('changed this')
    await channels.save(id, { rules: defaultRules, version: 1, by: 'anna' })
    await channels.idle()
    expect(await channels.book(id)).toMatchObject({ version: 2, isDefault: true })
    expect(await channelsOf(id)).toEqual(seeds.map(({ channel }) => channel))
    await channels.close()
  })
}

/** What becomes of a recount that does not come to its end. */
export function brokenRecountContract(stores: () => Stores): void {
  const { open, store, channelsOf } = bench(stores)
  test('a recount that the end of the program interrupts goes on at the next start', async () => {
    const { id } = await newWorkspace(stores().postgres)
    await store(id, seeds)
    let reached = (): void => undefined
    const stopped = new Promise<void>((resolve) => {
      reached = resolve
    })
    let calls = 0
    const halting: Warehouse = {
      ...stores().warehouse,
      everywhere: async (statement, options) => {
        calls += 1
        if (calls === 1) return stores().warehouse.everywhere(statement, options)
        reached()
        return new Promise((_, reject) => options?.signal?.addEventListener('abort', () => reject(new Error('killed'))))
      },
    }
    const first = open(halting)
    await first.save(id, { rules: [mine, ...defaultRules], version: 0, by: 'anna' })
    await stopped
    await first.close()
    const half = await channelsOf(id)
    expect(half.filter((channel) => channel === 'Partner').length).toBe(2)
    const second = open()
    await second.recover()
    await second.idle()
    expect(await channelsOf(id)).toEqual(['Partner', 'Partner', 'Partner', 'store'])
    expect((await second.book(id)).recount).toMatchObject({ state: 'done' })
    await second.close()
  })

  test('a recount that fails says so and can be tried again', async () => {
    const { id } = await newWorkspace(stores().postgres)
    await store(id, seeds)
    let broken = true
    const failing: Warehouse = {
      ...stores().warehouse,
      everywhere: (statement, options) =>
        broken ? Promise.reject(new Error('out of order')) : stores().warehouse.everywhere(statement, options),
    }
    const channels = open(failing)
    await channels.save(id, { rules: [mine, ...defaultRules], version: 0, by: 'anna' })
    await channels.idle()
    await expect.poll(async () => (await channels.book(id)).recount?.state).toBe('failed')
    broken = false
    await channels.again(id)
    await channels.idle()
    expect((await channels.book(id)).recount).toMatchObject({ state: 'done' })
    expect(await channelsOf(id)).toEqual(
      seeds.map(({ entry, channel }) => (entry.landing || entry.referrer ? classifier([mine])(entry) : channel)),
    )
    await channels.close()
  })
}
