import { expect, test } from 'vitest'
import { killInErasures } from '../engines/killingErasure.ts'

/** `KILLS=34 npx vitest run --project e2e erasure-kill` is the long form. */
const kills = Number(process.env.KILLS ?? 3)

test(
  `an erasure finishes by itself after each of ${kills} kills, with one protocol, and costs no neighbour an event`,
  async () => {
    const { interrupted, ...found } = await killInErasures(kills)
    const sent = (kills + 1) * 30
    process.stdout.write(`${kills} kills, ${interrupted} in the middle of an erasure: ${JSON.stringify(found)}\n`)
    expect(found).toEqual({
      protocols: kills + 1,
      left: [],
      files: [],
      neighbours: { sent, stored: sent, messages: sent },
      erasedEvents: 0,
    })
  },
  180_000 + kills * 90_000,
)
