import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { eventIs } from '../../kernel/rule.ts'
import { oddsRatio, shrunkEmotion } from '../../kernel/statistics.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import type { Workspace } from '../admin/index.ts'
import { shopEvents } from '../collect/sample/index.ts'
import { figuresOf, planOf } from './asking.ts'
import { phasesOf } from './figures.ts'
import { measureOf } from './measure.ts'
import type { Filter, Journey, MapFigures, Question } from './schema.ts'
import { groupBy, type Run, runsOf } from './testing/bruteForce.ts'
import { plainDepartures, plainPhase, plainTable, plainTouchpoint } from './testing/plainFigures.ts'
import { touchpoint } from './testing/touchpoint.ts'
import { ecomEvents, type Happened, happen, settle } from './testing/world.ts'
import { openRuns } from './writing.ts'

const settings = (id: string): Workspace => ({
  id,
  name: 'Test',
  timeZone: 'UTC',
  currency: 'EUR',
  language: 'en',
  role: 'owner',
})

type Stage = {
  readonly journey: Journey
  readonly events: readonly Happened[]
  readonly runs: readonly Run[]
  ask(question?: Partial<Question>): Promise<MapFigures>
}

/** Stores events, measures a journey over them, and lets the brute force cut the same runs. */
async function stage(
  warehouse: Warehouse,
  events: readonly Happened[],
  shape: Pick<Journey, 'phases' | 'touchpoints' | 'gapDays'>,
): Promise<Stage> {
  const id = randomUUID()
  await happen(warehouse, id, events)
  await settle(warehouse, id)
  const goal = eventIs('purchase')
  const journey: Journey = { id: randomUUID(), name: 'x', phaseModel: 'x', version: 1, changed: '', goal, ...shape }
  const measure = measureOf(journey)
  const runs = openRuns({ warehouse, now: Date.now })
  await runs.measureAll({ workspace: id, journey: journey.id, measure: measure.id }, measure)
  const asOfMs = (await runs.horizon(id)) ?? 0
  const phases = phasesOf(journey, measure)
  const touchpoints = measure.touchpoints.map((one, i) => ({ id: one.id, rule: one.rule, phase: phases[i] ?? 0 }))
  return {
    journey,
    events,
    runs: runsOf(events, { ...measure, touchpoints, asOfMs }),
    async ask(question = {}) {
      const kept = { journey, measured: measure.id, asOfMs }
      const plan = await planOf(warehouse, settings(id), kept, { period: null, compare: null, filter: [], ...question })
      if (!plan) throw new Error('Nobody travels')
      return figuresOf(warehouse, plan)
    },
  }
}

function compare({ journey, events }: Stage, runs: readonly Run[], figures: MapFigures): void {
  const people = new Set(runs.map(({ person }) => person)).size
  expect(figures).toMatchObject({ people, runs: runs.length })
  const won = runs.filter(({ state }) => state === 'won')
  expect(figures.goal).toMatchObject({ part: new Set(won.map(({ person }) => person)).size, n: people })
  const goals = won.flatMap(({ touches }) => touches.filter(({ goal }) => goal))
  expect(figures.goalValue).toBeCloseTo(
    goals.reduce((sum, { value }) => sum + value, 0),
    6,
  )
  figures.phases.forEach((phase, i) => {
    const plain = plainPhase(runs, i + 1)
    expect(phase).toMatchObject({ people: plain.people, open: plain.open })
    expect([phase.onward.part, phase.left.part]).toEqual([plain.onward, plain.left])
    expect(phase.hoursOnward === null).toBe(plain.hours === null)
    for (const key of ['median', 'low', 'high', 'n'] as const) {
      expect(phase.hoursOnward?.[key] ?? 0).toBeCloseTo(plain.hours?.[key] ?? 0, 9)
    }
  })
  const from = Date.parse(`${figures.period.from}T00:00:00Z`)
  const to = Date.parse(`${figures.period.to}T00:00:00Z`) + 86_400_000
  const plains = journey.touchpoints.map(({ id }) => plainTouchpoint(runs, id, from, to))
  const all = plains.reduce(
    (sum, { answers }) => ({
      n: sum.n + answers.n,
      sum: sum.sum + answers.sum,
      squares: sum.squares + answers.squares,
    }),
    { n: 0, sum: 0, squares: 0 },
  )
  figures.touchpoints.forEach((figure, i) => {
    const plain = plains[i]
    if (!plain) throw new Error('A touchpoint too many')
    expect(figure).toMatchObject({ people: plain.people, touches: plain.touches, trend: plain.trend })
    expect([figure.exits.part, figure.reachedGoal.part]).toEqual([plain.exits, plain.reachedGoal])
    expect(figure.value).toBeCloseTo(plain.value, 6)
    expect(Object.fromEntries(figure.channels.map(({ channel, touches }) => [channel, touches]))).toEqual(
      plain.channels,
    )
    const emotion = shrunkEmotion(plain.answers, all)
    if (emotion === null) expect(figure.emotion).toBeNull()
    else expect(figure.emotion?.mean).toBeCloseTo(emotion.mean, 5)
    expect(figure.emotion?.n).toBe(emotion?.n)
  })
  const travellers = new Set(runs.map(({ person }) => person))
  expect(figures.unplaced.n).toBe(events.filter(({ person }) => travellers.has(person)).length)
}

const startsWithin = (from: string, to: string) => (run: Run) => {
  const start = run.touches[0]?.time ?? 0
  return start >= Date.parse(`${from}T00:00:00Z`) && start < Date.parse(`${to}T00:00:00Z`) + 86_400_000
}

/** The figures of the map, held against a plain loop over the events, on whatever engine is given. */
export function figuresContract(warehouse: () => Warehouse): void {
  describe('figures of a real online shop', () => {
    const names = {
      look: ['home', 'search', 'catalog', 'promo_page', 'filter_results', 'account_page', 'product_view'],
      decide: ['wishlist_add', 'review_page', 'compare', 'support_chat', 'add_to_cart', 'cart'],
      buy: ['shipping_details', 'checkout_bug', 'payment_details', 'payment_error', 'purchase'],
    }
    let shop: Stage
    beforeAll(async () => {
      shop = await stage(warehouse(), ecomEvents(), {
        phases: [
          { id: 'look', name: 'Look', section: 'before' },
          { id: 'decide', name: 'Decide', section: 'before' },
          { id: 'buy', name: 'Buy', section: 'purchase' },
        ],
        touchpoints: Object.entries(names).flatMap(([phase, list]) => list.map((name) => touchpoint(name, phase))),
        gapDays: 1,
      })
    })

    test('are those of a loop over its 31,106 events', async () => {
      const figures = await shop.ask()
      expect(figures).toMatchObject({ people: 600, goalValue: 4700, period: { from: '2024-01-04', to: '2024-06-29' } })
      expect(figures.unplaced.part).toBe(shop.events.filter(({ name }) => name === 'error_page').length)
      compare(shop, shop.runs, figures)
    })

    test('of a period count the runs that start in it, beside the compared', async () => {
      const [period, compared] = [
        { from: '2024-04-01', to: '2024-04-30' },
        { from: '2024-03-01', to: '2024-03-31' },
      ]
      const figures = await shop.ask({ period, compare: compared })
      compare(shop, shop.runs.filter(startsWithin(period.from, period.to)), figures)
      const before = shop.runs.filter(startsWithin(compared.from, compared.to))
      expect(figures.peopleCompared).toBe(new Set(before.map(({ person }) => person)).size)
      expect(figures.touchpoints.map(({ compared }) => compared)).toEqual(
        shop.journey.touchpoints.map(({ id }) => plainTouchpoint(before, id, 0, 1).people),
      )
      expect(figures.phases.map(({ compared }) => compared)).toEqual(
        [1, 2, 3].map((phase) => plainPhase(before, phase).people),
      )
    })

    test('of a filter keep the people with an event for each condition', async () => {
      const filter: Filter = [
        { field: 'channel', op: 'is', values: ['email', 'social'] },
        { field: 'property', key: 'platform', op: 'is', values: ['mobile'] },
      ]
      const people = groupBy(shop.events, ({ person }) => person)
      const passes = (person: number) => {
        const own = people.get(person) ?? []
        const known = own.some(({ channel }) => channel === 'email' || channel === 'social')
        return known && own.some(({ properties }) => properties?.platform === 'mobile')
      }
      const runs = shop.runs.filter(({ person }) => passes(person))
      expect(runs.length).toBeGreaterThan(50)
      compare(shop, runs, await shop.ask({ filter }))
    })

    test('find the payment error among the moments of truth', async () => {
      const figures = await shop.ask()
      const error = figures.touchpoints.find((one) => one.touchpoint === 'payment_error')
      const { ratio, low, high } = oddsRatio(...plainTable(shop.runs, 'payment_error', 3))
      expect(error?.moment).toMatchObject({ oddsRatio: expect.closeTo(ratio, 9), low: expect.closeTo(low, 9) })
      expect(ratio).toBeLessThan(0.3)
      expect(high).toBeLessThan(1)
      expect(figures.touchpoints.filter(({ moment }) => moment !== null)).toHaveLength(3)
    })

    test('break points have the exits of the loop, and more of them than their phase', async () => {
      const figures = await shop.ask()
      const broken = figures.touchpoints.filter(({ breakPoint }) => breakPoint !== null)
      expect(broken.length).toBeGreaterThan(0)
      for (const { touchpoint: id, breakPoint } of broken) {
        const { all, left } = plainDepartures(shop.runs, id)
        expect(breakPoint?.exits).toMatchObject({ part: left, n: all })
        expect(breakPoint?.expected).toBeLessThan(left / all)
      }
    })
  })

  test('figures of the sample shop with answers, deliveries and returns are those of the loop', async () => {
    const people = new Map<string, number>()
    const numberOf = (id: string) => people.get(id) ?? people.set(id, people.size + 1).size
    const events = [...shopEvents({ people: 400, seed: 7, until: new Date('2025-10-01T00:00:00Z') })].map(
      (event): Happened => {
        const { csat, nps, about, cents } = event
        const given = Object.entries({ csat, nps, about }).filter(([, value]) => value !== null && value !== '')
        return {
          person: numberOf(event.customerId),
          time: new Date(event.time).toISOString(),
          name: event.event,
          channel: event.channel,
          properties: Object.fromEntries(given.map(([key, value]) => [key, String(value)])),
          ...(cents === null ? {} : { value: (cents / 100).toFixed(2) }),
        }
      },
    )
    const phases = {
      look: [
        'search_landing',
        'ad_click_social',
        'store_walk_in',
        'product_view',
        'newsletter_open',
        'cart_add',
        'store_visit',
      ],
      buy: ['checkout_start', 'payment_failed', 'purchase'],
      use: ['delivery_received', 'return_sent', 'service_case_closed', 'inspection', 'review_written'],
    }
    const shop = await stage(warehouse(), events, {
      phases: [
        { id: 'look', name: 'Look', section: 'before' },
        { id: 'buy', name: 'Buy', section: 'purchase' },
        { id: 'use', name: 'Use', section: 'after' },
      ],
      touchpoints: Object.entries(phases).flatMap(([phase, list]) => list.map((name) => touchpoint(name, phase))),
      gapDays: 60,
    })
    const figures = await shop.ask()
    compare(shop, shop.runs, figures)
    expect(figures.emotionMean?.n).toBeGreaterThan(40)
  })
}
