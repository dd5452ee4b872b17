import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { sampleCsv } from './csv.ts'
import type { SampleOrder } from './events.ts'

export type SampleProgress = { readonly people: number; readonly events: number }

/** Writes a sample as CSV, gzipped where `out` ends in .gz, in constant memory. Says what it wrote. */
export const writeSample = async ({
  out,
  onProgress,
  ...order
}: SampleOrder & {
  readonly out: string
  readonly onProgress?: (progress: SampleProgress) => void
}): Promise<SampleProgress> => {
  let written: SampleProgress = { people: 0, events: 0 }
  const rows = sampleCsv(order, (progress) => {
    written = progress
    onProgress?.(progress)
  })
  const from = Readable.from(rows, { objectMode: true, highWaterMark: 4 })
  const file = createWriteStream(out, { highWaterMark: 1 << 20 })
  if (out.endsWith('.gz')) await pipeline(from, createGzip({ level: 1, chunkSize: 1 << 18 }), file)
  else await pipeline(from, file)
  return written
}
