import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calendarUntil, easter, isHoliday, utc } from './calendar.ts'
import { channels, eventNames, type ShopEvent } from './events.ts'
import { groundTruth, phaseOf } from './groundTruth.ts'
import { storeNames } from './places.ts'
import { shopEvents, shopPeople } from './shop.ts'

const until = new Date('2026-01-01T00:00:00Z')
const people = [...shopPeople({ people: 4000, seed: 1, until })]
const events = people.flat()
const group = <K>(key: (event: ShopEvent) => K): Map<K, ShopEvent[]> => {
  const groups = new Map<K, ShopEvent[]>()
  for (const event of events) {
    const list = groups.get(key(event))
    if (list) list.push(event)
    else groups.set(key(event), [event])
  }
  return groups
}
const germany = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Berlin',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})
const local = (time: number): { weekday: string; hour: number } => {
  const parts = new Map(germany.formatToParts(time).map(({ type, value }) => [type, value]))
  return { weekday: parts.get('weekday') ?? '', hour: Number(parts.get('hour')) + Number(parts.get('minute')) / 60 }
}

describe('the same again', () => {
  const orders = fc.record({
    people: fc.integer({ min: 0, max: 40 }),
    seed: fc.nat({ max: 2 ** 40 }),
    until: fc.date({ min: new Date('2015-03-01'), max: new Date('2035-12-31'), noInvalidDate: true }),
  })

  test('for the same order', () => {
    fc.assert(
      fc.property(orders, (order) => {
        expect([...shopEvents(order)]).toEqual([...shopEvents(order)])
      }),
      { numRuns: 40 },
    )
  })

  test('for more people, at the beginning', () => {
    fc.assert(
      fc.property(orders, fc.nat({ max: 20 }), (order, more) => {
        const few = [...shopPeople(order)]
        const many = [...shopPeople({ ...order, people: order.people + more })]
        expect(many.length).toBe(order.people + more)
        expect(many.slice(0, few.length)).toEqual(few)
      }),
      { numRuns: 40 },
    )
  })

  test('but another for another seed', () => {
    const times = (seed: number) => [...shopEvents({ people: 20, seed, until })].map(({ time }) => time)
    expect(times(1)).not.toEqual(times(2))
  })

  test('within twelve months, whenever they end', () => {
    fc.assert(
      fc.property(orders, (order) => {
        const yearBefore = new Date(order.until)
        yearBefore.setUTCFullYear(yearBefore.getUTCFullYear() - 1)
        const found = [...shopPeople(order)]
        expect(found.every((own) => own.length > 0)).toBe(true)
        for (const { time } of found.flat()) {
          expect(time).toBeLessThan(order.until.getTime())
          expect(time).toBeGreaterThan(yearBefore.getTime() - 27 * 3_600_000)
        }
      }),
      { numRuns: 40 },
    )
  })

  test('an invalid end is refused', () => {
    expect(() => [...shopEvents({ people: 1, seed: 1, until: new Date('never') })]).toThrow(RangeError)
  })
})

describe('rows', () => {
  test('are signed once, and in the order of time per person', () => {
    expect(new Set(events.map(({ messageId }) => messageId)).size).toBe(events.length)
    expect(new Set(people.map(([first]) => first?.customerId)).size).toBe(people.length)
    for (const own of people) {
      expect(
        new Set(own.map(({ customerId, household, city, holdout }) => [customerId, household, city, holdout].join()))
          .size,
      ).toBe(1)
      expect(own.map(({ time }) => time)).toEqual(own.map(({ time }) => time).toSorted((a, b) => a - b))
    }
  })

  test('use every word, and only those', () => {
    expect(new Set(events.map(({ event }) => event))).toEqual(new Set(eventNames))
    expect(new Set(events.map(({ channel }) => channel))).toEqual(new Set(channels))
    expect(new Set(events.map(({ store }) => store))).toEqual(new Set(['', ...storeNames]))
    expect(phaseOf.size).toBe(eventNames.length - 1)
  })

  test('name money only where it moves: purchases bring it, returns take it back', () => {
    for (const { event, cents, reason } of events) {
      if (event === 'purchase') expect(cents).toBeGreaterThan(0)
      else if (event === 'return_sent') expect(cents).toBeLessThan(0)
      else expect(cents).toBeNull()
      if (event === 'return_sent' || event === 'payment_failed' || event.startsWith('service'))
        expect(reason).not.toBe('')
    }
    for (const own of people) expect(own.reduce((sum, { cents }) => sum + (cents ?? 0), 0)).toBeGreaterThanOrEqual(0)
  })

  test('hold answers only in surveys, stars in reviews', () => {
    for (const { event, csat, nps, about } of events) {
      const answered = event === 'survey_answered'
      expect(about !== '').toBe(answered)
      expect(csat !== null).toBe(answered || event === 'review_written')
      if (csat !== null) expect(csat >= 1 && csat <= 5 && Number.isInteger(csat)).toBe(true)
      if (nps !== null) expect(answered && nps >= 0 && nps <= 10 && Number.isInteger(nps)).toBe(true)
    }
  })

  test('of one session share channel, device and day', () => {
    for (const [session, own] of group(({ session }) => session)) {
      if (session === '') continue
      expect(new Set(own.map(({ channel, device, customerId }) => channel + device + customerId)).size).toBe(1)
      expect((own.at(-1)?.time ?? 0) - (own[0]?.time ?? 0)).toBeLessThan(3 * 3_600_000)
    }
  })

  test('answer what was asked: a survey follows its event, a payment its checkout, a case its opening', () => {
    const before = {
      payment_failed: 'checkout_start',
      service_case_closed: 'service_case_opened',
      return_sent: 'delivery_received',
    }
    for (const own of people) {
      own.forEach(({ event, about, session }, index) => {
        const earlier = new Set(own.slice(0, index).map((other) => other.event))
        if (about) expect(earlier).toContain(about)
        if (event === 'payment_failed' || event === 'service_case_closed' || event === 'return_sent') {
          expect(earlier).toContain(before[event])
        }
        if (event === 'purchase' && session) expect(earlier).toContain('checkout_start')
      })
    }
  })

  test('households share a home', () => {
    const homes = group(({ household }) => household)
    expect(homes.size).toBeLessThan(people.length * 0.85)
    for (const own of homes.values()) expect(new Set(own.map(({ city }) => city)).size).toBe(1)
  })

  test('those kept out of a programme never meet it', () => {
    const programmes = { post: 'invitation_received', display: 'ad_click_display', email: 'newsletter_open' }
    for (const [programme, event] of Object.entries(programmes)) {
      const met = (out: boolean) =>
        events.filter((own) => own.event === event && own.holdout.includes(programme) === out).length
      expect(met(true)).toBe(0)
      expect(met(false)).toBeGreaterThan(100)
    }
  })
})

describe('German retail', () => {
  test('shops keep their hours, and rest on Sundays and holidays', () => {
    const visits = [
      'store_walk_in',
      'store_visit',
      'test_ride',
      'inspection',
      'purchase',
      'service_case_opened',
      'service_case_closed',
    ]
    const inStore = events.filter(({ channel, event }) => channel === 'store' && visits.includes(event))
    expect(inStore.length).toBeGreaterThan(700)
    for (const { time } of inStore) {
      const { weekday, hour } = local(time)
      expect(weekday).not.toBe('Sun')
      expect(hour).toBeGreaterThanOrEqual(10)
      expect(hour).toBeLessThan(weekday === 'Sat' ? 16 : 19)
      expect(isHoliday(Math.floor((time + 2 * 3_600_000) / 86_400_000) * 86_400_000)).toBe(false)
    }
    const visitsOn = (day: string) => inStore.filter(({ time }) => local(time).weekday === day).length
    expect(visitsOn('Sat')).toBeGreaterThan(1.4 * visitsOn('Wed'))
  })

  test('easter falls where it fell', () => {
    const known = [
      '2000-04-23',
      '2008-03-23',
      '2011-04-24',
      '2019-04-21',
      '2024-03-31',
      '2025-04-20',
      '2026-04-05',
      '2038-04-25',
    ]
    expect(known.map((date) => new Date(easter(Number(date.slice(0, 4)))).toISOString().slice(0, 10))).toEqual(known)
  })

  test('local midnight is right through both clock changes', () => {
    const calendar = calendarUntil(until)
    for (let day = 0; day < calendar.days; day++) {
      expect(local(utc(calendar, day + 0.5)).hour).toBe(12)
    }
  })

  test('people look in the evening, and for bicycles in spring', () => {
    const views = events.filter(({ event }) => event === 'product_view').map(({ time }) => local(time).hour)
    const between = (from: number, to: number) => views.filter((hour) => hour >= from && hour < to).length
    expect(between(19, 22)).toBeGreaterThan(1.8 * between(9, 12))
    const arrived = people.map(([first]) => new Date(first?.time ?? 0).getUTCMonth())
    const inMonths = (...months: number[]) => arrived.filter((month) => months.includes(month)).length
    expect(inMonths(2, 3, 4)).toBeGreaterThan(1.9 * inMonths(11, 0, 1))
  })
})

test('the river narrows from phase to phase', () => {
  const phases = Object.keys(groundTruth.phases)
  const deepest = people.map((own) => Math.max(...own.map(({ event }) => phases.indexOf(phaseOf.get(event) ?? ''))))
  const river = phases.map((_, phase) => deepest.filter((depth) => depth >= phase).length / people.length)
  const natural = [1, 0.61, 0.26, 0.12, 0.09, 0.022]
  river.forEach((share, phase) => {
    expect(share).toBeGreaterThan((natural[phase] ?? 0) * 0.8)
    expect(share).toBeLessThanOrEqual(Math.min(1, (natural[phase] ?? 0) * 1.25))
  })
  expect(events.length / people.length).toBeGreaterThan(13)
  expect(events.length / people.length).toBeLessThan(18)
})
