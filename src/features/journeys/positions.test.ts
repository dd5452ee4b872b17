import { randomUUID } from 'node:crypto'
import { sql as pgSql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryWarehouse } from '../../../test/engines/chdb.ts'
import { temporaryPglite } from '../../../test/engines/postgres.ts'
import { eventIs } from '../../kernel/rule.ts'
import { openLog } from '../../platform/log.ts'
import type { Postgres } from '../../platform/postgres/open.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import type { Workspace } from '../admin/index.ts'
import { type JourneyDraft, Question } from './schema.ts'
import { type JourneyService, openJourneyService } from './service.ts'
import { happen, settle } from './testing/world.ts'

let warehouse: Warehouse
let postgres: Postgres
let service: JourneyService
const shop = randomUUID()
const settings: Workspace = {
  id: shop,
  name: 'Shop',
  timeZone: 'UTC',
  currency: 'EUR',
  language: 'en',
  role: 'viewer',
}

const place = { place: 'online', media: null, department: '', assumed: null } as const
const draft: JourneyDraft = {
  name: 'Buying',
  phaseModel: 'six-phases',
  phases: [
    { id: 'look', name: 'Look', section: 'before' },
    { id: 'buy', name: 'Buy', section: 'purchase' },
  ],
  touchpoints: [
    { id: 'visit', name: 'Visit', phase: 'look', rule: eventIs('visit'), ...place },
    { id: 'order', name: 'Order', phase: 'buy', rule: eventIs('order'), ...place },
  ],
  goal: eventIs('order'),
  gapDays: 10,
}
const day = (n: number) => `2026-05-${String(n).padStart(2, '0')}T10:00:00.000Z`

beforeAll(async () => {
  ;[warehouse, postgres] = await Promise.all([temporaryWarehouse(), temporaryPglite()])
  await pgSql`insert into workspace (id, name, time_zone, currency, language)
    values (${shop}, 'Shop', 'UTC', 'EUR', 'en')`.execute(postgres.db)
  await happen(warehouse, shop, [
    { person: 1, time: day(1), name: 'visit' },
    { person: 1, time: day(2), name: 'order', value: '12.5' },
    { person: 1, time: day(28), name: 'visit' },
    { person: 2, time: day(3), name: 'visit' },
    { person: 3, time: day(29), name: 'order', value: 4 },
    { person: 4, time: day(30), name: 'something' },
  ])
  await settle(warehouse, shop)
  service = openJourneyService({
    db: postgres.db,
    warehouse,
    log: openLog('silent'),
    now: () => Date.parse(day(30)),
    patienceMs: 60_000,
  })
})
afterAll(async () => {
  await service.measuring.close()
  await Promise.all([warehouse.close(), postgres.close()])
})

test('where people stand on each journey', async () => {
  const journey = await service.create(shop, draft)
  await service.figures(settings, journey.id, Question.parse({}))
  const common = {
    journey: { id: journey.id, name: 'Buying' },
    phases: draft.phases.map(({ id, name }) => ({ id, name })),
  }
  const visit = { phase: 'look', touchpoint: { id: 'visit', name: 'Visit' } }
  const order = { phase: 'buy', touchpoint: { id: 'order', name: 'Order' } }
  const of = (person: string) => service.positions(shop, person)
  expect(await of('1')).toEqual([
    { ...common, ...visit, status: 'open', since: day(28), last: day(28), runs: 2, wins: 1, value: 12.5 },
  ])
  expect(await of('2')).toEqual([
    { ...common, ...visit, status: 'lost', since: day(3), last: day(3), runs: 1, wins: 0, value: 0 },
  ])
  expect(await of('3')).toEqual([
    { ...common, ...order, status: 'won', since: day(29), last: day(29), runs: 1, wins: 1, value: 4 },
  ])
  expect(await of('4')).toEqual([])
  await expect(of('9'.repeat(39))).rejects.toMatchObject({ status: 404 })
  await expect(of('5')).rejects.toMatchObject({ status: 404 })
  await expect(service.positions(randomUUID(), '1')).rejects.toMatchObject({ status: 404 })
})
