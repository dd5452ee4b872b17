import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import Excel, { type CellValue } from 'exceljs'
import type { TextRow } from '../../../collect/index.ts'
import { contactFault } from '../faults.ts'
import type { ContactFile } from './form.ts'

const largest = 4 * 1024 ** 3
const harmless = 256 * 1024 ** 2
const highestRatio = 250
const mostColumns = 2000
const sampled = 500

/** How large a ZIP archive says it is when unpacked. */
async function unpackedSize(path: string, bytes: number): Promise<number> {
  const file = await open(path, 'r')
  try {
    const length = Math.min(bytes, 66_000)
    const { buffer: tail } = await file.read(Buffer.alloc(length), 0, length, bytes - length)
    const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
    if (end === -1) throw contactFault('contacts.unreadable', 'The workbook is damaged')
    const [size, from] = [tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)]
    const { buffer: list } = await file.read(Buffer.alloc(size), 0, size, from)
    let total = 0
    for (let at = 0; at + 46 <= list.length; ) {
      total += list.readUInt32LE(at + 24)
      at += 46 + list.readUInt16LE(at + 28) + list.readUInt16LE(at + 30) + list.readUInt16LE(at + 32)
    }
    return total
  } finally {
    await file.close()
  }
}

const isDay = (date: Date): boolean => date.getTime() % 86_400_000 === 0

function textOf(value: CellValue | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) return ''
    return isDay(value) ? value.toISOString().slice(0, 10) : value.toISOString()
  }
  if ('richText' in value) return value.richText.map(({ text }) => text).join('')
  if ('hyperlink' in value) return textOf(value.text)
  if ('result' in value) return textOf(value.result)
  return ''
}

async function* sheetRows(path: string, onBytes: (bytes: number) => void): AsyncGenerator<TextRow> {
  const source = createReadStream(path, { highWaterMark: 1 << 16 })
  let read = 0
  source.on('data', (chunk) => {
    read += chunk.length
    onBytes(read)
  })
  const book = new Excel.stream.xlsx.WorkbookReader(source, {
    worksheets: 'emit',
    sharedStrings: 'cache',
    hyperlinks: 'ignore',
    styles: 'cache',
    entries: 'ignore',
  })
  try {
    for await (const sheet of book) {
      let found = false
      for await (const row of sheet) {
        const values = Array.isArray(row.values) ? row.values.slice(1, mostColumns + 1) : []
        const cells = Array.from(values, textOf)
        if (cells.every((cell) => cell.trim() === '')) continue
        found = true
        yield { line: row.number, cells, broken: false }
      }
      if (found) return
    }
  } finally {
    source.destroy()
  }
}

const unique = (names: readonly string[]): string[] => {
  const taken = new Set<string>()
  return names.map((name, i) => {
    const plain = name.replace(/\s+/g, ' ').trim() || `column_${i + 1}`
    let free = plain
    for (let nth = 2; taken.has(free); nth++) free = `${plain}_${nth}`
    taken.add(free)
    return free
  })
}

/** The first sheet of a workbook that holds anything; its first row names the columns. */
export async function openWorkbook(path: string): Promise<ContactFile> {
  const { size: bytes } = await stat(path)
  const whole = await unpackedSize(path, bytes)
  if (whole > largest || (whole > harmless && whole > bytes * highestRatio)) throw contactFault('contacts.too_large')
  const first: TextRow[] = []
  try {
    for await (const row of sheetRows(path, () => {})) {
      first.push(row)
      if (first.length > sampled) break
    }
  } catch (cause) {
    throw Object.assign(contactFault('contacts.unreadable', 'The workbook is damaged'), { cause })
  }
  const [header, ...sample] = first
  if (!header) throw contactFault('contacts.unreadable', 'The workbook is empty')
  return {
    format: 'xlsx',
    bytes,
    encoding: null,
    delimiter: null,
    columns: unique(header.cells),
    sample: sample.map(({ cells }) => cells),
    rows: (onBytes = () => {}) => batches(path, onBytes),
  }
}

async function* batches(path: string, onBytes: (bytes: number) => void): AsyncGenerator<readonly TextRow[]> {
  let batch: TextRow[] = []
  let header = true
  for await (const row of sheetRows(path, onBytes)) {
    if (!header) batch.push(row)
    header = false
    if (batch.length >= 1000) {
      yield batch
      batch = []
    }
  }
  yield batch
}
