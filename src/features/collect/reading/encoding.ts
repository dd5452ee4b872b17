import { isAscii, isUtf8 } from 'node:buffer'
import { firstBytes } from './unpack.ts'

const block = 256 * 1024
const blocks = 64

/** Counts the lines with non-ASCII bytes, and those of them that are not valid UTF-8; cut-off lines do not count. */
export function foreignLines(bytes: Buffer, whole: boolean): { readonly foreign: number; readonly invalid: number } {
  let foreign = 0
  let invalid = 0
  if (isAscii(bytes)) return { foreign, invalid }
  let from = whole ? 0 : bytes.indexOf(10) + 1
  while (from < bytes.length) {
    const stop = bytes.indexOf(10, from)
    if (stop === -1 && !whole) break
    const line = bytes.subarray(from, stop === -1 ? bytes.length : stop)
    if (!isAscii(line)) {
      foreign += 1
      if (!isUtf8(line)) invalid += 1
    }
    from = stop === -1 ? bytes.length : stop + 1
  }
  return { foreign, invalid }
}

/**
 * Windows-1252 only where most lines with special characters are no UTF-8, so that single broken rows stay what they
 * are: broken. Looks at blocks spread over the file.
 */
export async function encodingOf(path: string, bytes: number): Promise<'utf-8' | 'windows-1252'> {
  const count = Math.min(blocks, Math.ceil(bytes / block))
  let foreign = 0
  let invalid = 0
  for (let i = 0; i < count; i++) {
    const position = count < blocks ? i * block : Math.floor((i * (bytes - block)) / (blocks - 1))
    const piece = await firstBytes(path, block, position)
    const found = foreignLines(piece, count === 1)
    foreign += found.foreign
    invalid += found.invalid
  }
  return invalid > 0 && invalid * 2 > foreign ? 'windows-1252' : 'utf-8'
}
