import { parentPort, workerData } from 'node:worker_threads'
import { Fault } from '../../kernel/fault.ts'

/** What a thread can do, by name: each job takes plain data and yields plain data. */
export type Jobs = Readonly<Record<string, (input: never) => AsyncGenerator<unknown, void>>>

export type Task = { readonly job: string; readonly input: unknown }

export type Answer =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'done' }
  | { readonly kind: 'fault'; readonly fault: Pick<Fault, 'code' | 'status' | 'title' | 'message' | 'facts'> }
  | { readonly kind: 'error'; readonly message: string; readonly stack?: string; readonly code?: unknown }

function failure(error: unknown): Answer {
  if (error instanceof Fault) {
    const { code, status, title, message, facts } = error
    return { kind: 'fault', fault: { code, status, title, message, facts } }
  }
  if (!(error instanceof Error)) return { kind: 'error', message: String(error) }
  return { kind: 'error', message: error.message, stack: error.stack, code: 'code' in error ? error.code : undefined }
}

/** The whole program of a thread: does the job it was started for, one value each time it is asked. */
export function serveJobs(jobs: Jobs): void {
  const { job, input } = workerData as Task
  const port = parentPort
  const run = jobs[job]
  if (!port || !run) throw new Error(`There is no job ${job}`)
  const values = run(input as never)
  port.on('message', async () => {
    try {
      const { done, value } = await values.next()
      port.postMessage((done ? { kind: 'done' } : { kind: 'value', value }) satisfies Answer)
    } catch (error) {
      port.postMessage(failure(error))
    }
  })
}
