import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryWarehouse } from '../../../test/engines/chdb.ts'
import { type Condition, fields, type Rule, type RuleEvent, satisfies } from '../../kernel/rule.ts'
import { join, p, sql } from '../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import { ruleSql } from './rules.ts'

let warehouse: Warehouse
beforeAll(async () => {
  warehouse = await temporaryWarehouse()
})
afterAll(() => warehouse.close())

const keys = [
  'plan',
  'größe',
  'a.b',
  "o'clock",
  'back\\slash',
  'tick`ed',
  '^caret',
  'x.:Int64',
  'tab\t',
  '😀',
  '{p0:String}',
]
const texts = [
  '',
  'a',
  'ab',
  'Ä',
  'ä',
  '😀',
  "it's",
  'a\\b',
  '10',
  '9',
  '-3',
  '1e3',
  '0.1',
  'true',
  '2025-03-01',
  '2025-03-01 10:00:00',
  '1e999',
  '\n',
]

const text = fc.constantFrom(...texts)
const number = fc.oneof(
  fc.constantFrom(0, 1, -3, 9, 10, 0.1, 1.5, 1e21, 1e-7, 0.000001, 123456.789, 1000),
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .filter((one) => !Object.is(one, -0) && !(Number.isInteger(one) && Math.abs(one) > 2 ** 63)),
)
const money = fc.integer({ min: -1e9, max: 1e9 }).map((one) => one / 10_000)

const event: fc.Arbitrary<RuleEvent> = fc.record({
  event: text,
  channel: text,
  source: text,
  session: text,
  currency: text,
  value: fc.option(money),
  properties: fc.dictionary(fc.constantFrom(...keys), fc.oneof(text, number.map(String))),
})

const operand = fc.oneof(text, number.map(String), money.map(String), fc.string({ unit: 'grapheme' }))
const condition: fc.Arbitrary<Condition> = fc.record({
  field: fc.constantFrom(...fields),
  key: fc.constantFrom(...keys, 'never'),
  op: fc.constantFrom<Condition['op'][]>(
    'is',
    'is_not',
    'contains',
    'starts_with',
    'at_least',
    'at_most',
    'more_than',
    'less_than',
    'exists',
    'missing',
  ),
  values: fc.array(operand, { maxLength: 3 }),
})
const rule: fc.Arbitrary<Rule> = fc.letrec<{ rule: Rule }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    condition,
    fc.record({ all: fc.array(tie('rule'), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('rule'), { maxLength: 3 }) }),
    fc.record({ not: tie('rule') }),
  ),
})).rule

async function store(workspace: string, events: readonly RuleEvent[]): Promise<void> {
  const time = '2025-03-01T10:00:00.000Z'
  await warehouse.insert(
    'events',
    events.map(({ event: name, ...rest }, i) => ({
      ...rest,
      name,
      workspace,
      anchor: '1',
      anchor2: '0',
      message: String(i),
      seq: i,
      time,
      raw_time: time,
      value: rest.value === null ? null : rest.value.toFixed(4),
      import: workspace,
      received: time,
    })),
  )
}

test('the SQL of a rule and its predicate agree on every event', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(event, { minLength: 20, maxLength: 20 }),
      fc.array(rule, { minLength: 20, maxLength: 20 }),
      async (events, rules) => {
        const workspace = randomUUID()
        await store(workspace, events)
        const rows = await warehouse.rows<{ held: number[] }>(sql`
          SELECT [${join(rules.map((one) => sql`toUInt8(${ruleSql(one)})`))}] AS held
          FROM events WHERE workspace = ${p.uuid(workspace)} ORDER BY message`)
        expect(rows.map((row) => row.held)).toEqual(
          events.map((one) => rules.map((each) => (satisfies(each, one) ? 1 : 0))),
        )
      },
    ),
    { numRuns: 25 },
  )
})

test('hostile keys and values stay data', async () => {
  const workspace = randomUUID()
  const hostile = "x') OR 1=1 --"
  const sample: RuleEvent = {
    event: 'visit',
    channel: '',
    source: '',
    session: '',
    currency: '',
    value: null,
    properties: { [hostile]: hostile },
  }
  await store(workspace, [sample, { ...sample, properties: {} }])
  const held = await warehouse.rows(sql`SELECT toUInt32(count()) AS n FROM events
    WHERE workspace = ${p.uuid(workspace)} AND ${ruleSql({ field: 'property', key: hostile, op: 'is', values: [hostile] })}`)
  expect(held).toEqual([{ n: 1 }])
})

test('a rule nested more than eight deep is refused', () => {
  const nested = (depth: number): Rule => (depth === 0 ? { all: [] } : { not: nested(depth - 1) })
  expect(() => ruleSql(nested(8))).not.toThrow()
  expect(() => ruleSql(nested(9))).toThrow('at most 8 deep')
})
