import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { temporaryWarehouse } from '../../../test/engines/chdb.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import type { Caller } from '../admin/index.ts'
import { openSettle } from '../collect/settle.ts'
import { openPeopleService, type PeopleService } from './service.ts'

let warehouse: Warehouse
let people: PeopleService
const caller: Caller = { kind: 'local' }
const asked: string[] = []

beforeAll(async () => {
  warehouse = await temporaryWarehouse()
  people = openPeopleService({
    warehouse,
    inWorkspace: async (_, id, right) => {
      asked.push(right)
      return { id, name: 'test', timeZone: 'UTC', currency: 'EUR', language: 'en', role: 'viewer' }
    },
  })
})
afterAll(() => warehouse.close())

const moment = (minute: number) => new Date(Date.UTC(2026, 4, 1, 8, minute)).toISOString()
const largest = '340282366920938463463374607431768211455'

/** Anna has three events, two at one moment; Ben one; anchor 900 is Anna's e-mail. */
async function load(): Promise<string> {
  const workspace = randomUUID()
  const event = (anchor: string, message: number, minute: number, rest: object) => ({
    workspace,
    anchor,
    message: String(message),
    seq: message,
    raw_time: moment(minute),
    time: moment(minute),
    ...rest,
  })
  await warehouse.insert('events', [
    event(largest, 1, 1, { name: 'visit', channel: 'social', session: 's1', properties: { device: 'mobile' } }),
    event(largest, 2, 5, { name: 'order', value: '12.5', currency: 'EUR', anchor2: '900' }),
    event(largest, 3, 5, { name: 'thanks', value: '-2.25', currency: 'EUR' }),
    event('7', 4, 3, { name: 'visit' }),
  ])
  await warehouse.insert('events', [event('7', 4, 3, { name: 'visit', received: moment(9) })])
  await warehouse.insert('identities', [
    { workspace, anchor: largest, kind: 'user', value: 'Anna-Größe', seen: '2026-05-01 08:00:00' },
    { workspace, anchor: '900', kind: 'email', value: 'anna@example.org', seen: '2026-05-01 08:00:00' },
    { workspace, anchor: '7', kind: 'user', value: 'Ben', seen: '2026-05-01 08:00:00' },
  ])
  await openSettle(warehouse)({ workspace, touched: 'all' })
  return workspace
}

const anna = { personId: largest, label: 'Anna-Größe', first: moment(1), last: moment(5), touches: 3, value: '10.25' }
const ben = { personId: '7', label: 'Ben', first: moment(3), last: moment(3), touches: 1, value: '0' }
const page = { search: '', offset: 0, limit: 50 }

describe('list', () => {
  test('latest contact first, page by page', async () => {
    const workspace = await load()
    expect(await people.list(caller, workspace, page)).toEqual({ people: [anna, ben], total: 2 })
    expect(await people.list(caller, workspace, { ...page, offset: 1, limit: 1 })).toEqual({ people: [ben], total: 2 })
    expect(asked.at(-1)).toBe('view')
    expect(await people.list(caller, randomUUID(), page)).toEqual({ people: [], total: 0 })
  })

  test.each([
    ['GRÖSSE', []],
    ['grÖße', [anna]],
    [' ben ', [ben]],
    ['@EXAMPLE', [anna]],
    ['n', [anna, ben]],
    ["%' or 1", []],
  ])('search %s', async (search, found) => {
    const workspace = await load()
    expect(await people.list(caller, workspace, { ...page, search })).toEqual({ people: found, total: found.length })
  })
})

describe('timeline', () => {
  test('newest first, with everything known', async () => {
    const workspace = await load()
    const timeline = await people.timeline(caller, workspace, { person: largest, limit: 100 })
    expect(timeline).toMatchObject({ personId: largest, touches: 3, value: '10.25', more: false })
    expect(timeline.identities).toEqual([
      { kind: 'user', value: 'Anna-Größe' },
      { kind: 'email', value: 'anna@example.org' },
    ])
    expect(timeline.events.map(({ name }) => name)).toEqual(['thanks', 'order', 'visit'])
    expect(timeline.events[2]).toEqual({
      message: '1',
      time: moment(1),
      name: 'visit',
      channel: 'social',
      session: 's1',
      value: null,
      currency: '',
      properties: { device: 'mobile' },
    })
    expect(timeline.events[0]).toMatchObject({ value: '-2.25', currency: 'EUR' })
  })

  test('a page never cuts a moment in two', async () => {
    const workspace = await load()
    const first = await people.timeline(caller, workspace, { person: largest, limit: 1 })
    expect(first.events.map(({ name }) => name)).toEqual(['thanks', 'order'])
    expect(first.more).toBe(true)
    const before = first.events.at(-1)?.time
    const second = await people.timeline(caller, workspace, { person: largest, limit: 1, before })
    expect(second.events.map(({ name }) => name)).toEqual(['visit'])
    expect(second.more).toBe(false)
  })

  test('an event delivered twice is shown once', async () => {
    const workspace = await load()
    const { events, touches } = await people.timeline(caller, workspace, { person: '7', limit: 10 })
    expect([events.length, touches]).toEqual([1, 1])
  })

  test.each(['8', '9'.repeat(39), '0'])('nobody has the number %s', async (person) => {
    const workspace = await load()
    await expect(people.timeline(caller, workspace, { person, limit: 10 })).rejects.toMatchObject({ status: 404 })
  })
})
