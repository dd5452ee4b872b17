import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { z } from 'zod'
import type { Log } from '../../../platform/log.ts'
import { SourceRef } from '../sources/schema.ts'
import { type Lines, linesIn } from './lines.ts'
import type { Batch } from './store.ts'

/** One file of rows that are durable here and not in the engine yet. */
export type Segment = {
  /** Resolves once the rows survive the end of the program and of the machine. */
  append(rows: Batch): Promise<void>
  /** All of it is in the engine. */
  drop(): Promise<void>
}

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
function frameOf(batch: Batch): Buffer[] {
  const beside = Buffer.from(JSON.stringify(besideOf(batch)))
  const rows = batch.rows.bytes(0, batch.rows.count)
  const head = Buffer.alloc(headBytes)
  mark.copy(head)
  head.writeUInt32LE(beside.length, 4)
  head.writeUInt32LE(rows.length, 8)
  head.writeUInt32LE(crc32(rows, crc32(beside)), 12)
  return [head, beside, rows]
}

/** The frame that begins here; undefined: it is not whole. */
function frameAt(file: Buffer, at: number): { readonly batch: Batch; readonly end: number } | undefined {
  if (at + headBytes > file.length) return undefined
  const middle = at + headBytes + file.readUInt32LE(at + 4)
  const end = middle + file.readUInt32LE(at + 8)
  const [beside, rows] = [file.subarray(at + headBytes, middle), file.subarray(middle, end)]
  if (end > file.length || crc32(rows, crc32(beside)) !== file.readUInt32LE(at + 12)) return undefined
  return { batch: batchOf(Beside.parse(JSON.parse(beside.toString())), linesIn(rows)), end }
}

/** All frames of a file that are whole, also those behind a damaged one, and how many bytes belong to none. */
function framesIn(file: Buffer): { readonly batches: readonly Batch[]; readonly lost: number } {
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

/** Files in a folder of their own, the oldest first by name. */
export function openJournal(folder: string, log: Log, now: () => number) {
  const mine = new Set<string>()
  let count = 0

  /** A file that was made survives only with its folder's list of names. */
  async function keepNames(): Promise<void> {
    const handle = await open(folder, 'r')
    await handle.sync().finally(() => handle.close())
  }

  async function left(): Promise<string[]> {
    const names = await readdir(folder).catch(() => [])
    return names.filter((name) => name.endsWith('.rows') && !mine.has(name)).sort()
  }

  return {
    async begin(): Promise<Segment> {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const name = `${String(now()).padStart(15, '0')}-${String(++count).padStart(9, '0')}.rows`
      mine.add(name)
      const file = await open(join(folder, name), 'wx', 0o600)
      await keepNames()
      return {
        async append(batch) {
          const frame = frameOf(batch)
          const { bytesWritten } = await file.writev(frame)
          if (bytesWritten < frame.reduce((sum, part) => sum + part.length, 0)) throw new Error('The disk is full')
          await file.datasync()
        },
        async drop() {
          await file.close()
          await rm(join(folder, name), { force: true })
          mine.delete(name)
        },
      }
    },
    /** Brings to the engine what an earlier run of the program left. */
    async recover(store: (batch: Batch) => Promise<void>): Promise<void> {
      for (const name of await left()) {
        const path = join(folder, name)
        const { batches, lost } = framesIn(await readFile(path))
        for (const batch of batches) await store(batch)
        const rows = batches.reduce((sum, batch) => sum + batch.rows.count, 0)
        log.info({ file: name, rows }, 'Events of the last run were brought to the engine')
        // The end of the program interrupts at most one frame, of which nobody was told that it is durable.
        if (lost > 0) log.warn({ file: name, bytes: lost }, 'A file of the journal was not whole')
        await rm(path)
      }
    },
  }
}

export type Journal = ReturnType<typeof openJournal>
