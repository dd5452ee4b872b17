import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { csvLine } from '../../../platform/files/csv.ts'
import { type Prepared, prepare } from '../reading/prepare.ts'
import { cellsBy, type TillFile, type TillFileKind, tillFiles } from './files.ts'
import { type ReceiptRow, receiptColumns } from './mapping.ts'
import { addLine, addPayment, type Cells, type Details, keyOf, noDetails, receiptOf } from './receipts.ts'

type Told = { readonly file: string; readonly line: number; readonly cells: Cells }

async function* rowsOf(files: readonly TillFile[], wanted: TillFileKind): AsyncGenerator<Told> {
  for (const { kind, name, records } of files) {
    if (kind !== wanted) continue
    const cells = cellsBy(records.columns)
    for await (const rows of records.rows()) {
      for (const row of rows) {
        yield { file: name, line: row.line, cells: row.broken && wanted === 'receipts' ? () => '' : cells(row.cells) }
      }
    }
  }
}

/** What lines and payments say, by receipt. */
async function detailsOf(files: readonly TillFile[]): Promise<Map<string, Details>> {
  const details = new Map<string, Details>()
  const of = (cells: Cells): Details => {
    const key = keyOf(cells)
    const known = details.get(key) ?? noDetails()
    details.set(key, known)
    return known
  }
  for await (const { cells } of rowsOf(files, 'lines')) addLine(of(cells), cells)
  for await (const { cells } of rowsOf(files, 'payments')) addPayment(of(cells), cells)
  return details
}

/** The names of the places where tills stand. */
async function placesOf(files: readonly TillFile[]): Promise<Map<string, string>> {
  const places = new Map<string, string>()
  for await (const { cells } of rowsOf(files, 'places')) places.set(cells('Z_KASSE_ID'), cells('LOC_NAME'))
  return places
}

const lineOf = (cells: readonly string[]): string => csvLine(cells, { policy: 'carried' })

async function write(out: WriteStream, line: string): Promise<void> {
  if (!out.write(line)) await once(out, 'drain')
}

/** One row per receipt, with what its lines, payments and place say. */
async function* receiptsOf(files: readonly TillFile[]): AsyncGenerator<ReceiptRow> {
  const places = await placesOf(files)
  const details = await detailsOf(files)
  for await (const { file, line, cells } of rowsOf(files, 'receipts')) {
    const row = receiptOf(cells, { file, line }, details.get(keyOf(cells)), places.get(cells('Z_KASSE_ID')) ?? '')
    if (row) yield row
  }
}

/** Whether a folder holds the export of a till. */
export const isTillFolder = async (path: string): Promise<boolean> =>
  (await stat(path)).isDirectory() && (await tillFiles(path, path)) !== undefined

/** Recognises a file, or the export of a till in a folder or a ZIP archive, which becomes one file of receipts. */
export async function prepareAny(path: string, folder: string): Promise<Prepared> {
  const files = await tillFiles(path, folder)
  if (!files) return prepare(path, folder)
  const target = join(folder, 'receipts.csv')
  const out = createWriteStream(target)
  try {
    await write(out, lineOf(receiptColumns))
    for await (const row of receiptsOf(files)) await write(out, lineOf(receiptColumns.map((name) => row[name])))
  } finally {
    out.end()
    await once(out, 'close')
  }
  return prepare(target, folder)
}
