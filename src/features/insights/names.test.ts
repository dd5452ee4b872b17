import { expect, test } from 'vitest'
import { distance, namesLike } from './names.ts'

test('letters in the wrong place count', () => {
  expect(distance('catalog', 'catalog')).toBe(0)
  expect(distance('catalog', 'catlaog')).toBe(1)
  expect(distance('kitten', 'sitting')).toBe(3)
  expect(distance('', 'abc')).toBe(3)
})

test('names like a mistaken one, nearest first', () => {
  const names = ['catalog', 'product_view', 'add_to_cart', 'purchase', 'store_purchase']
  expect(namesLike('Catlog', names)).toEqual(['catalog'])
  expect(namesLike('purchase ', names)[0]).toBe('purchase')
  expect(namesLike('cart', names)).toEqual(['add_to_cart'])
  expect(namesLike('zzzzzz', names)).toEqual([])
  expect(namesLike('', names)).toEqual([])
})
