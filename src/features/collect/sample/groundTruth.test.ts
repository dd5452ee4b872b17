import { describe, expect, test } from 'vitest'
import type { ShopEvent } from './events.ts'
import { groundTruth, type Phase, type Programme, phaseOf } from './groundTruth.ts'
import { shopPeople } from './shop.ts'

/** Counts as a plain report would, over enough people that chance stays small. */
const until = new Date('2026-01-01T00:00:00Z')
const day = 86_400_000

type Tally = { n: number; hits: number }
const tallies = new Map<string, Tally>()
const count = (key: string, hit: boolean | number): void => {
  const tally = tallies.get(key) ?? { n: 0, hits: 0 }
  tally.n++
  tally.hits += Number(hit)
  tallies.set(key, tally)
}
const mean = (key: string): number => {
  const { n, hits } = tallies.get(key) ?? { n: 0, hits: 0 }
  return hits / n
}
/** Ratio of two shares, and the standard error of its logarithm. */
const ratio = (one: string, other: string): { is: number; error: number } => {
  const [a, b] = [one, other].map((key) => tallies.get(key) ?? { n: 0, hits: 0 })
  const spread = [a, b].reduce((sum, tally) => sum + (tally ? 1 / tally.hits - 1 / tally.n : 0), 0)
  return { is: mean(one) / mean(other), error: Math.sqrt(spread) }
}
const waits = { slow: [] as number[], others: [] as number[] } satisfies Record<string, number[]>
const considering = { bike: [] as number[], accessories: [] as number[] } satisfies Record<string, number[]>
const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0

const countPayments = (own: readonly ShopEvent[]): void => {
  own.forEach(({ event, time, device, session }, index) => {
    if (event !== 'checkout_start') return
    const month = new Date(time).toISOString().slice(0, 7) === '2025-09' ? 'fault' : 'others'
    const next = own.slice(index + 1).find((other) => other.session === session)
    count(`payment ${device} ${month}`, next?.event === 'payment_failed')
  })
}

const countDeliveries = (own: readonly ShopEvent[]): void => {
  let ordered: number | undefined
  for (const { event, time, region, session } of own) {
    if (event === 'purchase') ordered = session ? time : undefined
    if (event !== 'delivery_received' || ordered === undefined) continue
    waits[region === groundTruth.delivery.slow.region ? 'slow' : 'others'].push((time - ordered) / day)
    ordered = undefined
  }
}

const countAnswers = (own: readonly ShopEvent[]): void => {
  for (const { event, about, csat, nps, store, region } of own) {
    if (event !== 'survey_answered' || about === '') continue
    const unhappy = store === groundTruth.unhappyStore.store
    if (about === 'store_visit' || about === 'test_ride') count(`csat ${unhappy ? 'unhappy' : 'others'}`, csat ?? 0)
    const spoilt =
      unhappy || region === groundTruth.delivery.slow.region || own.some((e) => e.event === 'payment_failed')
    if (nps !== null && !spoilt) count(`nps ${phaseOf.get(about)}`, nps >= 9 ? 100 : nps <= 6 ? -100 : 0)
  }
}

const eligible = {
  post: (events) => events.has('newsletter_signup'),
  email: (events) => events.has('newsletter_signup'),
  social: (events) => events.has('product_view'),
  display: (events) => events.has('cart_add') || events.has('store_visit'),
} satisfies Record<Programme, (events: ReadonlySet<string>) => boolean>
const programmes: readonly Programme[] = ['post', 'email', 'social', 'display']
const near = ['Freiburg', 'Münster', 'Leipzig']

const countLifts = (own: readonly ShopEvent[], first: ShopEvent): void => {
  const events = new Set(own.map(({ event }) => event))
  const bought = events.has('purchase')
  for (const programme of programmes) {
    if (!eligible[programme](events) || (programme === 'post' && !near.includes(first.city))) continue
    count(`${programme} ${first.holdout.includes(programme) ? 'out' : 'in'}`, bought)
  }
  count(`display ${events.has('ad_click_display') ? 'seen' : 'unseen'}`, bought)
  if (events.has('store_visit')) {
    count(own.some(({ store }) => store === groundTruth.unhappyStore.store) ? 'buys unhappy' : 'buys others', bought)
  }
  const purchase = own.find(({ event }) => event === 'purchase')
  if (purchase)
    considering[purchase.category === 'accessories' ? 'accessories' : 'bike'].push((purchase.time - first.time) / day)
}

for (const own of shopPeople({ people: 60_000, seed: 3, until })) {
  const [first] = own
  if (!first) continue
  countPayments(own)
  countDeliveries(own)
  countAnswers(own)
  countLifts(own, first)
}

describe('channels', () => {
  test.each(programmes)('the lift of %s shows between those reached and those kept out', (programme) => {
    const { is, error } = ratio(`${programme} in`, `${programme} out`)
    expect(Math.abs(Math.log(is / groundTruth.programmes[programme].lift))).toBeLessThan(3 * error)
  })

  test('the one that works is clearly above nothing', () => {
    const { is, error } = ratio(`${groundTruth.works} in`, `${groundTruth.works} out`)
    expect(Math.log(is)).toBeGreaterThan(4 * error)
  })

  test('the one that only looks as if would fool anybody who compares who saw it', () => {
    expect(ratio(`${groundTruth.onlyLooksAsIf} seen`, `${groundTruth.onlyLooksAsIf} unseen`).is).toBeGreaterThan(2.5)
  })
})

test('payments break on mobile devices in the one month, and nowhere else', () => {
  const { failing, fault } = groundTruth.payment
  expect(tallies.get('payment mobile fault')?.n).toBeGreaterThan(150)
  expect(Math.abs(mean('payment mobile fault') - fault.failing)).toBeLessThan(0.12)
  for (const other of [
    'payment mobile others',
    'payment desktop fault',
    'payment desktop others',
    'payment tablet others',
  ]) {
    expect(Math.abs(mean(other) - failing)).toBeLessThan(0.04)
  }
})

test('parcels to the slow region take longer', () => {
  const { median: usual, slow } = groundTruth.delivery
  expect(Math.abs(median(waits.others) - usual)).toBeLessThan(1)
  expect(Math.abs(median(waits.slow) - slow.median)).toBeLessThan(1.2)
})

test('one store makes its visitors unhappy, and they buy less', () => {
  expect(mean('csat others')).toBeGreaterThan(3.9)
  expect(mean('csat unhappy')).toBeLessThan(mean('csat others') - 0.7)
  const { is, error } = ratio('buys unhappy', 'buys others')
  expect(Math.abs(Math.log(is / groundTruth.unhappyStore.buying))).toBeLessThan(3 * error)
})

test.each(Object.entries(groundTruth.nps))(
  'the score of %s is what it should be',
  (phase: Phase | string, expected) => {
    const { n } = tallies.get(`nps ${phase}`) ?? { n: 0 }
    expect(n).toBeGreaterThan(50)
    expect(Math.abs(mean(`nps ${phase}`) - expected)).toBeLessThan((3 * 85) / Math.sqrt(n))
  },
)

test('a bicycle is thought over for one to three weeks, a bell is not', () => {
  expect(median(considering.bike)).toBeGreaterThan(7)
  expect(median(considering.bike)).toBeLessThan(21)
  expect(median(considering.accessories)).toBeLessThan(median(considering.bike) / 2)
})
