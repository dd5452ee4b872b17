import { crc32, deflateRawSync } from 'node:zlib'

const full = 0xffff_ffff

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

/** A ZIP archive of the files, packed, for tests; `isLarge`: in the form for archives beyond 4 GB (ZIP64). */
export function zipOf(
  files: readonly { readonly name: string; readonly bytes: Buffer }[],
  { isLarge = false } = {},
): Buffer {
  const heads: Buffer[] = []
  const parts: Buffer[] = []
  let at = 0
  for (const { name, bytes } of files) {
    const packed = deflateRawSync(bytes)
    const title = Buffer.from(name)
    const facts = Buffer.alloc(26)
    facts.writeUInt16LE(20, 0)
    facts.writeUInt16LE(0x800, 2)
    facts.writeUInt16LE(8, 4)
    facts.writeUInt32LE(crc32(bytes), 10)
    facts.writeUInt32LE(packed.length, 14)
    facts.writeUInt32LE(bytes.length, 18)
    facts.writeUInt16LE(title.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), facts, title, packed])
    const place = Buffer.alloc(14)
    place.writeUInt32LE(isLarge ? full : at, 10)
    const extra = isLarge ? large.extra(bytes.length, packed.length, at) : Buffer.alloc(0)
    if (isLarge) {
      facts.writeUInt32LE(full, 14)
      facts.writeUInt32LE(full, 18)
    }
    facts.writeUInt16LE(extra.length, 24)
    heads.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), facts, place, title, extra]))
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
