import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  circleFrom,
  leadsDeeper,
  type PersonFacts,
  PersonRule,
  personRuleDepth,
  personSatisfies,
  type SegmentRules,
  spanOf,
  timesHold,
} from './personRule.ts'
import { eventIs } from './rule.ts'

const clock = { asOfMs: Date.UTC(2026, 5, 30), timeZone: 'Europe/Berlin' }
const day = 86_400_000
const blank = { channel: '', source: '', session: '', currency: '', value: null, properties: {} }
const happened = (event: string, daysAgo: number) => ({ ...blank, event, timeMs: clock.asOfMs - daysAgo * day })
const nobody: PersonFacts = { events: [], traits: {}, identifiers: new Set(), segments: new Set(), consents: {} }
const anna: PersonFacts = {
  events: [happened('visit', 40), happened('purchase', 20), happened('purchase', 3)],
  traits: { city: 'Köln' },
  identifiers: new Set(['email']),
  segments: new Set(['a']),
  consents: { newsletter: 'granted' },
}
const bought = (op: 'at_least' | 'at_most' | 'exactly', n: number, days: number | null = null): PersonRule => ({
  did: eventIs('purchase'),
  times: { op, n },
  within: days === null ? null : { days },
})

test.each<[PersonRule, boolean, boolean]>([
  [bought('at_least', 2), true, false],
  [bought('at_least', 2, 10), false, false],
  [bought('exactly', 1, 10), true, false],
  [bought('at_most', 0, 2), true, true],
  [
    { did: eventIs('visit'), times: { op: 'at_least', n: 1 }, within: { from: '2026-05-21', to: '2026-05-21' } },
    true,
    false,
  ],
  [{ trait: 'city', op: 'is', values: ['Köln'] }, true, false],
  [{ trait: 'city', op: 'is_not', values: ['Köln'] }, false, true],
  [{ trait: 'company', op: 'missing', values: [] }, true, true],
  [{ identifier: 'email', known: true }, true, false],
  [{ identifier: 'phone', known: false }, true, true],
  [{ segment: 'a' }, true, false],
  [{ consent: 'newsletter', state: 'granted' }, true, false],
  [{ consent: 'phone', state: 'none' }, true, true],
  [{ all: [] }, true, true],
  [{ any: [] }, false, false],
  [{ not: { all: [bought('at_least', 1), { segment: 'b' }] } }, true, true],
])('%j', (rule, ofAnna, ofNobody) => {
  expect([personSatisfies(rule, anna, clock), personSatisfies(rule, nobody, clock)]).toEqual([ofAnna, ofNobody])
})

test('a calendar day is one of the time zone', () => {
  expect(spanOf({ from: '2026-03-29', to: '2026-03-29' }, clock)).toEqual({
    fromMs: Date.UTC(2026, 2, 28, 23),
    toMs: Date.UTC(2026, 2, 29, 22),
  })
})

test('at least, at most and exactly belong together', () => {
  fc.assert(
    fc.property(fc.nat(9), fc.nat(9), (n, times) => {
      const holds = (op: 'at_least' | 'at_most' | 'exactly') => timesHold({ op, n }, times)
      expect(holds('exactly')).toBe(holds('at_least') && holds('at_most'))
      expect(holds('at_least') || holds('at_most')).toBe(true)
    }),
  )
})

test('not turns every rule around, twice brings it back', () => {
  const leaf = fc.constantFrom<PersonRule>(
    bought('at_least', 1),
    { segment: 'b' },
    { identifier: 'email', known: true },
  )
  const rule = fc.letrec<{ rule: PersonRule }>((tie) => ({
    rule: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaf,
      fc.record({ all: fc.array(tie('rule'), { maxLength: 3 }) }),
      fc.record({ any: fc.array(tie('rule'), { maxLength: 3 }) }),
    ),
  })).rule
  fc.assert(
    fc.property(rule, (one) => {
      const holds = personSatisfies(one, anna, clock)
      expect(personSatisfies({ not: one }, anna, clock)).toBe(!holds)
      expect(personSatisfies({ not: { not: one } }, anna, clock)).toBe(holds)
      expect(personSatisfies({ all: [one, one] }, anna, clock)).toBe(holds)
    }),
  )
})

const nested = (depth: number): PersonRule => (depth === 0 ? { all: [] } : { not: nested(depth - 1) })

test('a rule nested more than eight deep is refused', () => {
  expect(personRuleDepth(nested(8))).toBe(8)
  expect(PersonRule.safeParse(nested(8)).success).toBe(true)
  expect(PersonRule.safeParse(nested(9)).success).toBe(false)
})

describe('segments that name each other', () => {
  const names = (...ids: readonly string[]): PersonRule => ({ any: ids.map((segment) => ({ segment })) })
  const known: SegmentRules = new Map([
    ['a', names('b')],
    ['b', names('c', 'list')],
    ['c', names()],
    ['list', null],
  ])
  test('a circle is found wherever it closes', () => {
    expect(circleFrom('c', names('list'), known)).toBeNull()
    expect(circleFrom('c', names('a'), known)).toEqual(['c', 'a', 'b', 'c'])
    expect(circleFrom('c', names('c'), known)).toEqual(['c', 'c'])
    expect(circleFrom('new', names('a', 'b'), known)).toBeNull()
  })
  test('they lie behind each other', () => {
    const deep = (rule: PersonRule) => [0, 1, 2, 3, 4].find((most) => !leadsDeeper(rule, known, most))
    expect(deep(names('a'))).toBe(3)
    expect(deep(names('list', 'gone'))).toBe(1)
    expect(deep({ all: [] })).toBe(0)
  })
  test('thousands of them that each name the one before twice are judged at once', () => {
    const chain: SegmentRules = new Map(
      Array.from({ length: 20_000 }, (_, i) => [`s${i}`, names(`s${i - 1}`, `s${i - 1}`)]),
    )
    expect(leadsDeeper(names('s60'), chain, 8)).toBe(true)
    expect(leadsDeeper(names('s7'), chain, 8)).toBe(true)
    expect(leadsDeeper(names('s6'), chain, 8)).toBe(false)
    expect(circleFrom('new', names('s19999'), chain)).toBeNull()
    expect(circleFrom('s0', names('s19999'), chain)).toHaveLength(20_001)
  })
  test('a circle without the segment itself is too deep', () => {
    const round: SegmentRules = new Map([
      ['a', names('b')],
      ['b', names('a')],
    ])
    expect(leadsDeeper(names('a'), round, 8)).toBe(true)
  })
})
