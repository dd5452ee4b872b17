import { Worker } from 'node:worker_threads'
import { Fault } from '../../kernel/fault.ts'
import { programFile } from './program.ts'
import type { Answer, Jobs } from './serve.ts'

export type ThreadLimits = {
  /** How long it may work for one value. */
  readonly milliseconds: number
  /** How much memory its objects may take. */
  readonly megabytes: number
}

/** A thread was ended because it took too long (`slow`) or too much memory (`heavy`). */
export class ThreadError extends Error {
  readonly reason: 'slow' | 'heavy'

  constructor(reason: 'slow' | 'heavy') {
    super(`A thread was ended: ${reason}`)
    this.name = 'ThreadError'
    this.reason = reason
  }
}

type Input<J extends Jobs, K extends keyof J> = Parameters<J[K]>[0]
type Value<J extends Jobs, K extends keyof J> = ReturnType<J[K]> extends AsyncGenerator<infer T, void> ? T : never

/** The jobs of a program, each done in a thread of its own, which ends with it. */
export type Threads<J extends Jobs> = {
  /** Gives the values one by one; the thread works only while one is asked for. */
  each<K extends keyof J & string>(job: K, input: Input<J, K>, limits: ThreadLimits): AsyncGenerator<Value<J, K>, void>
  /** Gives the first value. */
  one<K extends keyof J & string>(job: K, input: Input<J, K>, limits: ThreadLimits): Promise<Value<J, K>>
}

/** Threads at a time; whoever comes later waits. */
const most = 4

const turns = { running: 0, waiting: [] as (() => void)[] }

async function takeTurn(): Promise<void> {
  if (turns.running >= most) await new Promise<void>((go) => turns.waiting.push(go))
  else turns.running += 1
}

function giveTurn(): void {
  const next = turns.waiting.shift()
  if (next) next()
  else turns.running -= 1
}

function errorOf(answer: Extract<Answer, { kind: 'fault' | 'error' }>): Error {
  if (answer.kind === 'fault')
    return new Fault(answer.fault.code, answer.fault, answer.fault.message, answer.fault.facts)
  const { message, stack, code } = answer
  return Object.assign(new Error(message), stack === undefined ? {} : { stack }, code === undefined ? {} : { code })
}

/** A running thread that can be asked for its next answer, and waited for no longer than allowed. */
function askable(worker: Worker, milliseconds: number): () => Promise<Answer> {
  let answered: (answer: Answer) => void = () => undefined
  let failed: (error: Error) => void = () => undefined
  worker.on('message', (answer: Answer) => answered(answer))
  worker.on('exit', () => failed(new Error('A thread ended before its answer')))
  worker.on('error', (error: Error) => {
    const isHeavy = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    failed(isHeavy ? new ThreadError('heavy') : error)
  })
  return async () => {
    let deadline: NodeJS.Timeout | undefined
    try {
      return await new Promise<Answer>((resolve, reject) => {
        answered = resolve
        failed = reject
        deadline = setTimeout(() => reject(new ThreadError('slow')), milliseconds)
        worker.postMessage('next')
      })
    } finally {
      clearTimeout(deadline)
    }
  }
}

/** The threads of the program `src/<name>.ts`, which calls `serveJobs`. */
export function openThreads<J extends Jobs>(name: string): Threads<J> {
  async function* each(job: string, input: unknown, limits: ThreadLimits): AsyncGenerator<unknown, void> {
    const file = await programFile(name)
    await takeTurn()
    let worker: Worker | undefined
    try {
      const resourceLimits = { maxOldGenerationSizeMb: limits.megabytes }
      worker = new Worker(file, { workerData: { job, input }, resourceLimits, execArgv: [] })
      const ask = askable(worker, limits.milliseconds)
      for (;;) {
        const answer = await ask()
        if (answer.kind === 'done') return
        if (answer.kind !== 'value') throw errorOf(answer)
        yield answer.value
      }
    } finally {
      await worker?.terminate()
      giveTurn()
    }
  }
  async function one(job: string, input: unknown, limits: ThreadLimits): Promise<unknown> {
    for await (const value of each(job, input, limits)) return value
    throw new Error(`The job ${job} gave no value`)
  }
  return { each, one } as Threads<J>
}
