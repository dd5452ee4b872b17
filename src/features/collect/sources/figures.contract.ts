import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type { TemporaryProduct } from '../../../../test/engines/product.ts'

const hour = 3_600_000
const started = Date.now()
const ago = (ms: number) => new Date(started - ms).toISOString()

const eventRow = (workspace: string, i: number, change: object) => ({
  workspace,
  anchor: String(1000 + i),
  raw_time: ago(40 * 24 * hour),
  message: String(i),
  time: ago(40 * 24 * hour),
  seq: String(i),
  anchor2: '0',
  name: 'page_view',
  channel: 'web',
  source: 'onlineshop',
  session: '',
  value: null,
  currency: '',
  properties: { path: `/${i}` },
  import: '00000000-0000-0000-0000-000000000000',
  received: ago(0),
  ...change,
})

const rejectedRow = (workspace: string, change: object) => ({
  workspace,
  source: 'onlineshop',
  received: ago(hour),
  reason: 'time_invalid',
  field: 'timestamp',
  detail: 'is not a time',
  sample: '{"timestamp":"soon"}',
  count: 1,
  ...change,
})

/** Volume, errors and sums, on whatever engine is given. */
export function sourceFiguresContract(product: () => TemporaryProduct): void {
  let workspace: string
  let source: string
  const sources = () => product().client.collect.sources

  describe('figures', () => {
    beforeAll(async () => {
      const settings = { name: 'Laden', timeZone: 'UTC', currency: 'EUR', language: 'de' } as const
      workspace = (await product().client.admin.createWorkspace(settings)).id
      const made = await sources().create({ workspace, name: 'Onlineshop', kind: 'website', origins: [] })
      source = made.source.id
      await product().warehouse.insert('events', [
        ...Array.from({ length: 7 }, (_, i) => eventRow(workspace, i, { value: '0.0150' })),
        ...Array.from({ length: 5 }, (_, i) => eventRow(workspace, 100 + i, { received: ago(25 * hour) })),
        ...Array.from({ length: 3 }, (_, i) => eventRow(workspace, 200 + i, { received: ago(31 * 24 * hour) })),
        eventRow(workspace, 300, { source: 'elsewhere', value: '100.0000' }),
        eventRow(workspace, 400, { workspace: randomUUID(), value: '100.0000' }),
      ])
      await product().warehouse.insert('events', [eventRow(workspace, 300, { source: 'elsewhere', value: '100.0000' })])
      await product().warehouse.insert('rejected', [
        rejectedRow(workspace, {}),
        rejectedRow(workspace, { reason: 'flood', count: 40, received: ago(2 * hour) }),
        rejectedRow(workspace, { source: 'elsewhere' }),
        rejectedRow(workspace, { workspace: randomUUID(), sample: 'foreign' }),
      ])
    })

    test('tell how a source does', async () => {
      const row = await sources().one({ workspace, source })
      expect(row).toMatchObject({ state: 'live', volume: { day: 7, month: 12, rejected: 41 } })
      expect(row.volume.trend).toHaveLength(30)
      expect(row.volume.trend.slice(-2)).toEqual([5, 7])
    })

    test('show what came in last and what stayed out', async () => {
      const events = await sources().events({ workspace, source, limit: 8 })
      expect(events).toHaveLength(8)
      expect(events[0]).toMatchObject({
        name: 'page_view',
        channel: 'web',
        personId: '1006',
        properties: { path: '/6' },
      })
      expect(await sources().rejected({ workspace, source, limit: 1, offset: 1 })).toMatchObject({
        total: 2,
        rejected: [{ reason: 'flood', count: 40, field: 'timestamp' }],
      })
    })

    test('add up to the cent, repeated deliveries once', async () => {
      expect(await sources().stats({ workspace })).toEqual({ events: 16, people: 0, value: '100.11', rejected: 42 })
    })

    test('count what is refused from now on', async () => {
      const { rejected: before } = await sources().stats({ workspace })
      const from = { workspace, id: source, slug: 'onlineshop', kind: 'website' as const, trusted: false }
      const why = { reason: 'time_invalid', field: 'timestamp', detail: '', sample: '{}' }
      product().collect.intake.reject(from, [why, { ...why, reason: 'person.none' }])
      await product().collect.intake.settled()
      expect(await sources().stats({ workspace })).toMatchObject({ rejected: before + 2 })
      const { total, rejected } = await sources().rejected({ workspace, source })
      expect(total).toBe(4)
      expect(
        rejected
          .slice(0, 2)
          .map(({ reason }) => reason)
          .sort(),
      ).toEqual(['person.none', 'time_invalid'])
    })
  })
}
