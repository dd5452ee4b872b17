import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { byteOrderMark, csvLine } from '../../../platform/files/csv.ts'
import { p, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { Source } from '../reading/source.ts'
import type { Reject } from '../schema.ts'
import type { Forbidden } from './keepOut.ts'
import { reasonWords } from './reasons.ts'
import { patient } from './stage.ts'

type Row = {
  readonly row: number
  readonly line: number
  readonly lines: number
  readonly reason: Reject['reason'] | ''
  readonly field: string
  readonly bad: string
  readonly cells: readonly string[]
}

export type RejectedRow = Reject & { readonly cells: readonly string[] }

/** Rejected rows and those that take several lines, in the order of the file. */
const rowsSql = (id: string, limit: Sql): Sql => sql`
  select toFloat64(row) as row, toFloat64(line) as line, lines, reason, field, bad, cells
  from import_rows where import = ${p.uuid(id)} and (reason != '' or lines > 0) order by import_rows.row ${limit}`

/** The rejected rows with the lines of the file at which they start; a row of several lines moves those after it. */
export async function* rejectedRows(warehouse: Warehouse, id: string, source: Source): AsyncGenerator<RejectedRow> {
  let moved = source.firstLine
  for await (const rows of warehouse.stream<Row>(rowsSql(id, sql``), patient)) {
    for (const { row, line, lines, reason, field, bad, cells } of rows) {
      if (reason !== '') yield { line: line || row + moved, field, reason, value: bad, cells }
      moved += lines
    }
  }
}

const csv = (cells: readonly string[]): string => csvLine(cells, { policy: 'opened' })

type Words = Readonly<Record<'line' | 'field' | 'reason' | 'value', string>>
const headings: Readonly<Record<'de' | 'en', Words>> = {
  de: { line: 'Zeile', field: 'Feld', reason: 'Grund', value: 'Wert' },
  en: { line: 'line', field: 'field', reason: 'reason', value: 'value' },
}

export type Rejecting = { readonly id: string; readonly rejectsFile: string; readonly language: 'de' | 'en' }

/** A row that names somebody who was erased says so and nothing else. */
const withoutForbidden = (row: RejectedRow, forbidden: Forbidden | null): RejectedRow =>
  row.reason !== 'suppressed' && forbidden?.named([...row.cells, row.value])
    ? { line: row.line, field: '', reason: 'suppressed', value: '', cells: [] }
    : row

/** Writes the rejects file: where, what, why, and the row as it stood in the file. Gives the number of rows. */
export async function writeRejects(
  warehouse: Warehouse,
  { id, rejectsFile: file, language }: Rejecting,
  source: Source,
  forbidden: Forbidden | null,
): Promise<number> {
  await mkdir(dirname(file), { recursive: true })
  const out = createWriteStream(file)
  const head = headings[language]
  out.write(byteOrderMark + csv([head.line, head.field, head.reason, head.value, ...source.cellNames]))
  let count = 0
  try {
    for await (const row of rejectedRows(warehouse, id, source)) {
      const { line, field, reason, value, cells } = withoutForbidden(row, forbidden)
      const more = out.write(csv([String(line), field, reasonWords[language][reason], value, ...cells]))
      if (!more) await once(out, 'drain')
      count += 1
    }
  } finally {
    out.end()
    await once(out, 'close')
  }
  return count
}
