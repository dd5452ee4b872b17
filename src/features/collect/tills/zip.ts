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

/** A number of eight bytes; what is larger than a file can be is damage. */
function largeAt(bytes: Buffer, at: number): number {
  if (at + 8 > bytes.length) throw damaged()
  const value = bytes.readBigUInt64LE(at)
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw damaged()
  return Number(value)
}

/** What an archive says of its list where two or four bytes have no room for it (ZIP64). */
async function largeEnd(path: string, tail: Buffer, end: number) {
  const locator = end - 20
  if (locator < 0 || tail.readUInt32LE(locator) !== 0x07064b50) return undefined
  const bytes = await bytesAt(path, largeAt(tail, locator + 8), 56)
  if (bytes.readUInt32LE(0) !== 0x06064b50) throw damaged()
  return { files: largeAt(bytes, 32), length: largeAt(bytes, 40), at: largeAt(bytes, 48) }
}

/** The list of contents at the end of an archive. */
async function directoryOf(path: string): Promise<{ readonly bytes: Buffer; readonly files: number }> {
  const { size } = await stat(path)
  const from = Math.max(0, size - endBytes - longestComment)
  const tail = await bytesAt(path, from, size - from)
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end === -1 || end + endBytes > tail.length) throw damaged()
  const { files, length, at } = (await largeEnd(path, tail, end)) ?? {
    files: tail.readUInt16LE(end + 10),
    length: tail.readUInt32LE(end + 12),
    at: tail.readUInt32LE(end + 16),
  }
  if (files > mostFiles || at + length > size) throw damaged()
  return { bytes: await bytesAt(path, at, length), files }
}

const noRoom = 0xffff_ffff

/** Sizes and place of an entry, in four bytes each or, where those are full, one after the other in its extra field. */
function sizesOf(bytes: Buffer, at: number, extra: Buffer): Pick<Packed, 'packedBytes' | 'bytes' | 'at'> {
  const short = [24, 20, 42].map((field) => bytes.readUInt32LE(at + field))
  let field = 0
  while (field + 4 <= extra.length && extra.readUInt16LE(field) !== 1) field += 4 + extra.readUInt16LE(field + 2)
  let next = field + 4
  const [plain = 0, packed = 0, place = 0] = short.map((value) => {
    if (value !== noRoom) return value
    next += 8
    return largeAt(extra, next - 8)
  })
  return { bytes: plain, packedBytes: packed, at: place }
}

/** The files in an archive, folders left out. */
export async function zipContents(path: string): Promise<Packed[]> {
  const { bytes, files } = await directoryOf(path)
  const list: Packed[] = []
  let at = 0
  for (let i = 0; i < files; i += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) throw damaged()
    const flags = bytes.readUInt16LE(at + 8)
    const nameEnd = at + 46 + bytes.readUInt16LE(at + 28)
    const extraEnd = nameEnd + bytes.readUInt16LE(at + 30)
    const name = bytes.subarray(at + 46, nameEnd)
    list.push({
      name: (flags & 0x800) !== 0 ? name.toString('utf8') : name.toString('latin1'),
      method: bytes.readUInt16LE(at + 10),
      encrypted: (flags & 1) !== 0,
      crc: bytes.readUInt32LE(at + 16),
      ...sizesOf(bytes, at, bytes.subarray(nameEnd, extraEnd)),
    })
    at = extraEnd + bytes.readUInt16LE(at + 32)
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
