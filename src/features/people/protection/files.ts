import { createReadStream, createWriteStream } from 'node:fs'
import { readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse'
import { namesPerson } from './needles.ts'

const filesBelow = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

/** Whether some needle stands in a file; read in pieces that overlap by the longest needle. */
async function holds(path: string, needles: readonly Buffer[]): Promise<boolean> {
  const longest = Math.max(0, ...needles.map(({ length }) => length))
  let tail = Buffer.alloc(0)
  for await (const piece of createReadStream(path, { highWaterMark: 4 << 20 })) {
    const bytes = Buffer.concat([tail, piece])
    if (needles.some((needle) => bytes.includes(needle))) return true
    tail = bytes.subarray(Math.max(0, bytes.length - longest + 1))
  }
  return false
}

export type Found = { readonly read: number; readonly files: readonly string[] }

/** The files below a folder in which one of the needles stands, byte for byte. */
export async function findBytes(folder: string, needles: readonly Buffer[]): Promise<Found> {
  if (needles.length === 0) return { read: 0, files: [] }
  const files: string[] = []
  const all = await filesBelow(folder)
  for (const path of all) {
    // A file may go while others are read: its bytes are gone with it.
    if (await holds(path, needles).catch(() => false)) files.push(path)
  }
  return { read: all.length, files }
}

/** Rewrites a CSV file without the records that name the person; gives how many those were. */
async function withoutPerson(path: string, names: (text: string) => boolean): Promise<number> {
  let gone = 0
  const options = { raw: true, relax_quotes: true, relax_column_count: true, skip_records_with_error: true }
  const records = createReadStream(path).pipe(parse(options))
  const fresh = `${path}.fresh`
  await pipeline(
    records,
    async function* (list: AsyncIterable<{ readonly raw: string }>) {
      for await (const { raw } of list) {
        if (names(raw)) gone += 1
        else yield raw
      }
    },
    createWriteStream(fresh),
  )
  await (gone > 0 ? rename(fresh, path) : rm(fresh))
  return gone
}

export type FileErasure = { readonly rejectedRows: number; readonly uploads: number }

/**
 * Removes a person from the files of a workspace: their records from the files of rejected rows, and all files that wait
 * to be imported, for these may be packed in ways that hide who is in them.
 */
export async function eraseFiles(
  directory: string,
  workspace: string,
  imports: readonly string[],
  values: readonly string[],
): Promise<FileErasure> {
  const names = namesPerson(values)
  let rejectedRows = 0
  for (const id of imports) {
    for (const path of await filesBelow(join(directory, 'imports', id))) {
      if (path.endsWith('.csv')) rejectedRows += await withoutPerson(path, names)
      else await rm(path, { force: true })
    }
  }
  const waiting = join(directory, 'uploads', workspace)
  const uploads = (await readdir(waiting).catch(() => [])).length
  await rm(waiting, { recursive: true, force: true })
  await stat(directory)
  return { rejectedRows, uploads }
}
