import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryWarehouse } from '../../../../test/engines/chdb.ts'
import { join, p, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { anchorSql, identifierSql } from '../rows/persons.ts'
import { identifierKinds } from '../schema.ts'
import { anchorOf, normaliseIdentifier } from './anchor.ts'

let warehouse: Warehouse

beforeAll(async () => {
  warehouse = await temporaryWarehouse()
})

afterAll(() => warehouse.close())

const workspace = '0A1b2c3d-0000-4000-8000-00000000abcd'
const words = fc.constantFrom(
  ' NULL ',
  'Guest',
  '0049 30 / 12-3',
  '+49(0)30',
  'ÄÖÜ@Straße.DE',
  'ΟΔΟΣ@x',
  'İ@x.tr',
  '\t',
  '',
)
const text = fc.oneof(
  words,
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
)
const identifier = fc.record({ kind: fc.constantFrom(...identifierKinds), text: text.map((one) => one.toWellFormed()) })

test('anchors and compared forms are those of the engine', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(identifier, { minLength: 50, maxLength: 200 }), async (list) => {
      const asked = list.map(({ kind, text: value }) => {
        const form = identifierSql(kind, p.string(value))
        return sql`(${form}, toString(${anchorSql(workspace, p.string(kind), p.string(value))}))`
      })
      const rows = await warehouse.rows<{ one: [string, string] }>(sql`select arrayJoin([${join(asked)}]) as one`)
      expect(rows.map(({ one }) => one)).toEqual(
        list.map(({ kind, text: value }) => [normaliseIdentifier(kind, value), anchorOf(workspace, kind, value)]),
      )
    }),
    { numRuns: 20 },
  )
})
