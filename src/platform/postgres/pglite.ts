import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { repositoryRoot } from '../root.ts'
import { wireStream } from './wire.ts'

export type PgliteOptions = {
  /** Where it keeps its files; in memory without. */
  readonly directory?: string
  /** A tar file made by `dump` to start from. */
  readonly restoreFrom?: string
}

export type Pglite = {
  /** A new stream for a node-postgres client. Only one client at a time: PGlite has one connection. */
  stream(): ReturnType<typeof wireStream>
  /** The whole data directory as a tar file. */
  dump(): Promise<Uint8Array>
  close(): Promise<void>
}

type Answer =
  | { readonly ready: true }
  | { readonly failed: string }
  | { readonly id: number; readonly bytes: Uint8Array }
  | { readonly id: number; readonly error: string }

type Waiting = { readonly done: (bytes: Uint8Array) => void; readonly failed: (error: Error) => void }

/** PGlite in a worker thread. Resolves when it answers; the first start of a directory takes seconds. */
export async function startPglite(options: PgliteOptions): Promise<Pglite> {
  const file = join(repositoryRoot(), 'src/platform/postgres/pglite-worker.mjs')
  const worker = new Worker(file, { workerData: options })
  const waiting = new Map<number, Waiting>()
  let ended: Error | undefined
  let count = 0

  const ask = (kind: 'send' | 'dump' | 'close', bytes?: Uint8Array) =>
    new Promise<Uint8Array>((done, failed) => {
      if (ended) return failed(ended)
      count += 1
      waiting.set(count, { done, failed })
      worker.postMessage({ kind, id: count, bytes })
    })

  const end = (error: Error) => {
    ended = error
    for (const one of waiting.values()) one.failed(error)
    waiting.clear()
  }

  await new Promise<void>((ready, failed) => {
    worker.on('message', (answer: Answer) => {
      if ('ready' in answer) return ready()
      if ('failed' in answer) return failed(new Error(`The database could not be opened: ${answer.failed}`))
      const one = waiting.get(answer.id)
      waiting.delete(answer.id)
      if ('error' in answer) one?.failed(new Error(answer.error))
      else one?.done(answer.bytes)
    })
    worker.on('error', (error) => {
      failed(error)
      end(error instanceof Error ? error : new Error(String(error)))
    })
    worker.on('exit', () => {
      failed(new Error('The database thread ended before it was ready'))
      end(new Error('The database is closed'))
    })
  })

  return {
    stream: () => wireStream((bytes) => ask('send', bytes)),
    dump: () => ask('dump'),
    async close() {
      if (ended) return
      const gone = new Promise<void>((done) => worker.once('exit', () => done()))
      await ask('close').catch(() => worker.terminate())
      await gone
    },
  }
}
