import { expect, test } from 'vitest'
import { campaignOf, plainAddress, referrerOf } from './page.ts'

test('an address keeps campaign and click parameters and nothing else', () => {
  const href = 'https://shop.example/order?email=anna%40example.org&utm_source=news+letter&gclid=x1&token=9#part'
  expect(plainAddress(href)).toBe('https://shop.example/order?utm_source=news+letter&gclid=x1')
  expect(plainAddress('https://shop.example/?q=1')).toBe('https://shop.example/')
})

test('a campaign is named by its parameters', () => {
  expect(campaignOf('https://shop.example/?utm_source=a&utm_medium=cpc&utm_campaign=May&utm_term=')).toEqual({
    source: 'a',
    medium: 'cpc',
    name: 'May',
  })
})

test('a referrer is another site, without its query', () => {
  expect(referrerOf('https://search.example/find?q=secret', 'shop.example')).toBe('https://search.example/find')
  expect(referrerOf('https://shop.example/before', 'shop.example')).toBe('')
  expect(referrerOf('', 'shop.example')).toBe('')
})
