import { join } from 'node:path'
import { writeSample } from './sample/index.ts'
import { Mapping } from './schema.ts'

/** How the columns of the sample shop become events. */
export const sampleMapping: Mapping = Mapping.parse({
  persons: [{ column: 'customer_id', kind: 'customer' }],
  time: { column: 'time', format: 'iso', zone: 'UTC' },
  event: { column: 'event' },
  channel: { column: 'channel' },
  value: { column: 'value' },
  currency: { column: 'currency' },
  session: { column: 'session' },
  message: { column: 'message_id' },
})

const seed = 1
const day = 24 * 60 * 60_000

/** Writes the sample shop up to the last midnight (UTC) and gives the file. */
export async function writeSampleFile(
  folder: string,
  people: number,
  nowMs: number,
  onProgress: (share: number) => void,
): Promise<string> {
  const out = join(folder, 'sample.csv')
  const until = new Date(Math.floor(nowMs / day) * day)
  let told = 0
  await writeSample({
    people,
    seed,
    until,
    out,
    onProgress: (done) => {
      const share = Math.round((20 * done.people) / people) / 100
      if (share > told) onProgress(share)
      told = Math.max(told, share)
    },
  })
  return out
}
