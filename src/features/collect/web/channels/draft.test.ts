import { expect, test } from 'vitest'
import { classifier } from '../../channels/classify.ts'
import { defaultRules } from '../../channels/defaults.ts'
import {
  channelCode,
  channelInWords,
  drafted,
  entryOfAddress,
  entryRuleInWords,
  isWhole,
  moved,
  plain,
} from './draft.ts'
import { channelTexts } from './texts.ts'

test('every default rule is said in words, with a channel that has a name', () => {
  for (const language of ['de', 'en'] as const) {
    const words = channelTexts[language].rule
    for (const { channel, rule } of defaultRules) {
      expect(entryRuleInWords(rule, words)).not.toContain('undefined')
      const said = channelInWords(channel, language)
      expect(said).not.toBe(channel)
      expect(channelCode(said, language)).toBe(channel)
    }
  }
  expect(entryRuleInWords({ all: [] }, channelTexts.en.rule)).toBe('always')
  const paid = defaultRules.find(({ channel }) => channel === 'paid_search')
  expect(paid && entryRuleInWords(paid.rule, channelTexts.en.rule)).toBe(
    'kind of source is “search” and (medium contains “cp” or medium is “ppc” or “retargeting” or medium starts with “paid”)',
  )
})

test('a draft keeps the rules as they are', () => {
  expect(plain(drafted(defaultRules))).toEqual(defaultRules)
  expect(defaultRules.every(isWhole)).toBe(true)
  expect(isWhole({ channel: 'x', rule: { all: [{ any: [{ fact: 'source', op: 'is', values: [] }] }] } })).toBe(false)
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b'])
  expect(moved(['a', 'b'], 1, 2)).toEqual(['a', 'b'])
})

test.each([
  ['shop.example/?utm_source=google&utm_medium=cpc', '', 'paid_search'],
  ['https://shop.example/?gclid=1', '', 'paid_search'],
  ['', 'https://www.ecosia.org/search', 'organic_search'],
  ['https://shop.example/', 'https://www.shop.example/', 'direct'],
])('an address %s after %s comes by %s', (address, referrer, channel) => {
  expect(classifier(defaultRules)(entryOfAddress(address, referrer))).toBe(channel)
})
