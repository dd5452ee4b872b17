import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryCollect } from '../../../../test/engines/collect.ts'
import { byteOrderMark, csvLine } from '../../../platform/files/csv.ts'
import { p, sql } from '../../../platform/warehouse/sql.ts'
import { records } from './cells.ts'
import { openRecords } from './records.ts'

let folder: string
let bench: Awaited<ReturnType<typeof temporaryCollect>>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fernweh-csv-'))
  bench = await temporaryCollect()
})
afterAll(async () => {
  await bench.close()
  await rm(folder, { recursive: true, force: true })
})

const parts = [
  '=',
  '+49 351 123',
  '-12.50',
  '@',
  '\t',
  '\r',
  '\n',
  '\r\n',
  '"',
  ',',
  ';',
  "'",
  ' ',
  'ä',
  '\\N',
  'x',
  '0',
]
const cell = fc.array(fc.constantFrom(...parts), { maxLength: 6 }).map((some) => some.join(''))
const tables = fc.sample(
  fc.array(fc.tuple(fc.constantFrom('K1', '-7', '+49 351 9'), cell, cell), { minLength: 5, maxLength: 40 }),
  { numRuns: 60, seed: 11 },
)
const columns = ['customer', 'note', 'further note']
const textOf = (rows: readonly (readonly string[])[], separator: string): string =>
  [columns, ...rows].map((cells) => csvLine(cells, { policy: 'carried', separator })).join('')

test('what a carrying file holds comes back through the reader of records', async () => {
  for (const [i, rows] of tables.entries()) {
    const separator = i % 2 === 0 ? ',' : ';'
    expect([...records(textOf(rows, separator), separator, true)].slice(1).map(({ cells }) => cells)).toEqual(rows)
    const path = join(folder, `${i}.csv`)
    await writeFile(path, byteOrderMark + textOf(rows, separator))
    const file = await openRecords(path)
    expect(file).toMatchObject({ delimiter: separator, columns })
    const read: (readonly string[])[] = []
    for await (const batch of file.rows()) read.push(...batch.map(({ cells }) => cells))
    expect(read).toEqual(rows)
  }
})

test("and through an import by the engine's reader", async () => {
  const workspace = await bench.workspace({ timeZone: 'UTC' })
  const rows = tables.flat().map(([, note, further], i) => ({ id: `K${i}`, note, further }))
  const lines = rows.map(({ id, note, further }) => [id, '2026-05-01T10:00:00Z', 'note', note, further, id])
  const heads = ['customer_id', 'timestamp', 'event', 'note', 'further', 'number']
  const content = [heads, ...lines].map((cells) => csvLine(cells, { policy: 'carried' })).join('')
  const imported = await bench.importBytes(workspace, byteOrderMark + content)
  expect(imported).toMatchObject({ read: rows.length, imported: rows.length, rejected: 0 })
  const read = await bench.warehouse.rows<{ properties: Record<string, string> }>(
    sql`select properties from events where workspace = ${p.uuid(workspace.id)}`,
  )
  const found = new Map(read.map(({ properties }) => [properties.number, properties]))
  const wanted = rows.map(({ id, note, further }) => [id, note, further])
  expect(rows.map(({ id }) => [id, found.get(id)?.note ?? '', found.get(id)?.further ?? ''])).toEqual(wanted)
})
