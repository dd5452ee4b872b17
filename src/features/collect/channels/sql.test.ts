import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryWarehouse } from '../../../../test/engines/chdb.ts'
import { p, raw, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { classifier, clicks } from './classify.ts'
import { defaultRules } from './defaults.ts'
import { type ChannelRules, type Entry, entryFacts, entryOperators } from './schema.ts'
import { sites } from './site.ts'
import { channelSql } from './sql.ts'

let warehouse: Warehouse
beforeAll(async () => {
  warehouse = await temporaryWarehouse()
})
afterAll(() => warehouse.close())

const inEngine = async (rules: ChannelRules, entries: readonly Entry[]): Promise<string[]> => {
  const list = entries.map((entry, i) => JSON.stringify([i, entry]))
  const rows = await warehouse.rows<{ channel: string }>(sql`
    select ${channelSql(rules)} as channel
    from (select JSONExtract(one, 'Tuple(UInt32, Map(String, String))') as pair, pair.2 as entry
      from (select arrayJoin(${p.strings(list)}) as one)) order by pair.1`)
  return rows.map(({ channel }) => channel)
}

const word = fc.constantFrom(
  'google',
  'CPC',
  'cpm',
  'Paid-Social',
  'email',
  'newsletter',
  'eshop week',
  'workshop',
  'Shopping',
  'shop',
  'push',
  'mobile-app',
  'print',
  'QR',
  'organic',
  'referral',
  'Cross-Network',
  '(direct)',
  '(not set)',
  'ÄÖÜ İ ß',
  'x'.repeat(90),
) // prettier-ignore
const known = fc.constantFrom(...[...sites.keys()].filter((_, i) => i % 7 === 0))
const host = fc.oneof(
  known,
  fc.tuple(fc.constantFrom('www', 'm', 'de.search', 'l'), known).map(([sub, name]) => `${sub}.${name}`),
  fc.constantFrom(
    'example.org',
    'https://www.Google.de/search?q=a',
    'android-app://com.linkedin.android',
    '',
    'a.b.c.d',
    '..',
  ),
)
const text = fc.oneof(word, host, fc.string({ unit: 'grapheme', maxLength: 8 }))
const entry: fc.Arbitrary<Entry> = fc.record(
  {
    utm_source: text,
    utm_medium: text,
    utm_campaign: text,
    utm_term: text,
    utm_content: text,
    referrer: host,
    click: fc.constantFrom(...Object.keys(clicks), 'GCLID', 'other', ''),
    landing: fc.oneof(host, fc.constantFrom('/', '/sale', 'https://example.org/a')),
  },
  { requiredKeys: [] },
)
const condition = fc.record({
  fact: fc.constantFrom(...entryFacts),
  op: fc.constantFrom(...entryOperators),
  values: fc.array(text, { maxLength: 3 }),
})
const rules = fc.array(
  fc.record({
    channel: fc.constantFrom('a', 'b', 'c d', "o'er"),
    rule: fc.record({
      all: fc.array(fc.record({ any: fc.array(condition, { minLength: 1, maxLength: 3 }) }), { maxLength: 3 }),
    }),
  }),
  { maxLength: 5 },
)

test('the engine and JavaScript find the same channels by the default rules', async () => {
  const entries = fc.sample(entry, { numRuns: 3000, seed: 11 })
  const everySite = [...sites.keys()].map((referrer) => ({ referrer }))
  const all = [...entries, ...everySite]
  const found = await inEngine(defaultRules, all)
  const classify = classifier(defaultRules)
  expect(found).toEqual(all.map(classify))
  expect(new Set(found).size).toBeGreaterThan(15)
})

test('the engine and JavaScript agree on any rules', async () => {
  await fc.assert(
    fc.asyncProperty(rules, fc.array(entry, { minLength: 20, maxLength: 40 }), async (list, entries) => {
      expect(await inEngine(list, entries)).toEqual(entries.map(classifier(list)))
    }),
    { numRuns: 40 },
  )
})

test('no entry is direct', async () => {
  const [row] = await warehouse.rows<{ channel: string }>(
    sql`select ${channelSql(defaultRules, raw("map('', '')"))} as channel`,
  )
  expect(row?.channel).toBe('direct')
})
