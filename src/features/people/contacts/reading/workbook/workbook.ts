import { stat } from 'node:fs/promises'
import { openArchive } from '../../../../../platform/archive/archive.ts'
import { ArchiveError } from '../../../../../platform/archive/error.ts'
import { columnNames, type TextRow } from '../../../../collect/reading/index.ts'
import { contactFault } from '../../faults.ts'
import type { ContactFile } from '../form.ts'
import { limits } from './limits.ts'
import { outlineOf, partsOf, sharedStringsOf } from './parts.ts'
import { rowsOf } from './rows.ts'
import { dateStylesOf } from './styles.ts'
import { damaged } from './xml.ts'

const sampled = 500

function told(error: unknown): unknown {
  if (!(error instanceof ArchiveError)) return error
  if (error.problem === 'bomb' || error.problem === 'many') return contactFault('contacts.too_large')
  if (error.problem === 'locked') return contactFault('contacts.unreadable', 'The workbook is locked by a password')
  return damaged()
}

/** The rows of the first sheet that holds anything; `onShare` hears how much of the workbook has been read. */
async function* filledRows(path: string, onShare: (share: number) => void): AsyncGenerator<readonly TextRow[]> {
  try {
    const archive = await openArchive(path, limits.archive)
    const parts = partsOf(archive)
    const whole = archive.files.reduce((sum, { bytes }) => sum + bytes, 1)
    const { sheets, sharedStrings, styles, from1904 } = await outlineOf(parts)
    const known = {
      sharedStrings: await sharedStringsOf(sharedStrings === undefined ? undefined : parts(sharedStrings)),
      dateStyles: await dateStylesOf(styles === undefined ? undefined : parts(styles)),
      from1904,
    }
    for (const sheet of sheets) {
      const content = parts(sheet)
      if (!content) throw damaged()
      let found = false
      for await (const rows of rowsOf(
        counted(content, (bytes) => onShare(bytes / whole)),
        known,
      )) {
        found = true
        yield rows
      }
      if (found) return
    }
  } catch (error) {
    throw told(error)
  }
}

async function* counted(content: AsyncIterable<Buffer>, onBytes: (bytes: number) => void): AsyncGenerator<Buffer> {
  let read = 0
  for await (const chunk of content) {
    read += chunk.length
    onBytes(read)
    yield chunk
  }
}

/** The first sheet of a workbook that holds anything; its first row names the columns. */
export async function openWorkbook(path: string): Promise<ContactFile> {
  const { size: bytes } = await stat(path)
  const first: TextRow[] = []
  for await (const rows of filledRows(path, () => {})) {
    first.push(...rows)
    if (first.length > sampled) break
  }
  const [header, ...sample] = first
  if (!header) throw contactFault('contacts.unreadable', 'The workbook is empty')
  return {
    format: 'xlsx',
    bytes,
    encoding: null,
    delimiter: null,
    columns: columnNames(header.cells, header.cells.length),
    sample: sample.slice(0, sampled).map(({ cells }) => cells),
    rows: (onBytes = () => {}) => afterHeader(filledRows(path, (share) => onBytes(Math.round(share * bytes)))),
  }
}

async function* afterHeader(batches: AsyncIterable<readonly TextRow[]>): AsyncGenerator<readonly TextRow[]> {
  let header = true
  for await (const rows of batches) {
    yield header ? rows.slice(1) : rows
    header = false
  }
}
