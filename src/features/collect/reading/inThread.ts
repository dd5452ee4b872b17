import { ThreadError } from '../../../platform/threads/threads.ts'
import { collectFault } from '../faults.ts'

/** Waits for a thread; one that was ended is a fault of the file it read. */
export async function openInThread<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof ThreadError ? collectFault(`file.${error.reason}`) : error
  }
}
