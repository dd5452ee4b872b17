import { describe, expect, test } from 'vitest'
import { type PersonCondition, PersonRule } from '../../../../kernel/personRule.ts'
import { ruleWords } from '../../../../web/parts/rule/ruleWords.ts'
import { emptyForm, isWholeForm, personFormOf, personRuleOf } from './personForm.ts'
import { personRuleInWords } from './personWords.ts'
import { startersIn } from './starters.ts'
import { segmentTexts } from './texts.ts'

const bought: PersonCondition = {
  did: { field: 'event', op: 'is', values: ['purchase'] },
  times: { op: 'at_least', n: 2 },
  within: { days: 30 },
}
const segment = '6c84fb90-12c4-41e1-840d-7e2f4a6f7c10'
const fromCologne: PersonCondition = { trait: 'city', op: 'is', values: ['Köln'] }

describe('the form', () => {
  test.each<[PersonRule]>([
    [bought],
    [{ all: [bought, fromCologne] }],
    [{ any: [{ all: [bought, { not: { segment } }] }, { identifier: 'email', known: false }] }],
  ])('shows %j and gives it back', (rule) => {
    const form = personFormOf(rule)
    expect(form && personRuleOf(form)).toEqual(rule)
    expect(form && isWholeForm(form)).toBe(true)
  })

  test.each<[PersonRule]>([[{ not: bought }], [{ all: [{ any: [{ all: [bought] }] }] }], [{ all: [] }]])(
    'leaves %j as it is',
    (rule) => expect(personFormOf(rule)).toBeNull(),
  )

  test('waits for what is missing', () => {
    expect(isWholeForm(emptyForm)).toBe(false)
    expect(isWholeForm({ join: 'all', groups: [{ join: 'all', conditions: [{ segment: '' }] }] })).toBe(false)
  })
})

test.each([
  ['de', 'mindestens 2-mal: Ereignis ist „Kauf“, in den letzten 30 Tagen und nicht (gehört zu „Liste“)'],
  ['en', 'at least 2 times: event is “Purchase”, in the last 30 days and not (belongs to “Liste”)'],
] as const)('a rule is said in %s', (language, said) => {
  const words = { rule: ruleWords[language], person: segmentTexts[language], nameOf: () => 'Liste', day: String }
  expect(personRuleInWords({ all: [bought, { not: { segment } }] }, words)).toBe(said)
})

test('the starters fit what happens here, and are rules', () => {
  const events = [
    { name: 'visit', count: 9, people: 5 },
    { name: 'order_completed', count: 3, people: 2 },
    { name: 'order_cancelled', count: 8, people: 2 },
  ]
  const starters = startersIn(events, segmentTexts.en.starters)
  expect(starters).toHaveLength(3)
  expect(JSON.stringify(starters[0]?.rule)).toContain('order_completed')
  for (const { rule } of starters) expect(PersonRule.parse(rule)).toEqual(rule)
})
