import { type FileHandle, open } from 'node:fs/promises'

const failure = (code: string): Error => Object.assign(new Error(`${code}: injected`), { code })

/** Real files whose writes fail when a test says so, after some bytes went through. */
export function shakyDisk() {
  let left = Number.POSITIVE_INFINITY
  let piece = Number.POSITIVE_INFINITY
  let areFoldersRefused = false
  let handles = 0

  async function write(file: FileHandle, parts: readonly Buffer[]): Promise<{ bytesWritten: number }> {
    const bytes = Buffer.concat(parts)
    const { bytesWritten } = await file.write(bytes.subarray(0, Math.min(left, piece, bytes.length)))
    left -= bytesWritten
    if (bytesWritten === 0) throw failure('ENOSPC')
    return { bytesWritten }
  }

  function shaky(file: FileHandle): FileHandle {
    handles++
    return new Proxy(file, {
      get(target, name) {
        if (name === 'writev') return (parts: readonly Buffer[]) => write(target, parts)
        if (name === 'datasync' && left <= 0) return () => Promise.reject(failure('ENOSPC'))
        if (name === 'close') handles--
        const value: unknown = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  }

  return {
    async open(path: string, flags: string, mode?: number): Promise<FileHandle> {
      if (flags === 'r' && areFoldersRefused) throw failure('EMFILE')
      return shaky(await open(path, flags, mode))
    },
    /** So many bytes more are written, then none; once they are, nothing is synced either. */
    failAfter(bytes: number): void {
      left = bytes
    },
    onlyPieces(bytes: number): void {
      piece = bytes
    },
    refuseFolders(): void {
      areFoldersRefused = true
    },
    recover(): void {
      left = Number.POSITIVE_INFINITY
    },
    /** How many files are open. */
    handles: () => handles,
  }
}
