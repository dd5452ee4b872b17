import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Condition } from '../../../kernel/rule.ts'
import { ruleOfForm } from './form.ts'
import { ruleWords } from './ruleWords.ts'
import { formOf, isComplete, ruleInWords } from './words.ts'

const purchase: Condition = { field: 'event', op: 'is', values: ['purchase'] }
const shop: Condition = { field: 'channel', op: 'is', values: ['shop', 'phone'] }
const mobile: Condition = { field: 'property', key: 'device', op: 'is_not', values: ['desktop'] }

test('rules read as sentences', () => {
  expect(ruleInWords(purchase, ruleWords.de)).toBe('Ereignis ist „Kauf“')
  expect(ruleInWords({ all: [purchase, shop] }, ruleWords.de)).toBe(
    'Ereignis ist „Kauf“ und Kanal ist „Shop“ oder „Telefon“',
  )
  expect(ruleInWords({ any: [{ all: [purchase, mobile] }, shop] }, ruleWords.en)).toBe(
    '(event is “Purchase” and “device” is not “desktop”) or channel is “Shop” or “Phone”',
  )
  expect(ruleInWords({ ...purchase, op: 'contains' }, ruleWords.de)).toBe('Ereignis enthält „purchase“')
  expect(ruleInWords({ not: shop }, ruleWords.en)).toBe('not (channel is “Shop” or “Phone”)')
})

test('what the form shows, it gives back', () => {
  const condition = fc.constantFrom(purchase, shop, mobile)
  const group = fc.record({
    join: fc.constantFrom('all', 'any'),
    conditions: fc.array(condition, { minLength: 2, maxLength: 3 }),
  })
  const form = fc.record({
    join: fc.constantFrom('all', 'any'),
    groups: fc.array(group, { minLength: 2, maxLength: 3 }),
  })
  fc.assert(
    fc.property(form, (shown) => {
      expect(formOf(ruleOfForm(shown))).toEqual(shown)
    }),
  )
})

test('a single condition is a form of one group', () => {
  expect(formOf(purchase)).toEqual({ join: 'any', groups: [{ join: 'all', conditions: [purchase] }] })
  expect(ruleOfForm({ join: 'any', groups: [{ join: 'all', conditions: [purchase] }] })).toEqual(purchase)
})

test('negation and deep nesting stay out of the form', () => {
  expect(formOf({ not: purchase })).toBeNull()
  expect(formOf({ all: [{ any: [{ all: [purchase, shop] }, mobile] }, shop] })).toBeNull()
})

test('a condition without value or key is unfinished', () => {
  expect(isComplete({ ...purchase, values: [] })).toBe(false)
  expect(isComplete({ field: 'property', op: 'exists', values: [] })).toBe(false)
  expect(isComplete({ field: 'property', key: 'device', op: 'exists', values: [] })).toBe(true)
})
