import { type FileHandle, mkdir, open as openFile, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isUnreadable, unlessMissing, writeWhole } from '../../../platform/files.ts'
import type { Log } from '../../../platform/log.ts'
import { frameOf, framesIn } from './frames.ts'
import type { Batch } from './store.ts'

/** One file of rows that are durable here and not in the engine yet. */
export type Segment = {
  /**
   * Resolves once the rows survive the end of the program and of the machine. Where that fails, what was appended before
   * stays as it was, and nothing more may be appended.
   */
  append(rows: Batch): Promise<void>
  /** All of it is in the engine. */
  drop(): Promise<void>
}

export type JournalDeps = {
  readonly folder: string
  readonly log: Log
  readonly now: () => number
  /** How files are opened that are written to. */
  readonly open?: (path: string, flags: string, mode?: number) => Promise<FileHandle>
}

const whole = { batches: [], lost: 0 }
const unread = { batches: [], lost: Number.NaN }

/** Files in a folder of their own, the oldest first by name. */
export function openJournal({ folder, log, now, open = openFile }: JournalDeps) {
  const aside = join(folder, 'damaged')
  const mine = new Set<string>()
  let count = 0
  let damaged = 0

  const makeFolder = (path: string) => mkdir(path, { recursive: true, mode: 0o700 })

  /** A file that was made survives only with its folder's list of names. */
  async function keepNames(): Promise<void> {
    const handle = await open(folder, 'r')
    await handle.sync().finally(() => handle.close())
  }

  async function left(): Promise<string[]> {
    const names = (await unlessMissing(readdir(folder))) ?? []
    return names.filter((name) => name.endsWith('.rows') && !mine.has(name)).sort()
  }

  /** A file that nobody needs, or that could not be begun. */
  async function remove(file: FileHandle, path: string): Promise<void> {
    await file.close()
    await rm(path, { force: true })
  }

  const segment = (file: FileHandle, name: string): Segment => {
    let size = 0
    return {
      async append(batch) {
        const frame = frameOf(batch)
        try {
          await writeWhole(file, frame)
          await file.datasync()
        } catch (error) {
          // What cannot be cut off is known by its checksum, and nobody was told that it is durable.
          await file.truncate(size).catch(() => undefined)
          throw error
        }
        for (const part of frame) size += part.length
      },
      async drop() {
        await remove(file, join(folder, name))
        mine.delete(name)
      },
    }
  }

  const framesOf = async (path: string) => {
    try {
      const bytes = await readFile(path)
      return bytes.length === 0 ? whole : framesIn(bytes)
    } catch (error) {
      if (isUnreadable(error)) return unread
      throw error
    }
  }

  async function setAside(name: string, lost: number): Promise<void> {
    await makeFolder(aside)
    await rename(join(folder, name), join(aside, name))
    damaged++
    const bytes = Number.isNaN(lost) ? 'all' : lost
    log.error({ file: join(aside, name), bytes }, 'A file of the journal is damaged; it was set aside')
  }

  return {
    async begin(): Promise<Segment> {
      await makeFolder(folder)
      const name = `${String(now()).padStart(15, '0')}-${String(++count).padStart(9, '0')}.rows`
      const file = await open(join(folder, name), 'wx', 0o600)
      try {
        mine.add(name)
        await keepNames()
      } catch (error) {
        await remove(file, join(folder, name)).catch(() => undefined)
        mine.delete(name)
        throw error
      }
      return segment(file, name)
    },
    /** Writes so many bytes and takes them away again: fails for the reason for which rows could not be kept. */
    async probe(bytes: number): Promise<void> {
      await makeFolder(folder)
      const path = join(folder, 'probe')
      const file = await open(path, 'w', 0o600)
      try {
        await writeWhole(file, [Buffer.alloc(bytes)])
        await file.datasync()
      } finally {
        await remove(file, path)
      }
    },
    /** Brings to the engine what an earlier run of the program left; sets aside what cannot be read. */
    async recover(store: (batch: Batch) => Promise<void>): Promise<void> {
      damaged = (await unlessMissing(readdir(aside)))?.length ?? 0
      for (const name of await left()) {
        const path = join(folder, name)
        const { batches, lost } = await framesOf(path)
        for (const batch of batches) await store(batch)
        const rows = batches.reduce((sum, batch) => sum + batch.rows.count, 0)
        log.info({ file: name, rows }, 'Events of the last run were brought to the engine')
        if (lost === 0) await rm(path)
        else await setAside(name, lost)
      }
    },
    /** How many damaged files lie aside. */
    damaged: () => damaged,
  }
}

export type Journal = ReturnType<typeof openJournal>
