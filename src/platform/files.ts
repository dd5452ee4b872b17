import type { FileHandle } from 'node:fs/promises'

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)

/** What work on a file gives, or undefined where there is no such file; every other failure stays one. */
export const unlessMissing = <T>(work: Promise<T>): Promise<T | undefined> =>
  work.catch((error: unknown) => {
    const code = codeOf(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw error
  })

/** A file that is there and cannot be read: its disk is damaged, or it is something else. */
export const isUnreadable = (error: unknown): boolean => ['EIO', 'EISDIR'].includes(String(codeOf(error)))

/** Writes all parts at the end of what was written, however many writes that takes; fails with the system's reason. */
export async function writeWhole(file: Pick<FileHandle, 'writev'>, parts: readonly Buffer[]): Promise<void> {
  let left = parts.filter(({ length }) => length > 0)
  while (left.length > 0) {
    let { bytesWritten } = await file.writev(left)
    if (bytesWritten === 0) throw new Error('The disk takes nothing')
    left = left.flatMap((part) => {
      const done = Math.min(bytesWritten, part.length)
      bytesWritten -= done
      return done < part.length ? [part.subarray(done)] : []
    })
  }
}
