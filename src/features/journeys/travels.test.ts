import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryWarehouse } from '../../../test/engines/chdb.ts'
import { type Condition, eventIs } from '../../kernel/rule.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import type { Workspace } from '../admin/index.ts'
import { openFacets } from '../collect/facets/service.ts'
import { openSettle } from '../collect/settle.ts'
import { openWorkspaceTurns } from '../collect/turns.ts'
import { figuresOf, planOf } from './asking.ts'
import { detailOf, travellersOf } from './detail.ts'
import { measureOf } from './measure.ts'
import type { Journey } from './schema.ts'
import { touchpoint } from './testing/touchpoint.ts'
import { type Happened, happen } from './testing/world.ts'
import { openRuns } from './writing.ts'

let warehouse: Warehouse
beforeAll(async () => {
  warehouse = await temporaryWarehouse()
})
afterAll(() => warehouse.close())

const journey: Journey = {
  id: randomUUID(),
  version: 1,
  changed: '',
  name: 'x',
  phaseModel: 'x',
  phases: [
    { id: 'look', name: 'Look', section: 'before' },
    { id: 'buy', name: 'Buy', section: 'purchase' },
  ],
  touchpoints: [touchpoint('view', 'look'), touchpoint('purchase', 'buy')],
  goal: eventIs('purchase'),
  gapDays: 20,
}

const events = Array.from({ length: 400 }, (_, i): Happened => {
  const device = ['mobile', 'desktop', ''][(i * 7) % 3] ?? ''
  return {
    person: 1 + ((i * 31) % 57),
    time: new Date(Date.UTC(2025, 0, 1) + i * 7_000_000).toISOString(),
    name: i % 5 === 0 ? 'purchase' : 'view',
    channel: i % 4 === 0 ? 'email' : '',
    properties: i % 3 === 0 ? {} : { device, size: String(i % 11) },
  }
})

const property = (key: string, op: Condition['op'], ...values: string[]): Condition => ({
  field: 'property',
  key,
  op,
  values,
})
const filters: Condition[][] = [
  [property('device', 'is', 'mobile')],
  [property('device', 'missing')],
  [property('device', 'is_not', 'mobile'), property('size', 'at_least', '9')],
  [
    property('device', 'contains', 'top'),
    property('color', 'missing'),
    { field: 'channel', op: 'is', values: ['email'] },
  ],
  [property('size', 'is', '3'), { field: 'value', op: 'missing', values: [] }, property('size', 'is', '4')],
]

test.each(['chdb', 'cluster'] as const)(
  'a map answers alike with and without values kept by person, as on a %s',
  async (kind) => {
    const workspace: Workspace = {
      ...{ id: randomUUID(), name: 'x', timeZone: 'UTC', currency: 'EUR', language: 'en', role: 'owner' },
    }
    const engine = { ...warehouse, kind }
    const turns = openWorkspaceTurns()
    const facets = openFacets({ warehouse, turns, fewestEvents: 0 })
    const measure = measureOf(journey)
    const runs = openRuns({ warehouse, now: Date.now })
    await happen(warehouse, workspace.id, events)
    await openSettle(warehouse, undefined, Date.now, turns, facets)({ workspace: workspace.id, touched: 'all' })
    await runs.measureAll({ workspace: workspace.id, journey: journey.id, measure: measure.id }, measure)
    const kept = { journey, measured: measure.id, asOfMs: await runs.horizon(workspace.id) }
    const ask = async (filter: Condition[]) => {
      const plan = await planOf(engine, workspace, kept, { period: null, compare: null, filter })
      if (!plan) throw new Error('Nobody travels')
      const answer = {
        figures: await figuresOf(engine, plan),
        detail: await detailOf(engine, plan, 'view'),
        travellers: await travellersOf({ warehouse: engine }, plan, 1, { who: 'all', offset: 0, limit: 200 }),
      }
      return { answer, searched: plan.searched }
    }
    const before = await Promise.all(filters.map(ask))
    expect(before.map(({ searched }) => searched)[0]).toEqual(['device'])
    facets.want(workspace.id, ['device', 'size'])
    await facets.idle()
    const after = await Promise.all(filters.map(ask))
    expect(after.map(({ searched }) => searched)).toEqual([[], [], [], ['color'], []])
    expect(after.map(({ answer }) => answer)).toEqual(before.map(({ answer }) => answer))
    expect(new Set(before.map(({ answer }) => answer.figures.people)).size).toBeGreaterThan(2)
  },
)
