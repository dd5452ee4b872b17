import { parseSearchWith, stringifySearchWith } from '@tanstack/react-router'
import { expect, test } from 'vitest'
import type { PersonRule } from '../../../kernel/personRule.ts'
import { RuleText } from '../schema.ts'
import { columnsIn, factsOf, fileAddress, fitsAddress, ListSearch, ruleAsked, unreadable } from './listSearch.ts'

test('columns keep their order and forget what is none', () => {
  expect(columnsIn('value,email,nonsense')).toEqual(['email', 'value'])
  expect(columnsIn('')).toBeNull()
  expect(columnsIn('nonsense')).toBeNull()
  expect(factsOf(['email', 'city', 'last'])).toEqual(['email', 'city'])
})

test('an address that says nonsense says nothing', () => {
  expect(ListSearch.parse({ page: 'x', sort: 'name', known: 'known' })).toEqual({ known: 'known' })
})

const rule: PersonRule = {
  any: [
    { trait: 'city', op: 'is', values: ['Köln & "Bonn"'] },
    { did: { all: [] }, times: { op: 'at_least', n: 2 }, within: { days: 30 } },
  ],
}

test('a rule travels in the address as it is', () => {
  const search = parseSearchWith(JSON.parse)(stringifySearchWith(JSON.stringify, JSON.parse)({ rule }))
  expect(ListSearch.parse(search)).toEqual({ rule })
  expect(RuleText.parse(ruleAsked({ rule }).rule)).toEqual(rule)
  const file = new URL(fileAddress('w1', { rule }, [], 'comma'), 'http://x')
  expect(RuleText.parse(file.searchParams.get('rule'))).toEqual(rule)
})

test('a rule that nobody can read is not forgotten, and none too long goes into an address', () => {
  expect(ListSearch.parse({ rule: '{"any":[' })).toEqual({ rule: unreadable })
  expect(ListSearch.parse({ rule: { any: [{}] } })).toEqual({ rule: unreadable })
  expect(ruleAsked({ rule: unreadable })).toEqual({})
  const reasons = ['{', '{"city":"Ulm"}', '"'.repeat(7000)].map(
    (text) => RuleText.safeParse(text).error?.issues[0]?.message,
  )
  expect(reasons).toEqual([
    'The rule cannot be read',
    'This is no rule over people',
    'The rule is too long for an address',
  ])
  expect(fitsAddress(rule)).toBe(true)
  expect(fitsAddress({ all: Array.from({ length: 40 }, () => rule) })).toBe(false)
})

test('the file is asked for what the list shows', () => {
  const asked = { search: 'ä & b', sort: 'value' as const }
  expect(fileAddress('w1', asked, ['email', 'city', 'value'], 'semicolon')).toBe(
    '/api/w/w1/people/file?separator=semicolon&search=%C3%A4+%26+b&sort=value&columns=email&columns=city',
  )
})
