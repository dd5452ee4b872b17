import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { unlessMissing } from '../../../platform/files.ts'
import { guarded } from '../../collect/index.ts'
import { contactFault } from './faults.ts'

const Note = z.object({ fileName: z.string() })

export type ContactUpload = {
  readonly id: string
  readonly fileName: string
  readonly path: string
  readonly folder: string
}

/** Contact files that people sent; they lie beside the other uploads, which are removed after a day. */
export function openContactUploads(directory: string) {
  const folderOf = (workspace: string, id: string): string => {
    if (!z.uuid().safeParse(id).success) throw contactFault('contacts.file_missing')
    return join(directory, 'uploads', workspace, id)
  }
  return {
    async receive(workspace: string, fileName: string, content: Readable): Promise<string> {
      const id = randomUUID()
      const folder = folderOf(workspace, id)
      await mkdir(folder, { recursive: true })
      try {
        await pipeline(content, guarded(folder), createWriteStream(join(folder, 'contacts')))
        await writeFile(join(folder, 'contacts.json'), JSON.stringify({ fileName }))
        return id
      } catch (error) {
        await rm(folder, { recursive: true, force: true })
        throw error
      }
    },

    async find(workspace: string, id: string): Promise<ContactUpload> {
      const folder = folderOf(workspace, id)
      const text = await unlessMissing(readFile(join(folder, 'contacts.json'), 'utf8'))
      if (text === undefined)
        throw contactFault('contacts.file_missing', 'This file is not here any more: send it again')
      return { id, folder, path: join(folder, 'contacts'), ...Note.parse(JSON.parse(text)) }
    },

    async remove(workspace: string, id: string): Promise<void> {
      await rm(folderOf(workspace, id), { recursive: true, force: true })
    },
  }
}

export type ContactUploads = ReturnType<typeof openContactUploads>
