import { randomUUID } from 'node:crypto'
import { sql as pgSql } from 'kysely'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { temporaryWarehouse } from '../../../test/engines/chdb.ts'
import { temporaryPglite } from '../../../test/engines/postgres.ts'
import { eventIs, type Rule } from '../../kernel/rule.ts'
import { openLog } from '../../platform/log.ts'
import type { Postgres } from '../../platform/postgres/open.ts'
import { p, sql } from '../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import type { Workspace } from '../admin/index.ts'
import { problemOf } from './editing.ts'
import { phasesReport, phasesText } from './report.ts'
import { Journey, JourneyDraft, MapFigures, Question, TouchpointDetail } from './schema.ts'
import { type JourneyService, openJourneyService } from './service.ts'
import { openJourneyStore } from './store.ts'
import { ecomEvents, type Happened, happen, settle } from './testing/world.ts'

let warehouse: Warehouse
let postgres: Postgres
let service: JourneyService
const shop = randomUUID()
const now = () => Date.UTC(2025, 0, 1)
const question = Question.parse({})

const settings = (id: string): Workspace => ({
  id,
  name: 'Shop',
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
  language: 'de',
  role: 'owner',
})

const open = (patienceMs = 60_000): JourneyService =>
  openJourneyService({ db: postgres.db, warehouse, log: openLog('silent'), now, patienceMs })

async function workspace(id: string = randomUUID()): Promise<string> {
  await pgSql`insert into workspace (id, name, time_zone, currency, language)
    values (${id}, 'Shop', 'Europe/Berlin', 'EUR', 'de')`.execute(postgres.db)
  return id
}

beforeAll(async () => {
  ;[warehouse, postgres] = await Promise.all([temporaryWarehouse(), temporaryPglite()])
  await workspace(shop)
  await happen(warehouse, shop, ecomEvents())
  await settle(warehouse, shop)
  service = open()
})
afterAll(async () => {
  await service.measuring.close()
  await Promise.all([warehouse.close(), postgres.close()])
})

const drafted = (of: string = shop, goal: Rule = eventIs('purchase')): Promise<JourneyDraft> =>
  service.draft(settings(of), { phaseModel: 'six-phases', goal, name: 'Einkauf' })

describe('a journey of the online shop', () => {
  test('is drafted as people would draw it', async () => {
    const draft = await drafted()
    expect(JourneyDraft.parse(draft)).toEqual(draft)
    const phaseOf = Object.fromEntries(draft.touchpoints.map(({ id, phase }) => [id, phase]))
    expect(phaseOf).toMatchObject({
      home: 'awareness',
      search: 'awareness',
      catalog: 'consideration',
      'product-view': 'consideration',
      'add-to-cart': 'decision',
      cart: 'decision',
      'shipping-details': 'purchase',
      'payment-details': 'purchase',
      'payment-error': 'purchase',
      purchase: 'purchase',
    })
    expect(draft.touchpoints.find(({ id }) => id === 'add-to-cart')?.name).toBe('In den Warenkorb gelegt')
    expect(draft.phases).toHaveLength(6)
    await expect(
      service.draft(settings(shop), { phaseModel: 'none', goal: eventIs('x'), name: 'x' }),
    ).rejects.toMatchObject({
      code: 'model.missing',
    })
  })

  test('is saved, measured, changed and deleted', async () => {
    const journey = await service.create(shop, await drafted())
    expect(Journey.parse(journey)).toEqual(journey)
    expect(await service.list(shop)).toContainEqual(
      expect.objectContaining({ id: journey.id, name: 'Einkauf', touchpoints: journey.touchpoints.length }),
    )
    const figures = await service.figures(settings(shop), journey.id, question)
    expect(MapFigures.parse(figures)).toEqual(figures)
    expect(figures).toMatchObject({ state: 'ready', people: 600, goal: { part: 328, n: 600 }, unplaced: { part: 0 } })
    const { id, version, changed: _, ...draft } = journey
    const renamed = await service.save(shop, id, { ...draft, name: 'Kauf im Netz' }, version)
    expect(renamed).toMatchObject({ name: 'Kauf im Netz', version: 2 })
    expect(await service.get(shop, id)).toEqual(renamed)
    await expect(service.save(shop, id, draft, version)).rejects.toMatchObject({ code: 'thing.stale' })
    const without = { ...draft, touchpoints: draft.touchpoints.filter((one) => one.id !== 'error-page') }
    await service.save(shop, id, without, 2)
    const changed = await service.figures(settings(shop), id, question)
    expect(changed.unplaced.part).toBe(276)
    await service.remove(shop, id)
    await expect(service.get(shop, id)).rejects.toMatchObject({ code: 'thing.missing' })
  })

  test('belongs to its workspace, alone', async () => {
    const journey = await service.create(shop, await drafted())
    const other = await workspace()
    await expect(service.get(other, journey.id)).rejects.toMatchObject({ code: 'thing.missing' })
    await expect(service.remove(other, journey.id)).rejects.toMatchObject({ code: 'thing.missing' })
    await expect(service.figures(settings(other), journey.id, question)).rejects.toMatchObject({
      code: 'thing.missing',
    })
    expect(await service.list(other)).toEqual([])
  })

  test('shows what came before and after a touchpoint, and its people', async () => {
    const journey = await service.create(shop, await drafted())
    const detail = await service.touchpoint(settings(shop), journey.id, 'payment-error', question)
    expect(TouchpointDetail.parse(detail)).toEqual(detail)
    expect(detail.figures.people).toBe(87)
    expect(detail.before[0]).toMatchObject({
      kind: 'touchpoint',
      touchpoint: 'payment-details',
      share: { part: 23, n: 115 },
    })
    expect(detail.after[0]).toMatchObject({ touchpoint: 'support-chat', share: { part: 23, n: 115 } })
    expect(detail.properties).toEqual([
      {
        key: 'platform',
        values: [
          { value: 'desktop', people: 50 },
          { value: 'mobile', people: 30 },
          { value: 'tablet', people: 8 },
        ],
      },
    ])
    const goal = await service.touchpoint(settings(shop), journey.id, 'purchase', question)
    expect(goal.after).toEqual([
      expect.objectContaining({ kind: 'goal', touchpoint: null, share: expect.objectContaining({ value: 1 }) }),
    ])
    const page = { who: 'all' as const, offset: 0, limit: 10 }
    const first = await service.travellers(settings(shop), journey.id, 'payment-error', page, question)
    expect(first).toMatchObject({ total: 87, people: { length: 10 } })
    const second = await service.travellers(
      settings(shop),
      journey.id,
      'payment-error',
      { ...page, offset: 80 },
      question,
    )
    expect(second.people).toHaveLength(7)
    const left = await service.travellers(
      settings(shop),
      journey.id,
      'payment-error',
      { ...page, who: 'left' },
      question,
    )
    expect(left.total).toBe(detail.figures.exits.part)
    const won = await service.travellers(settings(shop), journey.id, 'payment-error', { ...page, who: 'won' }, question)
    expect(won.total).toBe(detail.figures.reachedGoal.part)
    await expect(service.touchpoint(settings(shop), journey.id, 'nothing', question)).rejects.toMatchObject({
      code: 'thing.missing',
    })
  })

  test('reads as a report by phase', async () => {
    const journey = await service.create(shop, await drafted())
    const report = phasesReport(await service.figures(settings(shop), journey.id, question), journey)
    expect(report).toMatchObject({ journey: 'Einkauf', people: 600, goal: { part: 328 } })
    expect(report.phases[0]).toMatchObject({ name: 'Bewusstsein', people: 600 })
    expect(report.phases[0]?.touchpoints[0]).toMatchObject({ name: 'Startseite', people: 586, touches: 2762 })
    expect(phasesText(report)).toContain('Einkauf, 2024-01-04 to 2024-06-30: 600 people, 328 reached the goal (54.7 %)')
    expect(phasesText(report)).toMatch(/^Bewusstsein +600 +100.0 %/m)
  })
})

describe('figures follow what happens', () => {
  const at = (day: number) => new Date(Date.UTC(2024, 5, day, 12)).toISOString()
  const start: Happened[] = [
    { person: 1, time: at(1), name: 'visit' },
    { person: 2, time: at(2), name: 'visit' },
    { person: 3, time: at(3), name: 'visit' },
  ]
  const draft = JourneyDraft.parse({
    name: 'Klein',
    phaseModel: 'crm',
    phases: [{ id: 'all', name: 'Alles', section: 'purchase' }],
    touchpoints: [
      {
        id: 'visit',
        name: 'Besuch',
        phase: 'all',
        rule: eventIs('visit'),
        place: 'online',
        media: null,
        department: '',
        assumed: null,
      },
    ],
    goal: eventIs('buy'),
    gapDays: 10,
  })

  test('an empty workspace has a map without figures, and new events bring them', async () => {
    const id = await workspace()
    const journey = await service.create(id, draft)
    const empty = await service.figures(settings(id), journey.id, question)
    expect(MapFigures.parse(empty)).toMatchObject({ state: 'empty', people: 0, phases: [{ phase: 'all', people: 0 }] })
    await happen(warehouse, id, start)
    await settle(warehouse, id)
    await service.measuring.refresh({ workspace: id, touched: 'all', people: 'all' })
    const three = await service.figures(settings(id), journey.id, question)
    expect(three).toMatchObject({ state: 'ready', people: 3, goal: { part: 0 }, asOf: at(3) })
    expect(three.phases[0]).toMatchObject({ open: 3 })
  })

  test('touched people are renewed, and time makes open runs lost', async () => {
    const id = await workspace()
    await happen(warehouse, id, start)
    await settle(warehouse, id)
    const journey = await service.create(id, draft)
    await service.figures(settings(id), journey.id, question)
    await happen(
      warehouse,
      id,
      [
        { person: 2, time: at(20), name: 'buy', value: 9 },
        { person: 3, time: at(4), name: 'buy', value: 8 },
      ],
      10,
    )
    await settle(warehouse, id)
    const touched = sql`select arrayJoin(${p.anchors(['2', '3'])}) as anchor`
    await service.measuring.refresh({ workspace: id, touched, people: ['2', '3'] })
    const figures = await service.figures(settings(id), journey.id, question)
    expect(figures).toMatchObject({ people: 3, goal: { part: 1 }, goalValue: 8, asOf: at(20) })
    expect(figures.phases[0]).toMatchObject({ open: 0, left: { part: 3 } })
  })

  test('without patience they say that they are being measured, and come by themselves', async () => {
    const id = await workspace()
    await happen(warehouse, id, start)
    await settle(warehouse, id)
    const hasty = open(0)
    const journey = await hasty.create(id, draft)
    expect(MapFigures.parse(await hasty.figures(settings(id), journey.id, question))).toMatchObject({
      state: 'measuring',
      people: 0,
    })
    await expect
      .poll(() => hasty.figures(settings(id), journey.id, question), { timeout: 60_000 })
      .toMatchObject({ state: 'ready', people: 3 })
    await hasty.measuring.close()
  })

  test('a renewal that fails is tried again until it succeeds; until then no figures are shown as those of now', async () => {
    const id = await workspace()
    await happen(warehouse, id, start)
    await settle(warehouse, id)
    let failures = 0
    const failing: Warehouse = {
      ...warehouse,
      everywhere: async (statement, options) => {
        if (failures > 0 && options?.tag?.startsWith('runs')) {
          failures -= 1
          throw new Error('The engine failed')
        }
        return warehouse.everywhere(statement, options)
      },
    }
    const lines: string[] = []
    const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) })
    const of = { db: postgres.db, warehouse: failing, log, now, patienceMs: 0, pauses: [0] }
    const next = openJourneyService(of)
    const journey = await next.create(id, draft)
    await expect
      .poll(() => next.figures(settings(id), journey.id, question), { timeout: 60_000 })
      .toMatchObject({ people: 3 })
    await happen(warehouse, id, [{ person: 3, time: at(4), name: 'buy', value: 8 }], 10)
    await settle(warehouse, id)
    failures = 4
    await next.measuring.refresh({ workspace: id, touched: 'all', people: ['3'] })
    expect(await next.figures(settings(id), journey.id, question)).toMatchObject({ state: 'measuring' })
    await expect
      .poll(() => next.figures(settings(id), journey.id, question), { timeout: 60_000 })
      .toMatchObject({ state: 'ready', people: 3, goal: { part: 1 }, goalValue: 8 })
    expect({ failures, errors: lines.filter((line) => line.includes('"level":50')).length }).toEqual({
      failures: 0,
      errors: 1,
    })
    await next.measuring.close()
  })

  test('what was interrupted is measured again at the next start', async () => {
    const id = await workspace()
    await happen(warehouse, id, start)
    await settle(warehouse, id)
    const journey = await service.create(id, draft)
    await service.figures(settings(id), journey.id, question)
    const store = openJourneyStore(postgres.db)
    await store.setRenewing(id, journey.id)
    const next = open(0)
    await next.measuring.resume()
    await expect
      .poll(() => next.figures(settings(id), journey.id, question), { timeout: 60_000 })
      .toMatchObject({ state: 'ready', people: 3 })
    await next.measuring.close()
  })
})

test('a journey that does not hold together is refused with a reason', () => {
  const phases: JourneyDraft['phases'] = [{ id: 'a', name: 'A', section: 'before' }]
  const base: JourneyDraft = { name: 'x', phaseModel: 'x', phases, touchpoints: [], goal: eventIs('x'), gapDays: 1 }
  const one = (id: string, phase: string): JourneyDraft['touchpoints'][number] => ({
    id,
    name: `Touch ${id}`,
    phase,
    rule: eventIs(id),
    place: 'online',
    media: null,
    department: '',
    assumed: null,
  })
  expect(problemOf({ ...base, touchpoints: [one('x', 'a')] })).toBeNull()
  expect(problemOf({ ...base, phases: [...phases, ...phases] })).toBe('Two phases have the id "a".')
  expect(problemOf({ ...base, touchpoints: [one('x', 'a'), one('x', 'a')] })).toBe('Two touchpoints have the id "x".')
  expect(problemOf({ ...base, touchpoints: [one('x', 'b')] })).toBe(
    'The touchpoint "Touch x" stands in a phase that does not exist.',
  )
})
