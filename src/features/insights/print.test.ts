import { expect, test } from 'vitest'
import { share } from '../../kernel/statistics.ts'
import { flowText, funnelText, timeText } from './print.ts'

test('a funnel in columns, with base and intervals, group by group', () => {
  const first = { name: 'catalog', people: 600, ofStart: share(600, 600), ofPrevious: share(600, 600), hours: null }
  const hours = { median: 0.5, low: 0.25, high: 50, n: 56 }
  const second = { name: 'Käufe', people: 56, ofStart: share(56, 600), ofPrevious: share(56, 600), hours }
  const groups = [
    { value: 'e-mail', rest: false, steps: [first] },
    { value: '', rest: false, steps: [first] },
    { value: '', rest: true, steps: [first] },
  ]
  const text = funnelText({ steps: [first, second], groups })
  expect(text.split('\n').slice(0, 4)).toEqual([
    'step     people  of start, 95 %        of previous, 95 %  median time from start, 95 %',
    '-------  ------  --------------------  -----------------  -------------------------------',
    'catalog     600  100.0 % (99.4-100.0)  -                  -',
    'Käufe        56  9.3 % (7.3-11.9)      9.3 % (7.3-11.9)   30.0 min (15.0 min-2.1 d), n 56',
  ])
  expect(text.split('\n').filter((line, i, all) => all[i - 1] === '' && line !== '')).toEqual([
    'e-mail',
    '(none)',
    '(others)',
  ])
})

test('a flow in columns', () => {
  const links = [
    { position: 1, from: 'visit', to: 'order', people: 3 },
    { position: 1, from: 'visit', to: null, people: 1 },
  ]
  expect(flowText({ people: 4, links })).toBe(
    `4 people

position  from   to     people  of from  of all 4
--------  -----  -----  ------  -------  --------
       1  visit  order       3  75.0 %   75.0 %
       1  visit  (end)       1  25.0 %   25.0 %`,
  )
  expect(flowText({ people: 0, links: [] })).toContain('0 people')
})

test('times in the unit that suits them', () => {
  expect([0.001, 0.25, 1.5, 47, 72].map(timeText)).toEqual(['3.6 s', '15.0 min', '1.5 h', '47.0 h', '3.0 d'])
})
