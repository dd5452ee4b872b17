import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Chdb } from './chdb.ts'

let users = 0
let open: Promise<{ readonly chdb: Chdb; readonly remove: () => Promise<void> }> | undefined
let closing: Promise<void> = Promise.resolve()

/** An in-process engine beside a server, to read local files: one for all who need it at the same time. */
export async function withScratch<T>(use: (scratch: Chdb) => Promise<T>): Promise<T> {
  users++
  try {
    open ??= closing.then(start)
    return await use((await open).chdb)
  } finally {
    if (--users === 0 && open) {
      const last = open
      open = undefined
      closing = last.then(({ remove }) => remove()).catch(() => {})
      await closing
    }
  }
}

async function start() {
  const { openChdb } = await import('./chdb.ts')
  const path = await mkdtemp(join(tmpdir(), 'fernweh-scratch-'))
  const chdb = await openChdb({ path, grace: 1 })
  const remove = async () => {
    await chdb.close()
    await rm(path, { recursive: true, force: true })
  }
  return { chdb, remove }
}
