import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { type CellRecord, fullPatience, readPatiently } from './cells.ts'
import { needRoom } from './disk.ts'

/** A quoted cell that has not ended after this many characters never ends. */
const longestCell = 16 << 20

const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`

type Rewriting = { readonly delimiter: string; readonly width: number; readonly skip: number }

/**
 * Rewrites delimited text whose quoting the engine cannot follow: comma-separated, everything in quotes, first the line
 * of the file and whether the row is broken (then its first cell is the line as it stands), then `width` cells. Works
 * on bytes, so that characters which are broken stay broken.
 */
export async function rewriteRows(path: string, target: string, folder: string, how: Rewriting): Promise<void> {
  const out = createWriteStream(target, { highWaterMark: 1 << 20 })
  const rewrite = rewriter(how)
  let checked = 0
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
      const text = rewrite.take(chunk.toString('latin1'), false)
      if (text !== '' && !out.write(text, 'latin1')) await once(out, 'drain')
      checked += chunk.length
      if (checked > 1 << 25) {
        await needRoom(folder, checked)
        checked = 0
      }
    }
    out.write(rewrite.take('', true), 'latin1')
  } finally {
    out.end()
    await once(out, 'close')
  }
}

function rewriter({ delimiter, width, skip }: Rewriting) {
  const patience = fullPatience()
  let buffer = ''
  /** A record that has not ended is read again when twice as much is there, so that none is read over and over. */
  let enough = 0
  let line = 1
  let row = 0
  const written = (record: CellRecord): string => {
    const blank = record.cells.length === 1 && record.cells[0] === '' && !record.broken
    const fits = record.cells.length === width || (record.cells.length === width + 1 && record.cells[width] === '')
    if (row++ < skip || blank) return ''
    const cells = Array.from({ length: width }, (_, i) => quote(record.cells[i] ?? ''))
    const rest = record.cells.slice(width)
    if (rest.length > 0 && !fits) cells[width - 1] = quote(record.cells.slice(width - 1).join(delimiter))
    return `"${line}","${record.broken || !fits ? 1 : 0}",${cells.join(',')}\n`
  }
  return {
    take(more: string, final: boolean): string {
      buffer += more
      if (buffer.length < enough && !final) return ''
      enough = 0
      const lines: string[] = []
      let at = 0
      while (at < buffer.length) {
        const stuck = buffer.length - at > longestCell
        const record = readPatiently(buffer, at, delimiter, { final: final || stuck, width, patience })
        if (record === undefined) {
          enough = 2 * (buffer.length - at)
          break
        }
        lines.push(written(record))
        line += record.lines
        at = record.end
      }
      buffer = buffer.slice(at)
      return lines.join('')
    },
  }
}
