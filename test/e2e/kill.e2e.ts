import { expect, test } from 'vitest'
import { killUnderLoad } from '../engines/killingServer.ts'

/** `KILLS=20 npx vitest run --project e2e kill` is the long form. */
const kills = Number(process.env.KILLS ?? 3)

test(
  `nothing acknowledged is lost and nothing counts twice after ${kills} kills under load`,
  async () => {
    const { sent, stored, messages, touches, stats, retries } = await killUnderLoad({ kills, eventsApart: 600 })
    expect(retries).toBeGreaterThan(0)
    expect(stored).toEqual(sent)
    expect({ messages, touches }).toEqual({ messages: sent.events, touches: sent.events })
    expect(stats).toMatchObject({ events: sent.events, value: (sent.cents / 100).toFixed(2), people: sent.people })
    process.stdout.write(`${kills} kills: ${sent.events} events, ${retries} retries, ${stats.value} in all, exact\n`)
  },
  120_000 + kills * 30_000,
)
