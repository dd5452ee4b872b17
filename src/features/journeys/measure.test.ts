import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eventIs, type Rule } from '../../kernel/rule.ts'
import { goalPhase, goalTouchpoints, measureOf } from './measure.ts'
import type { JourneyDraft, Touchpoint } from './schema.ts'
import { touchpoint } from './testing/touchpoint.ts'

const inStore: Rule = { all: [eventIs('purchase'), { field: 'channel', op: 'is', values: ['store'] }] }

const journey = (touchpoints: readonly Touchpoint[], changes: Partial<JourneyDraft> = {}): JourneyDraft => ({
  name: 'Reise',
  phaseModel: 'six-phases',
  phases: [
    { id: 'look', name: 'Look', section: 'before' },
    { id: 'buy', name: 'Buy', section: 'purchase' },
    { id: 'use', name: 'Use', section: 'after' },
  ],
  touchpoints: [...touchpoints],
  goal: eventIs('purchase'),
  gapDays: 30,
  ...changes,
})

const some = [
  touchpoint('view', 'look'),
  touchpoint('cart', 'look'),
  touchpoint('store', 'buy', inStore),
  touchpoint('online', 'buy', eventIs('purchase')),
  touchpoint('delivery', 'use'),
]

describe('the measure of a journey', () => {
  test('stays the same when names, phases of equal meaning, and the order of separate touchpoints change', () => {
    const { id } = measureOf(journey(some))
    const renamed = some.map((one) => ({ ...one, name: `${one.name}!`, department: 'Sales' }))
    expect(measureOf(journey(renamed, { name: 'Other' })).id).toBe(id)
    const moved = some.map((one) => (one.id === 'cart' ? { ...one, phase: 'buy' } : one))
    expect(measureOf(journey(moved)).id).toBe(id)
    const stored: JourneyDraft = JSON.parse(JSON.stringify(journey(some), Object.keys(flat(journey(some))).sort()))
    expect(measureOf(stored).id).toBe(id)
  })

  test('any order that keeps competing touchpoints in theirs gives the same measure', () => {
    const { id, touchpoints } = measureOf(journey(some))
    fc.assert(
      fc.property(fc.shuffledSubarray(some, { minLength: some.length }), (shuffled) => {
        const kept = shuffled.findIndex((one) => one.id === 'store') < shuffled.findIndex((one) => one.id === 'online')
        const measure = measureOf(journey(shuffled))
        expect(measure.id === id).toBe(kept)
        if (kept) expect(measure.touchpoints.map((one) => one.id)).toEqual(touchpoints.map((one) => one.id))
      }),
    )
  })

  test('changes with rules, goal, gap, and when nothing follows the goal', () => {
    const ids = [
      journey(some),
      journey(some.slice(1)),
      journey(some, { goal: inStore }),
      journey(some, { gapDays: 31 }),
      journey(some.map((one) => (one.id === 'delivery' ? { ...one, phase: 'buy' } : one))),
    ].map((one) => measureOf(one).id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(measureOf(journey(some)).endsAtGoal).toBe(false)
    expect(measureOf(journey(some.slice(0, 4))).endsAtGoal).toBe(true)
  })

  test('the goal lies where its events are placed, else in the purchase', () => {
    expect(goalTouchpoints(journey(some)).map(({ id }) => id)).toEqual(['store', 'online'])
    expect(goalPhase(journey(some))).toBe(1)
    expect(goalPhase(journey(some.slice(0, 2)))).toBe(1)
    expect(goalPhase(journey([touchpoint('purchase', 'use')]))).toBe(2)
  })
})

/** Every key that occurs anywhere in a value. */
function flat(value: unknown): Record<string, true> {
  if (typeof value !== 'object' || value === null) return {}
  return Object.entries(value).reduce((all, [key, inner]) => Object.assign(all, { [key]: true }, flat(inner)), {})
}
