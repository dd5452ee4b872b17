import { createReadStream, createWriteStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { collectFault } from '../faults.ts'
import { guarded, needRoom } from './disk.ts'

/** Beyond this size nobody's data shrinks to less than a 250th; what does is made to fill disks. */
const harmless = 256 * 1024 * 1024
export const highestRatio = 250
const largest = 200 * 1024 * 1024 * 1024

const magics: readonly { readonly bytes: readonly number[]; readonly what: string }[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], what: 'zip' },
  { bytes: [0x50, 0x4b, 0x05, 0x06], what: 'zip' },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], what: 'zstd' },
  { bytes: [0x42, 0x5a, 0x68], what: 'bzip2' },
  { bytes: [0xfd, 0x37, 0x7a, 0x58], what: 'xz' },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], what: '7z' },
  { bytes: [0x52, 0x61, 0x72, 0x21], what: 'rar' },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], what: 'old Excel' },
]

export async function firstBytes(path: string, count: number, position = 0): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, position)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

const startsWith = (bytes: Buffer, magic: readonly number[]): boolean => magic.every((byte, i) => bytes[i] === byte)

export const isZip = (head: Buffer): boolean => startsWith(head, [0x50, 0x4b, 0x03, 0x04])

export const isGzip = (head: Buffer): boolean => startsWith(head, [0x1f, 0x8b])

/** Names the archive that a file is, for people who gave one. */
export function refuseArchives(head: Buffer): void {
  const what = magics.find(({ bytes }) => startsWith(head, bytes))?.what
  if (what === undefined) return
  if (what === 'zip' || what === 'old Excel') {
    throw collectFault('file.workbook')
  }
  throw collectFault('file.packed', { packer: what })
}

/** Unpacks a gzip file into the folder, watching its size and the disk; other files stay where they are. */
export async function unpacked(path: string, folder: string): Promise<{ path: string; gzip: boolean; bytes: number }> {
  const head = await firstBytes(path, 8)
  if (head.length === 0) throw collectFault('file.empty')
  refuseArchives(head)
  const { size } = await stat(path)
  if (!isGzip(head)) return { path, gzip: false, bytes: size }
  const target = join(folder, 'unpacked')
  await needRoom(folder, size)
  const guard = guarded(folder, (total) => {
    if (total > largest || (total > harmless && total > size * highestRatio)) {
      throw collectFault('file.bomb', { ratio: highestRatio })
    }
  })
  await pipeline(createReadStream(path), createGunzip(), guard, createWriteStream(target)).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && /^Z_|ERR_/.test(String(error.code))) {
      throw collectFault('file.damaged', { format: 'gzip' })
    }
    throw error
  })
  const { size: bytes } = await stat(target)
  if (bytes === 0) throw collectFault('file.empty')
  return { path: target, gzip: true, bytes }
}
