import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { type CellRecord, fullPatience, readPatiently } from './cells.ts'
import { encodingOf } from './encoding.ts'
import { type Layout, layoutOf } from './layout.ts'
import { headOf } from './prepare.ts'

/** One row of delimited text and the line at which it starts; a broken row has the line as its only cell. */
export type TextRow = { readonly line: number; readonly cells: readonly string[]; readonly broken: boolean }

export type RecordFile = {
  readonly bytes: number
  readonly encoding: 'utf-8' | 'windows-1252'
  readonly delimiter: Layout['delimiter']
  readonly columns: readonly string[]
  readonly sample: readonly (readonly string[])[]
  /** The rows after the header, piece by piece; `onBytes` hears how much of the file has been read. */
  rows(onBytes?: (bytes: number) => void): AsyncGenerator<readonly TextRow[]>
}

/** A quoted cell that has not ended after this many characters never ends. */
const longestOpen = 2 << 20

/** Characters of a cell; what is longer is cut here, and longer than any field may be. */
const longestCell = 32_768

/** Delimited text in UTF-8 or Windows-1252 whose rows are looked at one by one, in the file's own order. */
export async function openRecords(path: string): Promise<RecordFile> {
  const { size: bytes } = await stat(path)
  const encoding = await encodingOf(path, bytes)
  const { text, final } = await headOf(path, encoding)
  const layout = layoutOf(text.replace(/^\ufeff/, ''), final, null)
  const { delimiter, columns, rows: sample } = layout
  return { bytes, encoding, delimiter, columns, sample, rows: (onBytes) => readRows(path, encoding, layout, onBytes) }
}

async function* readRows(path: string, encoding: string, layout: Layout, onBytes: (bytes: number) => void = () => {}) {
  const split = splitter(layout)
  const decoder = new TextDecoder(encoding)
  let read = 0
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) {
    read += chunk.length
    onBytes(read)
    yield split(decoder.decode(chunk, { stream: true }), false)
  }
  yield split(decoder.decode(), true)
}

const cut = (cell: string): string => (cell.length > longestCell ? cell.slice(0, longestCell) : cell)

function splitter({ delimiter, columns, skip }: Layout) {
  const width = columns.length
  const patience = fullPatience()
  let buffer = ''
  let line = 1
  let row = 0
  const rowOf = ({ cells, broken }: CellRecord): TextRow | undefined => {
    const blank = !broken && cells.every((cell) => cell === '')
    if (row++ < skip || blank) return undefined
    const spare = cells.slice(width).some((cell) => cell !== '')
    return { line, cells: cells.map(cut), broken: broken || cells.length < width || spare }
  }
  return (more: string, final: boolean): readonly TextRow[] => {
    buffer += more
    const rows: TextRow[] = []
    let at = 0
    while (at < buffer.length) {
      const stuck = buffer.length - at > longestOpen
      const record = readPatiently(buffer, at, delimiter, { final: final || stuck, width, patience })
      if (record === undefined) break
      const found = rowOf(record)
      if (found) rows.push(found)
      line += record.lines
      at = record.end
    }
    buffer = buffer.slice(at)
    return rows
  }
}
