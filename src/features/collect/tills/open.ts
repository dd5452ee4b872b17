import { stat } from 'node:fs/promises'
import { openThreads } from '../../../platform/threads/threads.ts'
import { openInThread } from '../reading/inThread.ts'
import type { Prepared } from '../reading/prepare.ts'
import type { jobs } from './files.thread.ts'

const threads = openThreads<typeof jobs>('features/collect/tills/files.thread')

/** Unpacks and recognises a file in a thread of its own, which has a minute and a second more for each megabyte. */
export async function prepareInThread(path: string, folder: string): Promise<Prepared> {
  const { size } = await stat(path)
  const limits = { milliseconds: 60_000 + size / 1000, megabytes: 1024 }
  return openInThread(() => threads.one('prepare', { path, folder }, limits))
}
