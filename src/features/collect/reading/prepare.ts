import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { collectFault } from '../faults.ts'
import type { Reading } from '../schema.ts'
import { guarded } from './disk.ts'
import { encodingOf } from './encoding.ts'
import { guessDelimiter } from './layout.ts'
import { firstBytes, unpacked } from './unpack.ts'

/** A file that was unpacked and recognised. `path` holds Parquet or text, UTF-16 already turned into UTF-8. */
export type Prepared = {
  readonly path: string
  readonly bytes: number
  /** A folder for what has to be written on the way. */
  readonly folder: string
  readonly reading: Reading
}

const headBytes = 1 << 20
const longHead = 32 << 20

/** The beginning of a text file, long enough for some rows, and whether that is all of it. */
export async function headOf(path: string, encoding: Reading['encoding'] = 'utf-8') {
  const { size: bytes } = await stat(path)
  let head = await firstBytes(path, headBytes)
  if (head.indexOf(10, head.indexOf(10) + 1) === -1 && bytes > headBytes) head = await firstBytes(path, longHead)
  const final = head.length >= bytes
  const text = new TextDecoder(encoding).decode(head, { stream: !final })
  return { text, final }
}

const utf16 = (head: Buffer): 'utf-16le' | 'utf-16be' | undefined => {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : undefined
}

/** Writes a text file anew in UTF-8. */
export async function toUtf8(path: string, from: string, target: string, folder: string): Promise<void> {
  const decoder = new TextDecoder(from)
  const decode = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }))
    yield Buffer.from(decoder.decode())
  }
  const out = createWriteStream(target)
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), decode, guarded(folder), out)
  if (!out.closed) await once(out, 'close')
}

/** Control characters that no text file holds; a few may be slips. */
const isBinary = (head: Buffer): boolean => {
  const start = head.subarray(0, 64 * 1024)
  let odd = 0
  for (const byte of start) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) odd += 1
  return odd > 3 && odd * 200 > start.length
}

function textFormat(text: string): Reading['format'] {
  const start = text.replace('\ufeff', '').trimStart()
  if (start === '') throw collectFault('file.blank')
  if (/^<(\?xml|log|!--)/i.test(start)) {
    if (/<log[\s>]/i.test(start.slice(0, 100_000))) return 'xes'
    throw collectFault('file.no_log')
  }
  if (/^<!doctype html|^<html/i.test(start)) {
    throw collectFault('file.web_page')
  }
  if (/^\[\s*[{[\]]/.test(start)) {
    throw collectFault('file.json_list')
  }
  return /^\{\s*("|\}|$)/.test(start.split('\n', 1)[0] ?? '') ? 'jsonl' : 'csv'
}

/** Recognises a file by its content, never by its name. */
export async function prepare(path: string, folder: string): Promise<Prepared> {
  const plain = await unpacked(path, folder)
  const head = await firstBytes(plain.path, 64 * 1024)
  const reading = { gzip: plain.gzip, encoding: 'utf-8', delimiter: null } as const
  if (head.subarray(0, 4).toString('latin1') === 'PAR1') {
    return { path: plain.path, bytes: plain.bytes, folder, reading: { ...reading, format: 'parquet' } }
  }
  const wide = utf16(head)
  if (wide) {
    const target = join(folder, 'utf8')
    await toUtf8(plain.path, wide, target, folder)
    return text({ path: target, bytes: (await stat(target)).size, folder, reading })
  }
  if (isBinary(head)) {
    throw collectFault('file.binary')
  }
  return text({ path: plain.path, bytes: plain.bytes, folder, reading })
}

type Unread = Omit<Prepared, 'reading'> & { readonly reading: Omit<Reading, 'format'> }

async function text({ path, bytes, folder, reading }: Unread): Promise<Prepared> {
  const encoding = await encodingOf(path, bytes)
  const { text, final } = await headOf(path, encoding)
  const format = textFormat(text)
  const delimiter = format === 'csv' ? guessDelimiter(text.replace('\ufeff', ''), final) : null
  return {
    path,
    bytes,
    folder,
    reading: { ...reading, format, encoding: format === 'xes' ? 'utf-8' : encoding, delimiter },
  }
}
