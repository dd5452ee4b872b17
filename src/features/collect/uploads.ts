import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { unlessMissing } from '../../platform/files.ts'
import { collectFault } from './faults.ts'
import { guarded } from './reading/disk.ts'
import type { Prepared } from './reading/prepare.ts'
import { Reading } from './schema.ts'
import { prepareInThread } from './tills/open.ts'

const day = 24 * 60 * 60_000

const Note = z.object({ fileName: z.string(), path: z.string(), bytes: z.number(), reading: Reading })

export type Upload = { readonly id: string; readonly fileName: string; readonly prepared: Prepared }

/** Files that people sent, each with its unpacked form in a folder of its own, for a day at most. */
export function openUploads(directory: string, now: () => number) {
  const root = join(directory, 'uploads')
  const folderOf = (workspace: string, id: string) => {
    if (!z.uuid().safeParse(id).success) throw collectFault('file.missing')
    return join(root, workspace, id)
  }

  return {
    async receive(workspace: string, fileName: string, content: Readable): Promise<Upload> {
      const id = randomUUID()
      const folder = folderOf(workspace, id)
      await mkdir(folder, { recursive: true })
      try {
        const path = join(folder, 'file')
        await pipeline(content, guarded(folder), createWriteStream(path))
        const prepared = await prepareInThread(path, folder)
        const note = { fileName, path: prepared.path, bytes: prepared.bytes, reading: prepared.reading }
        await writeFile(join(folder, 'note.json'), JSON.stringify(note))
        if (prepared.path !== path) await rm(path)
        return { id, fileName, prepared }
      } catch (error) {
        await rm(folder, { recursive: true, force: true })
        throw error
      }
    },

    async find(workspace: string, id: string): Promise<Upload> {
      const folder = folderOf(workspace, id)
      const text = await unlessMissing(readFile(join(folder, 'note.json'), 'utf8'))
      if (text === undefined) throw collectFault('file.missing')
      const { fileName, ...prepared } = Note.parse(JSON.parse(text))
      return { id, fileName, prepared: { ...prepared, folder } }
    },

    async remove(workspace: string, id: string): Promise<void> {
      await rm(folderOf(workspace, id), { recursive: true, force: true })
    },

    /** Removes what nobody imported within a day. */
    async tidy(): Promise<void> {
      for (const workspace of await readdir(root).catch(() => [])) {
        for (const id of await readdir(join(root, workspace)).catch(() => [])) {
          const folder = join(root, workspace, id)
          const { mtimeMs } = await stat(folder)
          if (now() - mtimeMs > day) await rm(folder, { recursive: true, force: true })
        }
      }
    },
  }
}

export type Uploads = ReturnType<typeof openUploads>
