import { isAscii, isUtf8 } from 'node:buffer'
import { firstBytes } from './unpack.ts'

const block = 256 * 1024
const blocks = 64

/** The beginning of a longer UTF-8 character, as cut-off emoji have it; Western text in one byte per character has not. */
const cutOff = /[\xe0-\xf4][\x80-\xbf]/

/** Counts the lines with non-ASCII bytes, and those of them that look like Windows-1252; cut-off lines do not count. */
export function foreignLines(bytes: Buffer, whole: boolean): { readonly foreign: number; readonly western: number } {
  let foreign = 0
  let western = 0
  if (isAscii(bytes)) return { foreign, western }
  let from = whole ? 0 : bytes.indexOf(10) + 1
  while (from < bytes.length) {
    const stop = bytes.indexOf(10, from)
    if (stop === -1 && !whole) break
    const line = bytes.subarray(from, stop === -1 ? bytes.length : stop)
    if (!isAscii(line)) {
      foreign += 1
      if (!isUtf8(line) && !cutOff.test(line.toString('latin1'))) western += 1
    }
    from = stop === -1 ? bytes.length : stop + 1
  }
  return { foreign, western }
}

/**
 * Windows-1252 only where most lines with special characters are no UTF-8, so that single broken rows stay what they
 * are: broken. Looks at blocks spread over the file.
 */
export async function encodingOf(path: string, bytes: number): Promise<'utf-8' | 'windows-1252'> {
  const count = Math.min(blocks, Math.ceil(bytes / block))
  let foreign = 0
  let western = 0
  for (let i = 0; i < count; i++) {
    const position = count < blocks ? i * block : Math.floor((i * (bytes - block)) / (blocks - 1))
    const piece = await firstBytes(path, block, position)
    const found = foreignLines(piece, count === 1)
    foreign += found.foreign
    western += found.western
  }
  return western * 2 > foreign ? 'windows-1252' : 'utf-8'
}
