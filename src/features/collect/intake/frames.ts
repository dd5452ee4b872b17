import { crc32 } from 'node:zlib'
import { z } from 'zod'
import { SourceRef } from '../sources/schema.ts'
import { type Lines, linesIn } from './lines.ts'
import type { Batch } from './store.ts'

/** What every frame begins with. */
const mark = Buffer.from([0x01, 0x00, 0x4a, 0x46])
const headBytes = 16

/** What a frame says beside its rows. */
const Beside = z.object({
  /** Where the rows come from, each from its number on. */
  sources: z.array(z.tuple([z.int(), SourceRef])),
  identities: z.array(z.tuple([z.string(), z.array(z.tuple([z.string(), z.string()]))])),
  edges: z.array(z.string()),
  traits: z.array(z.string()),
})
type Beside = z.infer<typeof Beside>

function besideOf({ sources, identities, edges, traits }: Batch): Beside {
  const runs = sources.flatMap((source, nth): Beside['sources'] => (source === sources[nth - 1] ? [] : [[nth, source]]))
  return {
    sources: runs,
    identities: [...identities].map(([workspace, lines]) => [workspace, [...lines]]),
    edges: [...edges],
    traits: [...traits],
  }
}

function batchOf({ sources: runs, identities, edges, traits }: Beside, rows: Lines): Batch {
  const sources: SourceRef[] = []
  for (const [nth, [from, source]] of runs.entries()) {
    sources.length = runs[nth + 1]?.[0] ?? rows.count
    sources.fill(source, from)
  }
  const lines = identities.map(([workspace, list]) => [workspace, new Map(list)] as const)
  return { rows, sources, identities: new Map(lines), edges, traits }
}

/** Head (what it is, two lengths, a checksum), what stands beside the rows as JSON, the rows. */
export function frameOf(batch: Batch): Buffer[] {
  const beside = Buffer.from(JSON.stringify(besideOf(batch)))
  const rows = batch.rows.bytes(0, batch.rows.count)
  const head = Buffer.alloc(headBytes)
  mark.copy(head)
  head.writeUInt32LE(beside.length, 4)
  head.writeUInt32LE(rows.length, 8)
  head.writeUInt32LE(crc32(rows, crc32(beside)), 12)
  return [head, beside, rows]
}

function parsed(beside: Buffer): Beside | undefined {
  try {
    return Beside.safeParse(JSON.parse(beside.toString())).data
  } catch {
    return undefined
  }
}

/** The frame that begins here; undefined: it is not whole, or of a form that nobody knows. */
function frameAt(file: Buffer, at: number): { readonly batch: Batch; readonly end: number } | undefined {
  if (at + headBytes > file.length) return undefined
  const middle = at + headBytes + file.readUInt32LE(at + 4)
  const end = middle + file.readUInt32LE(at + 8)
  const [beside, rows] = [file.subarray(at + headBytes, middle), file.subarray(middle, end)]
  if (end > file.length || crc32(rows, crc32(beside)) !== file.readUInt32LE(at + 12)) return undefined
  const known = parsed(beside)
  return known && { batch: batchOf(known, linesIn(rows)), end }
}

/** All frames of a file that are whole, also those behind a damaged one, and how many bytes belong to none. */
export function framesIn(file: Buffer): { readonly batches: readonly Batch[]; readonly lost: number } {
  const batches: Batch[] = []
  let lost = file.length
  for (let at = file.indexOf(mark); at >= 0; ) {
    const frame = frameAt(file, at)
    if (frame) {
      batches.push(frame.batch)
      lost -= frame.end - at
    }
    at = file.indexOf(mark, frame?.end ?? at + 1)
  }
  return { batches, lost }
}
