import { createWriteStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { openArchive } from '../../../platform/archive/archive.ts'
import { ArchiveError } from '../../../platform/archive/error.ts'
import { collectFault } from '../faults.ts'
import { guarded } from '../reading/disk.ts'
import { openRecords, type RecordFile } from '../reading/records.ts'
import { firstBytes, highestRatio, isZip } from '../reading/unpack.ts'
import type { Cells } from './receipts.ts'

/** The files of a DSFinV-K export that matter here, known by their columns and not by their names. */
export type TillFileKind = 'receipts' | 'lines' | 'payments' | 'places'
export type TillFile = { readonly kind: TillFileKind; readonly name: string; readonly records: RecordFile }

const columnsOf: readonly (readonly [TillFileKind, readonly string[]])[] = [
  ['receipts', ['Z_KASSE_ID', 'BON_ID', 'BON_TYP', 'UMS_BRUTTO']],
  ['lines', ['Z_KASSE_ID', 'BON_ID', 'POS_ZEILE', 'GV_TYP']],
  ['payments', ['Z_KASSE_ID', 'BON_ID', 'ZAHLART_TYP']],
  ['places', ['Z_KASSE_ID', 'LOC_NAME']],
]

const mostFiles = 2_000
const megabyte = 1024 * 1024
const limits = { files: 5_000, bytes: 20_480 * megabyte, ratio: highestRatio, harmless: 256 * megabyte }
const table = /\.(csv|txt)$/i

const plain = (column: string): string => column.trim().toUpperCase()

/** What a file of these columns holds; undefined for those that are not needed. */
export function kindOf(columns: readonly string[]): TillFileKind | undefined {
  const names = new Set(columns.map(plain))
  return columnsOf.find(([, needed]) => needed.every((name) => names.has(name)))?.[0]
}

/** Reads the cells of a row by the names of their columns. */
export function cellsBy(columns: readonly string[]): (cells: readonly string[]) => Cells {
  const places = new Map(columns.map((column, i) => [plain(column), i]))
  return (cells) => (column) => cells[places.get(column) ?? -1]?.trim() ?? ''
}

type Found = { readonly name: string; readonly path: string }

async function inFolder(path: string): Promise<Found[]> {
  const names = await readdir(path, { recursive: true })
  return names.filter((name) => table.test(name)).map((name) => ({ name, path: join(path, name) }))
}

function told(error: unknown): unknown {
  if (!(error instanceof ArchiveError)) return error
  if (error.problem === 'damaged') return collectFault('file.damaged', { format: 'ZIP' })
  if (error.problem === 'bomb') return collectFault('file.bomb', { ratio: highestRatio })
  if (error.problem === 'locked') return collectFault('file.packed', { packer: 'ZIP' })
  return collectFault('file.archive', { problem: error.problem })
}

/** Unpacks the tables of an archive into the folder, under names of our own. */
async function inArchive(path: string, folder: string): Promise<Found[]> {
  try {
    const archive = await openArchive(path, limits)
    const found: Found[] = []
    for (const file of archive.files.filter(({ name }) => table.test(name)).slice(0, mostFiles)) {
      const target = join(folder, `till-${found.length}.csv`)
      await pipeline(archive.read(file), guarded(folder), createWriteStream(target))
      found.push({ name: file.name, path: target })
    }
    return found
  } catch (error) {
    throw told(error)
  }
}

/** The files of an export in a folder or a ZIP archive; undefined where it is neither, or holds no receipts of a till. */
export async function tillFiles(path: string, folder: string): Promise<readonly TillFile[] | undefined> {
  const isFolder = (await stat(path)).isDirectory()
  if (!isFolder && !isZip(await firstBytes(path, 4))) return undefined
  const found = isFolder ? await inFolder(path) : await inArchive(path, folder)
  const files: TillFile[] = []
  for (const { name, path } of found.slice(0, mostFiles)) {
    if ((await stat(path)).size === 0) continue
    const records = await openRecords(path)
    const kind = kindOf(records.columns)
    if (kind) files.push({ kind, name, records })
  }
  return files.some(({ kind }) => kind === 'receipts') ? files : undefined
}
