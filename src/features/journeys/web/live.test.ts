import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Condition, eventIs } from '../../../kernel/rule.ts'
import type { LiveEvent } from '../../../web/live.ts'
import type { Touchpoint } from '../schema.ts'
import { arrived, later, openThrottle, placeOf, propertyKeys, silent, windowMs } from './live.ts'

const event = (change: Partial<LiveEvent> = {}): LiveEvent => ({
  time: '2026-06-01T12:00:00.000Z',
  name: 'visit',
  channel: 'direct',
  source: 'shop',
  personId: '1',
  value: null,
  currency: 'EUR',
  session: 's',
  properties: {},
  ...change,
})

const isMobile: Condition = { field: 'property', key: 'device', op: 'is', values: ['mobile'] }
const touchpoints: Pick<Touchpoint, 'id' | 'rule'>[] = [
  { id: 'big', rule: { all: [eventIs('purchase'), { field: 'value', op: 'at_least', values: ['100'] }] } },
  { id: 'buy', rule: eventIs('purchase') },
  { id: 'mobile', rule: isMobile },
]

describe('an event that arrives', () => {
  test('belongs to the first touchpoint whose rule it satisfies', () => {
    expect(placeOf(touchpoints, event({ name: 'purchase', value: '100.0000' }))).toBe('big')
    expect(placeOf(touchpoints, event({ name: 'purchase', value: '99.9', properties: { device: 'mobile' } }))).toBe(
      'buy',
    )
    expect(placeOf(touchpoints, event({ properties: { device: 'mobile' } }))).toBe('mobile')
    expect(placeOf(touchpoints, event())).toBeNull()
  })

  test('is asked for with the properties that rules look at, wherever they stand in them', () => {
    const size = { ...isMobile, key: 'size' }
    expect(propertyKeys([{ not: { any: [size, isMobile] } }, { all: [isMobile, eventIs('x')] }])).toEqual([
      'device',
      'size',
    ])
  })

  test('is counted for a minute, with those of no touchpoint beside', () => {
    const message = { events: [event({ name: 'purchase' }), event(), event({ name: 'purchase' })], count: 3 }
    const state = arrived(silent, message, touchpoints, 1_000)
    expect([...state.counts]).toEqual([
      ['buy', 2],
      [null, 1],
    ])
    expect(state.pulses.get('buy')).toBe(1)
    expect(state.shown.map(({ touchpoint }) => touchpoint)).toEqual(['buy', null, 'buy'])
    expect(new Set(state.shown.map(({ id }) => id)).size).toBe(3)
    expect(later(state, 1_000 + windowMs - 1).counts.get('buy')).toBe(2)
    const over = later(state, 1_000 + windowMs)
    expect(over.counts.size).toBe(0)
    expect(over.shown).toHaveLength(3)
  })

  test('stands for others where there are too many to name', () => {
    const state = arrived(silent, { events: [event({ name: 'purchase' }), event()], count: 200 }, touchpoints, 0)
    expect(state.counts.get('buy')).toBe(100)
    expect(state.sampled).toBe(true)
    expect(later(state, windowMs).sampled).toBe(false)
  })

  test('is never lost or counted twice', () => {
    const message = fc.record({
      pause: fc.nat(20_000),
      names: fc.array(fc.constantFrom('purchase', 'visit'), { minLength: 1, maxLength: 5 }),
    })
    fc.assert(
      fc.property(fc.array(message, { maxLength: 30 }), (messages) => {
        let now = 0
        let state = silent
        const told: { at: number; count: number }[] = []
        for (const { pause, names } of messages) {
          now += pause
          state = arrived(
            state,
            { events: names.map((name) => event({ name })), count: names.length },
            touchpoints,
            now,
          )
          told.push({ at: now, count: names.length })
        }
        const within = told.filter(({ at }) => at > now - windowMs).reduce((sum, { count }) => sum + count, 0)
        expect([...state.counts.values()].reduce((sum, count) => sum + count, 0)).toBe(within)
        expect(state.shown.length).toBe(
          Math.min(
            20,
            told.reduce((sum, { count }) => sum + count, 0),
          ),
        )
      }),
    )
  })
})

test('figures are asked for at once, then at most so often, and once more for what came meanwhile', async () => {
  const timers: (() => void)[] = []
  const ends: (() => void)[] = []
  const work = () => new Promise<void>((done) => ends.push(done))
  const throttle = openThrottle(work, 5_000, (call) => timers.push(call))
  const quiet = () => new Promise(setImmediate)
  throttle.ask()
  throttle.ask()
  throttle.ask()
  expect(ends).toHaveLength(1)
  timers[0]?.()
  expect(ends).toHaveLength(1)
  ends[0]?.()
  await quiet()
  expect(ends).toHaveLength(2)
  ends[1]?.()
  await quiet()
  timers[1]?.()
  expect(ends).toHaveLength(2)
  throttle.ask()
  expect(ends).toHaveLength(3)
})
