import { describe, expect, test } from 'vitest'
import { breakPoints, moments, type Place } from './evidence.ts'
import { type CountRow, peopleFacts, runFacts } from './figuresSql.ts'
import { ends } from './runs.ts'
import { tallyPeople, tallyRuns } from './tally.ts'

const place = (step: number, phase: number, isGoal = false): Place => ({ step, phase, isGoal, isReceived: false })
const places = [place(1, 1), place(2, 1), place(3, 2), place(4, 2, true)]
const row = (a: number, b: number, c: number, n: number): CountRow => ({ part: 0, a, b, c, n, x: 0, y: 0, z: 0 })
const people = tallyPeople([
  row(peopleFacts.person, 0, 0, 1000),
  ...[1, 2, 3].map((step) => row(peopleFacts.touched, step, 0, 500)),
  row(peopleFacts.openAt, 2, 0, 50),
])
const touch = (step: number, next: number, n: number, channel = 1): CountRow => row(step, channel, next, n)

describe('break points', () => {
  const touches = [
    touch(1, 2, 900),
    touch(1, ends.last, 100),
    touch(2, 3, 400),
    touch(2, 3, 100, 2),
    touch(2, 2, 70),
    touch(2, ends.last, 550),
    touch(3, ends.won, 250),
    touch(3, ends.last, 250),
    touch(4, ends.none, 250),
  ]
  const found = breakPoints(places, people, touches, 2, { meanGoal: 40, days: 60 })

  test('are where more end than elsewhere in the phase, and cost what those would have been worth', () => {
    expect([...found.keys()]).toEqual([2])
    expect(found.get(2)).toMatchObject({
      exits: { part: 500, n: 1000 },
      expected: 0.1,
      peopleLost: 400,
      // From step 2, half go on to step 3, half of whom reach the goal: 0.25 of 40, for 400 in 60 days.
      cost: expect.closeTo(400 * 0.25 * 40 * 0.5, 9),
    })
  })

  test('need people, a comparison, and a place on the way to the goal', () => {
    const few = tallyPeople([row(peopleFacts.touched, 2, 0, 29)])
    expect(breakPoints(places, few, touches, 2, { meanGoal: 40, days: 60 }).size).toBe(0)
    expect(breakPoints(places.slice(1, 2), people, touches, 2, { meanGoal: 40, days: 60 }).size).toBe(0)
    expect(breakPoints(places, people, touches, 0, { meanGoal: 40, days: 60 }).size).toBe(0)
    const received = places.map((one) => ({ ...one, isReceived: one.step === 2 }))
    expect(breakPoints(received, people, touches, 2, { meanGoal: 40, days: 60 }).size).toBe(0)
    expect(breakPoints(places, people, touches, 2, { meanGoal: null, days: 60 }).get(2)?.cost).toBeNull()
  })
})

describe('moments of truth', () => {
  const runs = tallyRuns(
    [
      row(runFacts.furthest, 1, 1, 100),
      row(runFacts.furthest, 1, 2, 500),
      row(runFacts.furthest, 2, 1, 200),
      row(runFacts.furthest, 2, 2, 200),
      row(runFacts.with, 1, 1, 150),
      row(runFacts.with, 1, 2, 100),
      row(runFacts.with, 2, 1, 120),
      row(runFacts.with, 2, 2, 290),
      row(runFacts.with, 3, 1, 190),
      row(runFacts.with, 3, 2, 50),
    ],
    2,
  )

  test('compare the runs that came as far as the phase', () => {
    expect(runs.table(1, 1)).toEqual({ withWon: 150, withLost: 100, withoutWon: 150, withoutLost: 600 })
    expect(runs.table(3, 2)).toEqual({ withWon: 190, withLost: 50, withoutWon: 10, withoutLost: 150 })
  })

  test('are few, sure and strong; a gate that all winners pass is none', () => {
    const found = moments(places, people, runs)
    expect([...found.keys()]).toEqual([1])
    expect(found.get(1)?.oddsRatio).toBeCloseTo((150.5 * 600.5) / (100.5 * 150.5), 9)
    expect(found.get(1)?.impact).toBeCloseTo(150 - 250 * 0.2, 9)
    const rare = tallyPeople([row(peopleFacts.person, 0, 0, 100_000)])
    expect(moments(places, rare, runs).size).toBe(0)
  })
})
