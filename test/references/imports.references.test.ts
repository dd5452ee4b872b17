import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Mapping } from '../../src/features/collect/schema.ts'
import { repositoryRoot } from '../../src/platform/root.ts'
import { temporaryCollect } from '../engines/collect.ts'

const data = join(repositoryRoot(), '../shared/data')
let bench: Awaited<ReturnType<typeof temporaryCollect>>

beforeAll(async () => {
  bench = await temporaryCollect()
})
afterAll(() => bench.close())

test.each([
  ['ecom/ecom.csv.gz', 31_106, 600],
  ['process/bpic2012.xes.gz', 262_200, 13_087],
  ['process/08_receipt.xes.gz', 8_577, 1_434],
  ['process/running-example.xes', 42, 6],
])('%s unmapped', async (file, events, people) => {
  const workspace = await bench.workspace({ timeZone: 'Europe/Berlin' })
  const done = await bench.importPath(workspace, join(data, file))
  expect(done).toMatchObject({ state: 'done', read: events, imported: events, rejected: 0, people })
  expect(await bench.totals(workspace)).toMatchObject({ events, people })
  expect(await bench.importPath(workspace, join(data, file))).toMatchObject({ imported: 0, duplicates: events })
})

test('transactions by basket, unmapped and with a mapping', async () => {
  const file = join(data, 'completejourney/transactions_sample.csv')
  const workspace = await bench.workspace()
  const done = await bench.importPath(workspace, file)
  expect(done).toMatchObject({ state: 'done', read: 75_000, imported: 75_000, events: 47_243, people: 2_377 })
  expect(await bench.totals(workspace)).toEqual({ events: 47_243, people: 2_377, value: 233_935.24 })
  const mapping = Mapping.parse({
    persons: [{ column: 'household_id', kind: 'customer' }],
    time: { column: 'transaction_timestamp', format: 'iso', zone: 'America/New_York' },
    event: { constant: 'purchase' },
    value: { column: 'sales_value' },
    groupBy: 'basket_id',
  })
  const other = await bench.workspace()
  const first = await bench.importPath(other, file, mapping)
  await bench.undo(other, first.id)
  expect(await bench.totals(other)).toMatchObject({ events: 0 })
  await bench.importPath(other, file, mapping)
  expect(await bench.totals(other)).toEqual({ events: 47_243, people: 2_377, value: 233_935.24 })
})
