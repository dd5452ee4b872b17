import { expect, test } from 'vitest'
import type { jobs } from './testing.thread.ts'
import { openThreads } from './threads.ts'

const threads = openThreads<typeof jobs>('platform/threads/testing.thread')
const limits = { milliseconds: 60_000, megabytes: 64 }

test('values come one by one, and a reader may leave', async () => {
  const values: number[] = []
  for await (const value of threads.each('count', 3, limits)) values.push(value)
  expect(values).toEqual([1, 2, 3])
  for await (const value of threads.each('count', 1e9, limits)) if (value === 5) break
  expect(await threads.one('count', 9, limits)).toBe(1)
  await expect(threads.one('nothing', undefined, limits)).rejects.toThrow('no value')
})

const last = async (job: 'fails' | 'never' | 'grows', input: never, milliseconds = 60_000): Promise<unknown> => {
  try {
    for await (const _ of threads.each(job, input, { ...limits, milliseconds }));
  } catch (error) {
    return error
  }
  return undefined
}

test('a fault and an error keep what they say', async () => {
  expect(await last('fails', 'fault' as never)).toMatchObject({
    code: 'test.broken',
    status: 422,
    message: 'As told',
    facts: { where: 7 },
  })
  expect(await last('fails', 'error' as never)).toMatchObject({ message: 'odd', code: 'ENOSPC' })
})

test('a thread that never answers, or takes all memory, is ended, and the program goes on', async () => {
  expect(await last('never', undefined as never, 2_000)).toMatchObject({ name: 'ThreadError', reason: 'slow' })
  expect(await last('grows', undefined as never)).toMatchObject({ name: 'ThreadError', reason: 'heavy' })
})

test('more than may run at a time wait for their turn', async () => {
  const counts = await Promise.all(Array.from({ length: 10 }, (_, i) => threads.one('count', i + 1, limits)))
  expect(counts).toEqual(Array.from({ length: 10 }, () => 1))
})
