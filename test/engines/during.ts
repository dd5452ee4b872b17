import { afterAll, beforeAll } from 'vitest'

/** Opens something before the tests beside it and closes it after them. */
export function during<T extends { close(): Promise<void> }>(open: () => Promise<T>): () => T {
  let opened: T
  beforeAll(async () => {
    opened = await open()
  })
  afterAll(() => opened?.close())
  return () => opened
}
