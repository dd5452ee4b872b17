import { setTimeout as pause } from 'node:timers/promises'

export type Retrying = {
  /** Ends the tries: what waits rejects with its reason. */
  readonly signal: AbortSignal
  /** Pauses before further tries, in ms; the last one holds from then on. */
  readonly pauses?: readonly number[]
  /** Told of every failed try, counted from 1; awaited before the next. */
  readonly failed?: (error: unknown, tries: number) => void | Promise<void>
  /** Told where work succeeds that had failed before. */
  readonly recovered?: (tries: number) => void
}

const usualPauses = [1_000, 3_000, 10_000, 30_000, 60_000]

/** Tries work again after growing pauses until it succeeds. */
export async function retrying<T>(
  work: () => Promise<T>,
  { signal, pauses = usualPauses, failed, recovered }: Retrying,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    signal.throwIfAborted()
    try {
      const result = await work()
      if (tries > 1) recovered?.(tries)
      return result
    } catch (error) {
      signal.throwIfAborted()
      await failed?.(error, tries)
    }
    await pause(pauses[Math.min(tries, pauses.length) - 1], undefined, { signal, ref: false }).catch(() => undefined)
  }
}
