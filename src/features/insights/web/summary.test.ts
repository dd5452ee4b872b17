import { expect, test } from 'vitest'
import type { Flow } from '../schema.ts'
import { outflowOf, summaryOf } from './summary.ts'

const flow: Flow = {
  people: 10,
  links: [
    { position: 1, from: 'ad', to: 'shop', people: 6 },
    { position: 1, from: 'ad', to: null, people: 2 },
    { position: 1, from: 'mail', to: 'shop', people: 2 },
    { position: 2, from: 'shop', to: null, people: 5 },
    { position: 2, from: 'shop', to: 'till', people: 3 },
  ],
}

test('tells the most frequent beginning, what follows it, and where people stop', () => {
  expect(summaryOf(flow)).toEqual({
    start: { name: 'ad', share: 0.8 },
    next: { from: 'ad', to: 'shop', share: 0.75 },
    end: { name: 'shop', share: 0.625 },
  })
})

test('says nothing about nobody', () => {
  expect(summaryOf({ people: 0, links: [] })).toEqual({ start: null, next: null, end: null })
})

test('the base of a share is everybody at that event of that step', () => {
  expect([outflowOf(flow)(1, 'ad'), outflowOf(flow)(2, 'shop'), outflowOf(flow)(3, 'shop')]).toEqual([8, 8, 0])
})
