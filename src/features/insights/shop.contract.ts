import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { repositoryRoot } from '../../platform/root.ts'
import { p, sql } from '../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import type { Workspace } from '../admin/index.ts'
import { openSettle } from '../collect/settle.ts'
import { readVocabulary } from '../collect/vocabulary.ts'
import { openPeopleService } from '../people/service.ts'
import { FlowQuestion, FunnelQuestion } from './schema.ts'
import { openReports } from './service.ts'

const settings = (id: string): Workspace => ({
  id,
  name: 'shop',
  timeZone: 'UTC',
  currency: 'EUR',
  language: 'en',
  role: 'viewer',
})
/** Counted by a program of its own. */
const hoursToPurchase = 0.618889
const byPlatform = [
  ['desktop', 316, 47],
  ['mobile', 212, 26],
  ['tablet', 72, 12],
]

const steps = ['catalog', 'product_view', 'add_to_cart', 'payment_details', 'purchase']

/** Stores the clicks of test/fixtures/ecom.csv.gz as events. */
async function loadShop(warehouse: Warehouse): Promise<string> {
  const workspace = randomUUID()
  const path = join(repositoryRoot(), 'test/fixtures/ecom.csv.gz')
  await warehouse.readFile({ path, format: 'CSVWithNames' }, async (table, reader) => {
    await reader.into(
      'events',
      ['workspace', 'anchor', 'raw_time', 'message', 'time', 'seq', 'name', 'channel', 'session', 'properties'],
      sql`select ${p.uuid(workspace)}, reinterpretAsUInt128(sipHash128(user_id)), toDateTime64(timestamp, 3, 'UTC') as at,
        nth, at, nth, event, acquisition_channel, session_id, map('platform', platform)
        from (select *, rowNumberInAllBlocks() + 1 as nth from ${table} settings max_threads = 1)`,
    )
  })
  return workspace
}

/** What every kind of warehouse answers about the clicks of a real shop. */
export function shopContract(warehouseNow: () => Warehouse): void {
  let warehouse: Warehouse
  let workspace: string
  let reports: ReturnType<typeof openReports>

  beforeAll(async () => {
    warehouse = warehouseNow()
    workspace = await loadShop(warehouse)
    const settle = openSettle(warehouse)
    const half = sql`select anchor from events where workspace = ${p.uuid(workspace)} and name = 'purchase'`
    await settle({ workspace, touched: half })
    await settle({ workspace, touched: 'all' })
    reports = openReports(warehouse)
  })

  const funnel = (question: object) => reports.funnel(settings(workspace), FunnelQuestion.parse({ steps, ...question }))

  test.each([
    ['1d', [600, 591, 386, 173, 56]],
    ['7d', [600, 591, 410, 220, 85]],
    ['30d', [600, 596, 465, 294, 138]],
  ])('funnel within %s', async (within, people) => {
    const whole = await funnel({ within })
    expect(whole.steps.map((step) => step.people)).toEqual(people)
    for (const by of ['channel', 'platform']) {
      const parts = await funnel({ within, by })
      expect(parts.steps).toEqual(whole.steps)
      const sums = steps.map((_, i) =>
        (parts.groups ?? []).reduce((sum, group) => sum + (group.steps[i]?.people ?? 0), 0),
      )
      expect(sums).toEqual(people)
    }
  })

  test('funnel by platform, with times', async () => {
    const { steps: found, groups } = await funnel({ within: '7d', by: 'platform' })
    expect(found.map(({ hours }) => hours?.n ?? null)).toEqual([null, 591, 410, 220, 85])
    expect(found[4]?.hours?.median).toBeCloseTo(hoursToPurchase, 6)
    expect(groups?.map(({ value, steps: own }) => [value, own[0]?.people, own[4]?.people])).toEqual(byPlatform)
  })

  test('flow: who comes in goes somewhere', async () => {
    const { people, links } = await reports.flow(settings(workspace), FlowQuestion.parse({}))
    expect(people).toBe(600)
    for (const position of [2, 3, 4, 5]) {
      const into = links.filter((link) => link.position === position - 1 && link.to !== null)
      const out = links.filter((link) => link.position === position)
      const sum = (some: typeof links) => some.reduce((total, link) => total + link.people, 0)
      expect(sum(out)).toBe(sum(into))
      expect(out.every(({ from, to }) => from !== to)).toBe(true)
    }
  })

  test('words of the workspace', async () => {
    const words = await readVocabulary(warehouse, workspace)
    expect(words).toMatchObject({ eventCount: 31_106, people: 600 })
    expect(words.events.reduce((sum, { count }) => sum + count, 0)).toBe(31_106)
    expect(words.events.find(({ name }) => name === 'purchase')?.people).toBe(328)
    expect(words.properties.map(({ key }) => key)).toEqual(['platform'])
  })

  test('people and their timelines', async () => {
    const service = openPeopleService({ warehouse, admin: { audit: { write: async () => {} } } })
    const everybody = { search: '', known: 'all', sort: 'last', order: 'desc', columns: [] } as const
    const { people, total } = await service.list(settings(workspace), { ...everybody, offset: 0, limit: 3 })
    const all = { events: [], channels: [], search: '', limit: 1000 }
    expect([people.length, total]).toEqual([3, 600])
    for (const { personId, touches, last } of people) {
      const timeline = await service.timeline(settings(workspace), { ...all, person: personId })
      expect([timeline.events.length, timeline.events[0]?.time]).toEqual([touches, last])
    }
  })
}
