import { randomUUID } from 'node:crypto'
import { createRouterClient } from '@orpc/server'
import { sql as pgSql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryWarehouse } from '../../../test/engines/chdb.ts'
import { temporaryPglite } from '../../../test/engines/postgres.ts'
import { eventIs } from '../../kernel/rule.ts'
import { openLog } from '../../platform/log.ts'
import type { Postgres } from '../../platform/postgres/open.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import type { Workspace } from '../admin/index.ts'
import { type Journeys, openJourneys } from './index.ts'
import { ecomEvents, happen, settle } from './testing/world.ts'

let warehouse: Warehouse
let postgres: Postgres
let journeys: Journeys
const workspace = randomUUID()
const settings: Workspace = {
  id: workspace,
  name: 'Shop',
  timeZone: 'UTC',
  currency: 'EUR',
  language: 'en',
  role: 'owner',
}

beforeAll(async () => {
  ;[warehouse, postgres] = await Promise.all([temporaryWarehouse(), temporaryPglite()])
  await pgSql`insert into workspace (id, name, time_zone, currency, language)
    values (${workspace}, 'Shop', 'UTC', 'EUR', 'en')`.execute(postgres.db)
  await happen(warehouse, workspace, ecomEvents().slice(0, 3000))
  await settle(warehouse, workspace)
  const log = openLog('silent')
  journeys = openJourneys({ db: postgres.db, warehouse, log, patienceMs: 60_000 })
})
afterAll(async () => {
  await journeys.close()
  await Promise.all([warehouse.close(), postgres.close()])
})

test('the contract leads from a phase model to figures and people', async () => {
  const ask = createRouterClient(journeys.routes, { context: { caller: { kind: 'local' }, workspace: settings } })
  const models = await ask.phaseModels({ workspace })
  expect(models).toHaveLength(6)
  const draft = await ask.draft({
    workspace,
    phaseModel: models[0]?.id ?? '',
    goal: eventIs('purchase'),
    name: 'Buying',
  })
  const { id: journey, version } = await ask.create({ workspace, ...draft })
  expect(await ask.list({ workspace })).toMatchObject([{ id: journey, name: 'Buying' }])
  const figures = await ask.figures({ workspace, journey })
  expect(figures).toMatchObject({ state: 'ready', compare: null })
  const touchpoint = 'product-view'
  const detail = await ask.touchpoint({ workspace, journey, touchpoint })
  expect(detail.figures).toEqual(figures.touchpoints.find((one) => one.touchpoint === touchpoint))
  const people = await ask.travellers({ workspace, journey, touchpoint, limit: 5 })
  expect(people).toMatchObject({ total: detail.figures.people, people: { length: 5 } })
  const saved = await ask.save({ workspace, journey, version, ...draft, name: 'Shopping' })
  expect(await ask.get({ workspace, journey })).toEqual(saved)
  await ask.remove({ workspace, journey })
  expect(await ask.list({ workspace })).toEqual([])
})
