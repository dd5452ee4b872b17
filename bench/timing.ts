import { setTimeout as pause } from 'node:timers/promises'

/** Median in ms of five calls after one that does not count. */
export async function warmMedian(call: () => Promise<unknown>, times = 5): Promise<number> {
  await call()
  const taken: number[] = []
  for (let i = 0; i < times; i++) {
    const begun = performance.now()
    await call()
    taken.push(performance.now() - begun)
  }
  return taken.sort((a, b) => a - b)[Math.floor(times / 2)] ?? Number.NaN
}

/** Asks until the answer is as wanted. */
export async function until<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (wanted(answer)) return answer
    await pause(50)
  }
}
