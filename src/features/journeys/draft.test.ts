import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eventLabel, readable } from '../../kernel/names.ts'
import { eventIs, satisfies } from '../../kernel/rule.ts'
import { type ByChannel, draftJourney, type Facts, type Happening } from './draft.ts'
import { phaseModels } from './phaseModels.ts'
import { JourneyDraft, PhaseModel } from './schema.ts'

const happening = (event: string, position: number | null, changes: Partial<Happening> = {}): Happening => ({
  event,
  people: 500,
  touches: 1000,
  goals: 0,
  answers: 0,
  entries: 0,
  after: 0,
  won: 300,
  position,
  hoursAfter: null,
  ...changes,
})
const by = (channel: string, one: Happening, changes: Partial<Happening> = {}): ByChannel => ({
  ...one,
  ...changes,
  channel,
})

const landing = happening('search_landing', 0.1, { entries: 900 })
const purchase = happening('purchase', 1, { people: 100, touches: 120, goals: 120 })
const delivered = happening('delivery_received', 0.9, { people: 80, touches: 90, after: 90, hoursAfter: 70 })
const facts: Facts = {
  people: 1000,
  events: [
    purchase,
    landing,
    happening('productPage', 0.4),
    happening('step-x', 0.8),
    happening('payment_failed', 0.7, { people: 3, touches: 3 }),
    happening('seldom', 0.5, { people: 0, touches: 0 }),
    happening('survey_answered', 0.9, { answers: 990 }),
    delivered,
    happening('review_page', 0.5),
    happening('review_written', 0.9, { people: 40, touches: 40, after: 40, hoursAfter: 700 }),
  ],
  channels: [
    by('organic_search', landing, { people: 300 }),
    by('paid_search', landing, { people: 250 }),
    by('display', landing, { people: 2, touches: 2, entries: 2 }),
    by('direct', purchase, { people: 60 }),
    by('store', purchase, { people: 40 }),
    by('post', delivered),
  ],
}
const model = (id: string): PhaseModel => phaseModels.find((one) => one.id === id) ?? PhaseModel.parse({})
const order = (id = 'six-phases', language: 'de' | 'en' = 'en') => ({
  name: 'Reise',
  model: model(id),
  goal: eventIs('purchase'),
  language,
})

describe('a draft', () => {
  const draft = draftJourney(facts, order())
  const at = (id: string) => draft.touchpoints.find((one) => one.id === id)

  test('places touchpoints in phases that people would choose', () => {
    const placed = draft.touchpoints.map(({ id, phase }) => `${phase}: ${id}`)
    expect(placed).toEqual([
      'awareness: search-landing-organic-search',
      'awareness: search-landing-paid-search',
      'awareness: search-landing-other',
      'consideration: productpage',
      'consideration: review-page',
      'decision: step-x',
      'purchase: payment-failed',
      'purchase: purchase-store',
      'purchase: purchase-other',
      'retention: delivery-received',
      'advocacy: review-written',
    ])
  })

  test('tells arrivals by channel and purchases by place', () => {
    expect(at('search-landing-organic-search')).toMatchObject({
      name: 'Organic search',
      place: 'online',
      media: 'owned',
    })
    expect(at('search-landing-paid-search')).toMatchObject({ name: 'Search ad', media: 'paid' })
    expect(at('purchase-store')).toMatchObject({ name: 'Purchase · Store', place: 'offline' })
    expect(at('purchase-other')).toMatchObject({ name: 'Purchase · online', place: 'online' })
    expect(at('delivery-received')).toMatchObject({ name: 'Delivery received', place: 'offline' })
  })

  test('every purchase belongs to exactly one touchpoint, on whatever channel it comes', () => {
    const base = { event: 'purchase', source: '', session: '', currency: '', value: null, properties: {} }
    for (const channel of ['store', 'direct', 'new', '']) {
      expect(draft.touchpoints.filter(({ rule }) => satisfies(rule, { ...base, channel }))).toHaveLength(1)
    }
  })

  test('speaks the language of the workspace', () => {
    const german = draftJourney(facts, order('crm', 'de'))
    expect(german.phases.map(({ name }) => name)).toEqual([
      'Aufmerksamkeit',
      'Interesse',
      'Kauf',
      'Lieferung und Nutzung',
      'Erinnerung',
    ])
    expect(german.touchpoints.map(({ name }) => name)).toContain('Kauf · Laden')
    expect(german.touchpoints.map(({ name }) => name)).toContain('Zahlung fehlgeschlagen')
  })

  test('waits longer where what follows the purchase takes long', () => {
    expect(draft.gapDays).toBe(90)
    expect(draftJourney({ ...facts, events: [purchase, landing] }, order()).gapDays).toBe(30)
  })

  test('leaves out what follows the purchase where the model ends with it', () => {
    const short = draftJourney(facts, order('impulse'))
    expect(short.touchpoints.map(({ id }) => id)).not.toContain('delivery-received')
    expect(short.touchpoints.at(-1)?.phase).toBe('mine')
  })
})

test('any facts and any model give a journey that holds together, with its goal in the purchase', () => {
  const name = fc.oneof(
    fc.constantFrom('ad', 'cart', 'payment', 'review', 'Ä ö', '購入', '***'),
    fc.string({ minLength: 1, maxLength: 60 }),
  )
  const random = fc.record({
    event: name,
    people: fc.integer({ min: 1, max: 1000 }),
    touches: fc.integer({ min: 1, max: 1000 }),
    goals: fc.constant(0),
    answers: fc.nat(1000),
    entries: fc.nat(1000),
    after: fc.nat(1000),
    won: fc.nat(1000),
    position: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    hoursAfter: fc.option(fc.double({ min: 0, max: 5000, noNaN: true })),
  })
  const events = fc.uniqueArray(random, { selector: ({ event }) => event, maxLength: 50 })
  fc.assert(
    fc.property(
      events,
      fc.constantFrom(...phaseModels),
      fc.array(fc.constantFrom('a', 'store', 'paid', ''), { maxLength: 3 }),
      (list, chosen, ways) => {
        const all = [...list.filter(({ event }) => event !== 'purchase'), purchase]
        const channels = all.flatMap((one) => [...new Set(ways)].map((channel) => by(channel, one)))
        const draft = draftJourney({ people: 1000, events: all, channels }, { ...order(), model: chosen })
        expect(() => JourneyDraft.parse(draft)).not.toThrow()
        expect(new Set(draft.touchpoints.map(({ id }) => id)).size).toBe(draft.touchpoints.length)
        const sections = draft.touchpoints.map(({ phase }) => draft.phases.findIndex(({ id }) => id === phase))
        expect(sections).toEqual([...sections].sort((a, b) => a - b))
        const goals = draft.touchpoints.filter(({ id }) => id.startsWith('purchase'))
        expect(goals.length).toBeGreaterThan(0)
        for (const { phase } of goals) expect(draft.phases.find(({ id }) => id === phase)?.section).toBe('purchase')
      },
    ),
  )
})

test('technical names become readable', () => {
  expect(
    ['payment_details', 'productView', 'PRODUCT_VIEWED', 'a', 'W_Completeren aanvraag', '__'].map(readable),
  ).toEqual(['Payment details', 'Product View', 'Product viewed', 'A', 'W Completeren aanvraag', '__'])
  expect(eventLabel('constructor', 'de')).toBe('Constructor')
})

test('six phase models ship, each with a purchase and both languages', () => {
  expect(phaseModels).toHaveLength(6)
  for (const one of phaseModels) {
    expect(PhaseModel.parse(one)).toEqual(one)
    const sections = one.phases.map(({ section }) => ['before', 'purchase', 'after'].indexOf(section))
    expect(sections).toEqual([...sections].sort())
    expect(sections).toContain(1)
  }
})
