import { crc32, deflateRawSync } from 'node:zlib'

const full = 0xffff_ffff

/** A file to be packed; what it says of itself may be a lie. */
export type Given = {
  readonly name: string
  readonly bytes: Buffer
  readonly method?: number
  readonly flags?: number
  /** The mode of the file as Unix programs note it. */
  readonly mode?: number
  readonly crc?: number
  readonly says?: number
}

/** The extra field, and the end of an archive, with numbers of eight bytes. */
const large = {
  extra(bytes: number, packed: number, at: number): Buffer {
    const field = Buffer.alloc(28)
    field.writeUInt16LE(1, 0)
    field.writeUInt16LE(24, 2)
    for (const [i, value] of [bytes, packed, at].entries()) field.writeBigUInt64LE(BigInt(value), 4 + 8 * i)
    return field
  },
  end(files: number, length: number, at: number): Buffer {
    const end = Buffer.alloc(76)
    end.writeUInt32LE(0x06064b50, 0)
    end.writeBigUInt64LE(44n, 4)
    for (const [i, value] of [files, files, length, at].entries()) end.writeBigUInt64LE(BigInt(value), 24 + 8 * i)
    end.writeUInt32LE(0x07064b50, 56)
    end.writeBigUInt64LE(BigInt(at + length), 64)
    end.writeUInt32LE(1, 72)
    return end
  },
}

function headOf({ bytes, flags = 0, method = 8, crc = crc32(bytes), says }: Given, name: Buffer, packed: Buffer) {
  const head = Buffer.alloc(26)
  head.writeUInt16LE(20, 0)
  head.writeUInt16LE(0x800 | flags, 2)
  head.writeUInt16LE(method, 4)
  head.writeUInt32LE(crc, 10)
  head.writeUInt32LE(packed.length, 14)
  head.writeUInt32LE(says ?? bytes.length, 18)
  head.writeUInt16LE(name.length, 22)
  return head
}

type Shape = {
  /** In the form for archives beyond 4 GB (ZIP64). */
  readonly isLarge?: boolean
  /** All entries lead to the first file's bytes. */
  readonly overlapping?: boolean
}

/** A ZIP archive of the files for tests, packed unless they name another method. */
export function zipOf(files: readonly Given[], { isLarge = false, overlapping = false }: Shape = {}): Buffer {
  const heads: Buffer[] = []
  const parts: Buffer[] = []
  let at = 0
  for (const file of files) {
    const packed = file.method === 0 ? file.bytes : deflateRawSync(file.bytes)
    const title = Buffer.from(file.name)
    const head = headOf(file, title, packed)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), head, title, packed])
    const place = Buffer.alloc(14)
    place.writeUInt32LE((file.mode ?? 0) * 0x1_0000, 6)
    const start = overlapping ? 0 : at
    place.writeUInt32LE(isLarge ? full : start, 10)
    const extra = isLarge ? large.extra(file.says ?? file.bytes.length, packed.length, start) : Buffer.alloc(0)
    if (isLarge) {
      head.writeUInt32LE(full, 14)
      head.writeUInt32LE(full, 18)
    }
    head.writeUInt16LE(extra.length, 24)
    const maker = Buffer.from([20, file.mode === undefined ? 0 : 3])
    heads.push(Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), maker, head, place, title, extra]))
    if (overlapping && parts.length > 0) continue
    parts.push(local)
    at += local.length
  }
  const directory = Buffer.concat(heads)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(isLarge ? 0xffff : files.length, 4)
  end.writeUInt16LE(isLarge ? 0xffff : files.length, 6)
  end.writeUInt32LE(isLarge ? full : directory.length, 8)
  end.writeUInt32LE(isLarge ? full : at, 12)
  const largeEnd = isLarge ? large.end(files.length, directory.length, at) : Buffer.alloc(0)
  return Buffer.concat([...parts, directory, largeEnd, Buffer.from('PK\x05\x06', 'latin1'), end])
}
