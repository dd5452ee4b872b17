import { expect, test } from 'vitest'
import { goalsIn } from './goals.ts'

const event = (name: string, people: number) => ({ name, people, count: people * 2 })

test('purchases come before payments, payments before sign-ups', () => {
  const found = goalsIn([
    event('catalog', 600),
    event('sign_up', 300),
    event('payment_details', 200),
    event('purchase', 90),
  ])
  expect(found.map(({ name }) => name)).toEqual(['purchase', 'payment_details', 'sign_up'])
})

test('what went wrong is no goal', () => {
  expect(goalsIn([event('payment_failed', 120), event('order_cancelled', 80), event('purchase', 90)])).toEqual([
    event('purchase', 90),
  ])
})

test('German names are understood', () => {
  expect(goalsIn([event('Ladenbesuch', 500), event('Kauf im Laden', 90)]).map(({ name }) => name)).toEqual([
    'Kauf im Laden',
  ])
})

test('without a sign the rarer events are offered, none invented', () => {
  expect(goalsIn([event('A', 10), event('B', 30), event('C', 20), event('D', 40)]).map(({ name }) => name)).toEqual([
    'C',
    'A',
  ])
  expect(goalsIn([])).toEqual([])
})
