import { openThreads } from '../../../../platform/threads/threads.ts'
import { openInThread } from '../../../collect/reading/index.ts'
import type { jobs } from './contacts.thread.ts'
import type { ContactFile } from './form.ts'

const threads = openThreads<typeof jobs>('features/people/contacts/reading/contacts.thread')
const limits = { milliseconds: 60_000, megabytes: 768 }

/** Opens a file of contacts, which is read in a thread of its own; `folder` takes what has to be unpacked. */
export async function openContactFile(path: string, folder: string): Promise<ContactFile> {
  const place = { path, folder }
  const file = await openInThread(() => threads.one('describe', place, limits))
  async function* rows(onBytes: (bytes: number) => void = () => {}) {
    const batches = threads.each('rows', place, limits)
    try {
      for (;;) {
        const { done, value } = await openInThread(() => batches.next())
        if (done) return
        onBytes(value.bytes)
        yield value.rows
      }
    } finally {
      await batches.return()
    }
  }
  return { ...file, rows }
}
