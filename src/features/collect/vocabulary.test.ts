import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryWarehouse } from '../../../test/engines/chdb.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import { openSettle } from './settle.ts'
import { readVocabulary } from './vocabulary.ts'

let warehouse: Warehouse
beforeAll(async () => {
  warehouse = await temporaryWarehouse()
})
afterAll(() => warehouse.close())

const event = (workspace: string, message: number, anchor: number, rest: object) => {
  const time = `2026-03-0${message}T08:00:00.000Z`
  return { workspace, anchor: String(anchor), message: String(message), raw_time: time, time, ...rest }
}

test('names, channels and properties that occur, with counts', async () => {
  const workspace = randomUUID()
  await warehouse.insert('events', [
    event(workspace, 1, 1, {
      name: 'visit',
      channel: 'social',
      properties: { device: 'mobile', score: '9', 'shop.city': 'Köln' },
    }),
    event(workspace, 2, 1, {
      name: 'visit',
      channel: 'social',
      properties: { device: 'mobile', score: '9.5', odd: `it's "so"` },
    }),
    event(workspace, 3, 2, { name: 'visit', channel: '', properties: { device: 'desktop' } }),
    event(workspace, 4, 2, { name: 'order', channel: 'store', properties: {} }),
  ])
  await warehouse.insert('events', [
    event(randomUUID(), 5, 3, { name: 'foreign', channel: 'x', properties: { secret: '1' } }),
  ])
  await openSettle(warehouse)({ workspace, touched: 'all' })
  expect(await readVocabulary(warehouse, workspace)).toEqual({
    events: [
      { name: 'visit', count: 3, people: 2 },
      { name: 'order', count: 1, people: 1 },
    ],
    channels: [
      { name: 'social', count: 2, people: 1 },
      { name: 'store', count: 1, people: 1 },
    ],
    properties: [
      {
        key: 'device',
        values: [
          { value: 'mobile', count: 2 },
          { value: 'desktop', count: 1 },
        ],
      },
      { key: 'odd', values: [{ value: `it's "so"`, count: 1 }] },
      {
        key: 'score',
        values: expect.arrayContaining([
          { value: '9', count: 1 },
          { value: '9.5', count: 1 },
        ]),
      },
      { key: 'shop.city', values: [{ value: 'Köln', count: 1 }] },
    ],
    from: '2026-03-01T08:00:00.000Z',
    to: '2026-03-04T08:00:00.000Z',
    eventCount: 4,
    people: 2,
  })
})

test('an empty workspace has no words', async () => {
  expect(await readVocabulary(warehouse, randomUUID())).toEqual({
    events: [],
    channels: [],
    properties: [],
    from: null,
    to: null,
    eventCount: 0,
    people: 0,
  })
})
