import { commonFault } from '../../kernel/fault.ts'

/** A fixed number of connections, each used by one query at a time; further queries wait their turn. */
export type Lane<C> = {
  readonly all: readonly C[]
  /** Waits for a free connection, at most the given seconds, then fails with `engine.busy`. Give it back with `give`. */
  take(seconds: number, signal?: AbortSignal): Promise<C>
  give(connection: C): void
  /** Refuses everybody who waits and whoever comes later. */
  close(reason: Error): void
}

type Waiter<C> = { readonly serve: (connection: C) => void; readonly refuse: (reason: unknown) => void }

export function lane<C>(all: readonly C[]): Lane<C> {
  const free = [...all]
  const waiting = new Set<Waiter<C>>()
  let closed: Error | undefined

  const wait = (seconds: number, signal?: AbortSignal): Promise<C> =>
    new Promise((resolve, reject) => {
      const leave = () => {
        waiting.delete(waiter)
        clearTimeout(timer)
        signal?.removeEventListener('abort', aborted)
      }
      const waiter: Waiter<C> = {
        serve: (connection) => {
          leave()
          resolve(connection)
        },
        refuse: (reason) => {
          leave()
          reject(reason)
        },
      }
      const aborted = () => waiter.refuse(signal?.reason)
      const timer = setTimeout(() => waiter.refuse(commonFault('engine.busy')), seconds * 1000)
      signal?.addEventListener('abort', aborted, { once: true })
      waiting.add(waiter)
    })

  return {
    all,
    async take(seconds, signal) {
      if (closed) throw closed
      signal?.throwIfAborted()
      return free.pop() ?? wait(seconds, signal)
    },
    give(connection) {
      const [next] = waiting
      if (next) next.serve(connection)
      else free.push(connection)
    },
    close(reason) {
      closed = reason
      for (const waiter of [...waiting]) waiter.refuse(reason)
    },
  }
}
