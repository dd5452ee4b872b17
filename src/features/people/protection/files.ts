import { createReadStream, createWriteStream } from 'node:fs'
import { readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { parse } from 'csv-parse'
import type { Removal } from './removal.ts'

const filesBelow = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

const pieceBytes = 4 << 20
/** More than the longest spelling of an identifier of usual length takes. */
const overlapBytes = 16 << 10

/** Whether what is looked for stands in a file; read in pieces that overlap. */
async function holds(path: string, inBytes: (bytes: Buffer) => boolean): Promise<boolean> {
  let tail = Buffer.alloc(0)
  for await (const piece of createReadStream(path, { highWaterMark: pieceBytes })) {
    const bytes = Buffer.concat([tail, piece])
    if (inBytes(bytes)) return true
    tail = bytes.subarray(Math.max(0, bytes.length - overlapBytes))
    await nextTurn()
  }
  return false
}

export type Found = { readonly read: number; readonly files: readonly string[] }

/** The files below a folder in which what is looked for stands. */
export async function findBytes(folder: string, inBytes: (bytes: Buffer) => boolean): Promise<Found> {
  const files: string[] = []
  const all = await filesBelow(folder)
  for (const path of all) {
    // A file may go while others are read: its bytes are gone with it.
    if (await holds(path, inBytes).catch(() => false)) files.push(path)
  }
  return { read: all.length, files }
}

// The files are ours: one of these stands between the cells, and cells with quotes are quoted.
const records = { raw: true, delimiter: [',', ';', '\t', '|'], relax_quotes: true, relax_column_count: true }
const reading = { ...records, skip_records_with_error: true }

type Record = { readonly raw: string }

async function countNaming(path: string, names: (text: string) => boolean): Promise<number> {
  let count = 0
  const list: AsyncIterable<Record> = createReadStream(path).pipe(parse(reading))
  for await (const { raw } of list) if (names(raw)) count += 1
  return count
}

/** Rewrites a CSV file without the records that name the person. */
async function withoutPerson(path: string, names: (text: string) => boolean): Promise<void> {
  const fresh = `${path}.fresh`
  await pipeline(
    createReadStream(path).pipe(parse(reading)),
    async function* (list: AsyncIterable<Record>) {
      for await (const { raw } of list) if (!names(raw)) yield raw
    },
    createWriteStream(fresh, { mode: 0o600 }),
  )
  await rename(fresh, path)
}

/**
 * What names a person in the files of a workspace: their records in the files of rejected rows, and all files that wait to
 * be imported, for these may be packed in ways that hide who is in them.
 */
export async function findFiles(
  directory: string,
  workspace: string,
  imports: readonly string[],
  names: (text: string) => boolean,
): Promise<Removal[]> {
  const removals: Removal[] = []
  for (const id of imports) {
    for (const path of await filesBelow(join(directory, 'imports', id))) {
      if (!path.endsWith('.csv'))
        removals.push({ what: 'rejectedRows', rows: 0, remove: () => rm(path, { force: true }) })
      else {
        const rows = await countNaming(path, names)
        if (rows > 0) removals.push({ what: 'rejectedRows', rows, remove: () => withoutPerson(path, names) })
      }
    }
  }
  const waiting = join(directory, 'uploads', workspace)
  const uploads = (await readdir(waiting).catch(() => [])).length
  if (uploads > 0)
    removals.push({ what: 'uploads', rows: uploads, remove: () => rm(waiting, { recursive: true, force: true }) })
  return removals
}
