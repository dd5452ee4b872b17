import { crc32 } from 'node:zlib'

export type ZipFile = { readonly name: string; readonly content: Buffer }

const utf8Names = 0x0800

function header(signature: number, fields: readonly (readonly [2 | 4, number])[]): Buffer {
  const bytes = Buffer.alloc(4 + fields.reduce((sum, [size]) => sum + size, 0))
  bytes.writeUInt32LE(signature, 0)
  let at = 4
  for (const [size, value] of fields) {
    if (size === 2) bytes.writeUInt16LE(value, at)
    else bytes.writeUInt32LE(value, at)
    at += size
  }
  return bytes
}

/** MS-DOS counts days from 1980 and seconds in pairs. */
const dosDate = (at: Date): number =>
  ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate()
const dosTime = (at: Date): number => (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1)

/** A ZIP archive of files as they are, without compression (APPNOTE 6.3.2). */
export function zip(files: readonly ZipFile[], at: Date): Buffer {
  const parts: Buffer[] = []
  const index: Buffer[] = []
  let offset = 0
  for (const { name, content } of files) {
    const title = Buffer.from(name)
    const size = content.length
    const common = [
      [2, 20],
      [2, utf8Names],
      [2, 0],
      [2, dosTime(at)],
      [2, dosDate(at)],
      [4, crc32(content)],
      [4, size],
      [4, size],
      [2, title.length],
      [2, 0],
    ] as const
    const local = header(0x04034b50, common)
    index.push(header(0x02014b50, [[2, 20], ...common, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]]), title)
    parts.push(local, title, content)
    offset += local.length + title.length + size
  }
  const directory = Buffer.concat(index)
  const { length } = files
  const end = header(0x06054b50, [
    [2, 0],
    [2, 0],
    [2, length],
    [2, length],
    [4, directory.length],
    [4, offset],
    [2, 0],
  ])
  return Buffer.concat([...parts, directory, end])
}
