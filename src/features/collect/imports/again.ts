import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from '../../../platform/log.ts'

const pauses = [200, 1_000, 4_000, 15_000]

/** Does what can be repeated until it succeeds or the signal ends it: leaving it half done would help nobody. */
export async function again(signal: AbortSignal, log: Log, work: () => Promise<void>): Promise<void> {
  for (let tried = 0; ; tried++) {
    try {
      return await work()
    } catch (error) {
      if (signal.aborted) throw error
      log.warn({ err: error }, 'An import is put right a little later')
    }
    await pause(pauses[Math.min(tried, pauses.length - 1)], undefined, { signal })
  }
}
