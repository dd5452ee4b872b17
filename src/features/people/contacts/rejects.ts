import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { byteOrderMark, csvLine } from '../../../platform/files/csv.ts'
import { contactReasonWords, rejectHeads } from './reasons.ts'
import type { ContactReject } from './schema.ts'

type RejectedRow = ContactReject & { readonly cells: readonly string[] }

/**
 * The file of rejected rows: the rows as they stood in the file, then why they stayed out, so that it can be corrected
 * and imported again. It comes into being with the first row.
 */
export function openRejects(file: string, columns: readonly string[], separator: string, language: 'de' | 'en') {
  let out: WriteStream | undefined
  const line = (cells: readonly string[]) => csvLine(cells, { policy: 'opened', separator })

  async function write(rows: readonly RejectedRow[]): Promise<void> {
    if (rows.length === 0) return
    if (!out) {
      await mkdir(dirname(file), { recursive: true })
      out = createWriteStream(file)
      out.write(byteOrderMark + line([...columns, ...rejectHeads[language]]))
    }
    for (const { cells, reason, field, line: at } of rows) {
      const own = Array.from({ length: Math.max(columns.length, cells.length) }, (_, i) => cells[i] ?? '')
      if (!out.write(line([...own, contactReasonWords[language][reason], field, String(at)]))) await once(out, 'drain')
    }
  }

  return {
    write,
    /** The file, if anything was rejected. */
    async close(): Promise<string | null> {
      if (!out) return null
      out.end()
      await once(out, 'close')
      return file
    },
  }
}
