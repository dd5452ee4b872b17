import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { pipeline, type Readable, Transform } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import { type ArchiveFile, readContents } from './contents.ts'
import { ArchiveError } from './error.ts'

/** What an archive may hold; sizes in bytes, counted while it is unpacked and never taken from what it says of itself. */
export type ArchiveLimits = {
  readonly files: number
  /** All that is unpacked of it together. */
  readonly bytes: number
  /** Beyond `harmless` bytes nothing may unpack to more than so many times the size of the archive. */
  readonly ratio: number
  readonly harmless: number
}

/** A ZIP archive whose list of contents is sound. It keeps nothing open. */
export type Archive = {
  /** Its files, folders left out, in the order of its list. */
  readonly files: readonly ArchiveFile[]
  /** The content of a file, piece by piece; ends with an `ArchiveError` where it is damaged or too large. */
  read(file: ArchiveFile): AsyncGenerator<Buffer>
}

/** Opens a ZIP archive (ZIP64 too); throws an `ArchiveError` where its list of contents is not sound. */
export async function openArchive(path: string, limits: ArchiveLimits): Promise<Archive> {
  const { files, bytes } = await readContents(path, limits.files)
  let unpacked = 0
  const count = (more: number): void => {
    unpacked += more
    const isTooMuch = unpacked > limits.bytes || (unpacked > limits.harmless && unpacked > bytes * limits.ratio)
    if (isTooMuch) throw new ArchiveError('bomb')
  }
  return { files, read: (file) => read(path, file, count) }
}

/** Lets bytes pass and, at the end, fails unless they are those that were packed. */
function checked({ crc, bytes }: ArchiveFile, count: (bytes: number) => void): Transform {
  let sum = 0
  let total = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        count(chunk.length)
        total += chunk.length
        if (total > bytes) throw new ArchiveError('damaged')
        sum = crc32(chunk, sum)
        done(null, chunk)
      } catch (error) {
        done(error as Error)
      }
    },
    flush(done) {
      done(sum === crc && total === bytes ? null : new ArchiveError('damaged'))
    },
  })
}

async function* read(path: string, file: ArchiveFile, count: (bytes: number) => void): AsyncGenerator<Buffer> {
  if (file.method === 'locked') throw new ArchiveError('locked')
  const check = checked(file, count)
  if (file.packedBytes === 0) {
    if (file.bytes > 0 || file.crc !== 0) throw new ArchiveError('damaged')
    return
  }
  const source = createReadStream(path, {
    start: file.start,
    end: file.start + file.packedBytes - 1,
    highWaterMark: 1 << 16,
  })
  // Whoever reads hears of a failure from the last part.
  const out: Readable =
    file.method === 'deflated'
      ? pipeline(source, createInflateRaw({ chunkSize: 1 << 16 }), check, () => undefined)
      : pipeline(source, check, () => undefined)
  try {
    for await (const chunk of out) yield chunk
  } catch (error) {
    throw isPackingFault(error) ? new ArchiveError('damaged') : error
  } finally {
    source.destroy()
    if (!source.closed) await once(source, 'close')
  }
}

const isPackingFault = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^Z_/.test(String(error.code))
