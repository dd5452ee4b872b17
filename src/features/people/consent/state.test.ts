import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Decision, decisionStates, purposes } from './schema.ts'
import { isRefusal, mayContact, stateOf, statesOf } from './state.ts'

const now = Date.UTC(2026, 5, 1)
const iso = (ms: number) => new Date(ms).toISOString()
const day = 86_400_000

const decision: fc.Arbitrary<Decision> = fc.record({
  purpose: fc.constantFrom('newsletter' as const, 'analytics' as const),
  state: fc.constantFrom(...decisionStates),
  basis: fc.constant('consent'),
  wording: fc.constantFrom('', 'newsletter/1'),
  at: fc.integer({ min: -6, max: 0 }).map((days) => iso(now + days * day)),
  expires: fc.option(
    fc.integer({ min: -3, max: 3 }).map((days) => iso(now + days * day)),
    { nil: null },
  ),
  source: fc.constantFrom('web', 'import'),
  imported: fc.boolean(),
  counts: fc.boolean(),
  proof: fc.constant({}),
})
const decisions = fc.array(decision, { maxLength: 10 })
const newsletter = (list: readonly Decision[]) => stateOf(list, 'newsletter', now).state

const granted: Decision = {
  purpose: 'newsletter',
  state: 'granted',
  basis: 'consent',
  wording: '',
  at: iso(now - 3 * day),
  expires: null,
  source: 'web',
  imported: false,
  counts: true,
  proof: {},
}
const later = (state: Decision['state'], days: number, rest: Partial<Decision> = {}): Decision => ({
  ...granted,
  state,
  at: iso(now - 3 * day + days * day),
  ...rest,
})

describe('what a person decided', () => {
  test.each([
    ['nothing', [], 'none'],
    ['yes', [granted], 'granted'],
    ['yes, then no', [granted, later('withdrawn', 1)], 'withdrawn'],
    ['no, then yes', [later('denied', -1), granted], 'granted'],
    ['yes and no at once', [granted, later('denied', 0)], 'denied'],
    ['yes, over', [{ ...granted, expires: iso(now) }], 'expired'],
    ['yes, not over', [{ ...granted, expires: iso(now + 1) }], 'granted'],
    ['a refusal does not run out', [later('objected', 0, { expires: iso(now - day) })], 'objected'],
    ['an import says yes', [later('granted', 0, { imported: true })], 'granted'],
    ['an import says yes after a no', [later('withdrawn', 0), later('granted', 1, { imported: true })], 'withdrawn'],
    ['an import says no after a yes', [granted, later('denied', 1, { imported: true })], 'denied'],
    [
      'a yes of the person after all that',
      [later('objected', 0), later('granted', 1, { imported: true }), later('granted', 2)],
      'granted',
    ],
  ])('%s', (_, list, state) => {
    expect(newsletter(list)).toBe(state)
  })

  test('does not depend on the order in which it became known', () => {
    fc.assert(
      fc.property(
        decisions.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => {
          expect(statesOf(shuffled, now)).toEqual(statesOf(list, now))
        },
      ),
    )
  })

  test('imports never turn a refusal into a grant', () => {
    fc.assert(
      fc.property(
        decisions,
        fc.array(decision.map((one) => ({ ...one, state: 'granted' as const, imported: true }))),
        (list, more) => {
          for (const { purpose, state } of statesOf(list, now).filter((one) => isRefusal(one.state))) {
            expect(stateOf([...list, ...more], purpose, now).state).toBe(state)
          }
        },
      ),
    )
  })

  test('is refused exactly where the last decision that is no imported grant refuses', () => {
    fc.assert(
      fc.property(decisions, (list) => {
        const own = list.filter(
          (one) => one.counts && one.purpose === 'newsletter' && !(one.imported && one.state === 'granted'),
        )
        const last = Math.max(...own.map(({ at }) => Date.parse(at)))
        const refused = own.some(({ at, state }) => Date.parse(at) === last && state !== 'granted')
        expect(isRefusal(newsletter(list))).toBe(refused)
      }),
    )
  })

  test('every purpose stands for itself', () => {
    expect(statesOf([granted], now).map(({ purpose, state }) => [purpose, state])).toEqual(
      purposes.map((purpose) => [purpose, purpose === 'newsletter' ? 'granted' : 'none']),
    )
  })

  test('a person may be contacted who said yes and did not object to advertising', () => {
    const may = (...list: Decision[]) => mayContact(statesOf(list, now), 'newsletter')
    expect(may()).toBe(false)
    expect(may(granted)).toBe(true)
    expect(may(granted, later('denied', 1, { purpose: 'advertising' }))).toBe(true)
    expect(may(granted, later('objected', 1, { purpose: 'advertising' }))).toBe(false)
    expect(may(granted, later('withdrawn', 1))).toBe(false)
  })
})
