import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { repositoryRoot } from '../../../platform/root.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { openSettle, type Settled } from '../../collect/index.ts'

export type Happened = {
  readonly person: number
  /** ISO, UTC. */
  readonly time: string
  readonly name: string
  readonly channel?: string
  readonly value?: number | string
  readonly properties?: Readonly<Record<string, string>>
}

const batch = 20_000

/** Stores events as an import would; equal times keep the order of the list. */
export async function happen(warehouse: Warehouse, workspace: string, events: readonly Happened[], firstMessage = 0) {
  for (let start = 0; start < events.length; start += batch) {
    const rows = events.slice(start, start + batch).map((event, i) => ({
      workspace,
      anchor: String(event.person),
      anchor2: '0',
      raw_time: event.time,
      time: event.time,
      message: String(firstMessage + start + i + 1),
      seq: firstMessage + start + i,
      name: event.name,
      channel: event.channel ?? '',
      source: '',
      session: '',
      value: event.value === undefined ? null : String(event.value),
      currency: event.value === undefined ? '' : 'EUR',
      properties: event.properties ?? {},
      import: workspace,
      received: '2025-01-01T00:00:00.000Z',
    }))
    await warehouse.insert('events', rows)
  }
}

export const settle = (warehouse: Warehouse, workspace: string): Promise<Settled> =>
  openSettle(warehouse)({ workspace, touched: 'all' })

/** The clicks of a published online shop, 600 people; a purchase is worth 10. */
export function ecomEvents(): Happened[] {
  const file = join(repositoryRoot(), 'test/fixtures/ecom.csv.gz')
  const lines = gunzipSync(readFileSync(file)).toString().trim().split('\n').slice(1)
  return lines.map((line) => {
    const [user = '', , name = '', time = '', platform = '', channel = ''] = line.split(',')
    return {
      person: 1 + Number(user.slice('user_'.length)),
      time: `${time.replace(' ', 'T')}.000Z`,
      name,
      channel,
      properties: { platform },
      ...(name === 'purchase' ? { value: 10 } : {}),
    }
  })
}
