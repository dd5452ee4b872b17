import { expect, test } from 'vitest'
import { type Lack, scarceUnderLoad } from '../engines/scarceServer.ts'

/** `SCARCE=15 npx vitest run --project e2e scarce` is the long form, in seconds. */
const seconds = Number(process.env.SCARCE ?? 4)

const full = /^503 .*no room left on the disk/
const exhausted = /^503 .*(too many files open|does not answer)/

test.each<[string, Lack, RegExp | undefined]>([
  ['a full disk', { diskBytes: 0 }, full],
  ['a disk that is nearly full', { diskBytes: 700_000 }, undefined],
  ['descriptors that are used up', { descriptors: 0 }, exhausted],
])(
  'nothing acknowledged is lost by %s, and the collector goes on by itself',
  async (what, lack, reason) => {
    const outcome = await scarceUnderLoad(lack, seconds)
    const { sent, stored, messages, retries, ready, answers, code } = outcome
    process.stdout.write(
      `${what}: ${sent.events} events, ${retries} retries; ${answers.join(', ')}; ${ready.join(' ')}\n`,
    )
    expect(stored).toEqual(sent)
    expect(messages).toBe(sent.events)
    if (reason) expect(ready.some((one) => reason.test(one))).toBe(true)
    expect(answers).not.toContain('server.failed')
    expect(code).toBe(0)
  },
  240_000 + seconds * 2_000,
)
