import { statfs } from 'node:fs/promises'
import { Transform } from 'node:stream'
import { collectFault } from '../faults.ts'

/** What must stay free for the databases. */
const reserve = 512 * 1024 * 1024
const step = 32 * 1024 * 1024

/** Refuses to write `bytes` more into a folder whose disk would become too full. */
export async function needRoom(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize - bytes < reserve) {
    throw collectFault('disk.full')
  }
}

/** Lets bytes pass, looks after the disk every now and then and asks `allow` whether the total is still acceptable. */
export function guarded(folder: string, allow: (total: number) => void = () => {}): Transform {
  let total = 0
  let checked = 0
  return new Transform({
    highWaterMark: 1 << 20,
    transform(chunk: Buffer, _encoding, done) {
      total += chunk.length
      const check = async () => {
        allow(total)
        if (total - checked < step) return
        checked = total
        await needRoom(folder, step)
      }
      check().then(() => done(null, chunk), done)
    },
  })
}
