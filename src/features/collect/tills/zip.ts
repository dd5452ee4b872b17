import { createReadStream, createWriteStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createInflateRaw } from 'node:zlib'
import { collectFault } from '../faults.ts'
import { guarded, needRoom } from '../reading/disk.ts'
import { firstBytes } from '../reading/unpack.ts'

/** A file in an archive. */
export type Packed = {
  readonly name: string
  readonly method: number
  readonly encrypted: boolean
  readonly crc: number
  readonly packedBytes: number
  readonly bytes: number
  /** Where its own header begins. */
  readonly at: number
}

const endBytes = 22
const longestComment = 65_535
const mostFiles = 5_000
const largest = 20 * 1024 * 1024 * 1024
const harmless = 256 * 1024 * 1024
const highestRatio = 250
const stored = 0
const deflated = 8

const damaged = () => collectFault('file.damaged', { format: 'ZIP' })

export const isZip = (head: Buffer): boolean => head.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04]))

async function bytesAt(path: string, at: number, count: number): Promise<Buffer> {
  const bytes = await firstBytes(path, count, at)
  if (bytes.length < count) throw damaged()
  return bytes
}

/** The list of contents at the end of an archive. */
async function directoryOf(path: string): Promise<{ readonly bytes: Buffer; readonly files: number }> {
  const { size } = await stat(path)
  const from = Math.max(0, size - endBytes - longestComment)
  const tail = await bytesAt(path, from, size - from)
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end === -1 || end + endBytes > tail.length) throw damaged()
  const files = tail.readUInt16LE(end + 10)
  const length = tail.readUInt32LE(end + 12)
  const at = tail.readUInt32LE(end + 16)
  if (files > mostFiles || at + length > size) throw damaged()
  return { bytes: await bytesAt(path, at, length), files }
}

/** The files in an archive, folders left out. */
export async function zipContents(path: string): Promise<Packed[]> {
  const { bytes, files } = await directoryOf(path)
  const list: Packed[] = []
  let at = 0
  for (let i = 0; i < files; i += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) throw damaged()
    const flags = bytes.readUInt16LE(at + 8)
    const nameLength = bytes.readUInt16LE(at + 28)
    const name = bytes.subarray(at + 46, at + 46 + nameLength)
    list.push({
      name: (flags & 0x800) !== 0 ? name.toString('utf8') : name.toString('latin1'),
      method: bytes.readUInt16LE(at + 10),
      encrypted: (flags & 1) !== 0,
      crc: bytes.readUInt32LE(at + 16),
      packedBytes: bytes.readUInt32LE(at + 20),
      bytes: bytes.readUInt32LE(at + 24),
      at: bytes.readUInt32LE(at + 42),
    })
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return list.filter(({ name }) => !name.endsWith('/'))
}

/** Lets bytes pass and, at the end, fails unless they are those that were packed. */
function checked({ crc, bytes }: Packed): Transform {
  let sum = 0
  let total = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sum = crc32(chunk, sum)
      total += chunk.length
      done(null, chunk)
    },
    flush(done) {
      done(sum === crc && total === bytes ? null : damaged())
    },
  })
}

/** Writes one file of an archive, watching its size and the disk. */
export async function unzip(path: string, packed: Packed, target: string, folder: string): Promise<void> {
  const { method, encrypted, packedBytes, at } = packed
  if (encrypted || (method !== stored && method !== deflated)) throw collectFault('file.packed', { packer: 'ZIP' })
  const head = await bytesAt(path, at, 30)
  if (head.readUInt32LE(0) !== 0x04034b50) throw damaged()
  const start = at + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
  await needRoom(folder, packed.bytes)
  const guard = guarded(folder, (total) => {
    if (total > largest || (total > harmless && total > packedBytes * highestRatio)) {
      throw collectFault('file.bomb', { ratio: highestRatio })
    }
  })
  const input = createReadStream(path, { start, end: Math.max(start, start + packedBytes - 1) })
  if (packedBytes === 0) {
    input.destroy()
    const file = await open(target, 'w')
    return file.close()
  }
  const through = method === deflated ? [createInflateRaw(), guard] : [guard]
  await pipeline([input, ...through, checked(packed), createWriteStream(target)]).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && /^Z_/.test(String(error.code))) throw damaged()
    throw error
  })
}
