import { describe, expect, test } from 'vitest'
import { retrying } from './retrying.ts'

const failing = (times: number) => {
  let left = times
  return async () => {
    if (left-- > 0) throw new Error(`failed, ${left} to go`)
    return 'done'
  }
}

describe('work that is tried again', () => {
  test('succeeds in the end, and tells of each failure and of the success', async () => {
    const told: (string | number)[] = []
    const done = await retrying(failing(3), {
      signal: new AbortController().signal,
      pauses: [0],
      failed: (error, tries) => void told.push(`${tries} ${error instanceof Error ? error.message : ''}`),
      recovered: (tries) => void told.push(tries),
    })
    expect(done).toBe('done')
    expect(told).toEqual(['1 failed, 2 to go', '2 failed, 1 to go', '3 failed, 0 to go', 4])
  })

  test('is quiet where the first try succeeds', async () => {
    const recovered = () => expect.unreachable()
    expect(await retrying(failing(0), { signal: new AbortController().signal, recovered })).toBe('done')
  })

  test('ends with the signal, also in the middle of a pause', async () => {
    const ending = new AbortController()
    const work = retrying(failing(9), {
      signal: ending.signal,
      pauses: [3_600_000],
      failed: () => ending.abort(new Error('over')),
    })
    await expect(work).rejects.toThrow('over')
  })
})
