import { type FileHandle, open } from 'node:fs/promises'
import {
  type Entry,
  fromRandomAccessReaderPromise,
  getFileNameLowLevel,
  RandomAccessReader,
  validateFileName,
  type ZipFile,
} from 'yauzl'
import { ArchiveError } from './error.ts'

/** A file in an archive; `start` is where its bytes begin. */
export type ArchiveFile = {
  readonly name: string
  readonly start: number
  readonly packedBytes: number
  /** What it must unpack to. */
  readonly bytes: number
  readonly crc: number
  /** `locked`: by a password or a method that cannot be read here. */
  readonly method: 'stored' | 'deflated' | 'locked'
}

const longestName = 1000
const methods: ReadonlyMap<number, 'stored' | 'deflated'> = new Map([
  [0, 'stored'],
  [8, 'deflated'],
])

type Told = (error: Error | null, bytes?: number) => void

/** Reads where an archive says, and never beyond its ends, whatever the archive says. */
class BoundedReader extends RandomAccessReader {
  readonly #file: FileHandle
  readonly #bytes: number

  constructor(file: FileHandle, bytes: number) {
    super()
    this.#file = file
    this.#bytes = bytes
  }

  override read(buffer: Buffer, offset: number, length: number, position: number, callback: Told): void {
    const isWithin = Number.isSafeInteger(position) && position >= 0 && position + length <= this.#bytes
    if (!isWithin) return void setImmediate(callback, new ArchiveError('damaged'))
    this.#file.read(buffer, offset, length, position).then(
      ({ bytesRead }) => callback(null, bytesRead),
      (error: Error) => callback(error),
    )
  }

  override close(callback: Told): void {
    callback(null)
  }
}

/** The list of contents, checked as a whole: every file lies within the archive and none within another. */
export async function readContents(
  path: string,
  most: number,
): Promise<{ readonly files: readonly ArchiveFile[]; readonly bytes: number }> {
  const file = await open(path, 'r')
  try {
    const { size: bytes } = await file.stat()
    return { files: await listed(new BoundedReader(file, bytes), bytes, most), bytes }
  } catch (error) {
    throw isOfSystem(error) ? error : new ArchiveError(error instanceof ArchiveError ? error.problem : 'damaged')
  } finally {
    await file.close()
  }
}

/** Errors of the disk are no fault of the archive. */
const isOfSystem = (error: unknown): boolean => error instanceof Error && 'syscall' in error

async function listed(reader: BoundedReader, bytes: number, most: number): Promise<ArchiveFile[]> {
  const zip = await fromRandomAccessReaderPromise(reader, bytes, { decodeStrings: false, autoClose: false })
  // Else what goes wrong after the last answer would end the program.
  zip.on('error', () => undefined)
  if (zip.entryCount > most) throw new ArchiveError('many')
  const listStart = Number(zip.readEntryCursor)
  const names = new Set<string>()
  const files: ArchiveFile[] = []
  const places: Place[] = []
  for (let i = 0; i < zip.entryCount; i++) {
    const entry = await nextEntry(zip)
    const name = nameOf(entry)
    if (names.has(name)) throw new ArchiveError('twice')
    names.add(name)
    if (isLink(entry)) throw new ArchiveError('link')
    const { fileDataStart: start } = await zip.readLocalFileHeaderPromise(entry, { minimal: true })
    places.push({ from: entry.relativeOffsetOfLocalHeader, to: start + entry.compressedSize })
    if (!name.endsWith('/')) files.push(fileOf(entry, name, start))
  }
  checkPlaces(places, listStart)
  return files
}

function nextEntry(zip: ZipFile): Promise<Entry> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      zip.off('entry', found)
      zip.off('error', failed)
    }
    const found = (entry: Entry) => {
      settle()
      resolve(entry)
    }
    const failed = (error: Error) => {
      settle()
      reject(error)
    }
    zip.on('entry', found)
    zip.on('error', failed)
    zip.readEntry()
  })
}

function nameOf(entry: Entry): string {
  const { generalPurposeBitFlag, fileNameLength, fileNameRaw, extraFields } = entry
  if (fileNameLength > longestName) throw new ArchiveError('damaged')
  const name = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false)
  if (name === '' || name.includes('\u0000') || validateFileName(name) !== null) throw new ArchiveError('path')
  return name
}

/** The mode of a file as Unix programs note it. */
const isLink = ({ versionMadeBy, externalFileAttributes }: Entry): boolean =>
  versionMadeBy >>> 8 === 3 && ((externalFileAttributes >>> 16) & 0xf000) === 0xa000

function fileOf(entry: Entry, name: string, start: number): ArchiveFile {
  const { compressionMethod, compressedSize, uncompressedSize, crc32 } = entry
  const method = entry.isEncrypted() ? undefined : methods.get(compressionMethod)
  return {
    name,
    start,
    packedBytes: compressedSize,
    bytes: uncompressedSize,
    crc: crc32,
    method: method ?? 'locked',
  }
}

type Place = { readonly from: number; readonly to: number }

/** Files that share bytes let a small archive unpack without end. */
function checkPlaces(places: readonly Place[], listStart: number): void {
  let end = 0
  for (const { from, to } of [...places].sort((a, b) => a.from - b.from || a.to - b.to)) {
    if (from < end) throw new ArchiveError('overlap')
    end = to
  }
  if (end > listStart) throw new ArchiveError('overlap')
}
