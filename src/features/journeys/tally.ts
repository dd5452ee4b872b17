import type { Move } from '../../kernel/chain.ts'
import type { Answers } from '../../kernel/statistics.ts'
import { buckets, type EmotionRow, ends, type FactRow, peopleFacts, runFacts, type TouchRow } from './figuresSql.ts'

const sum = (list: readonly number[]): number => list.reduce((total, one) => total + one, 0)

/** Counts of people by what they did, looked up instead of searched. */
export type PeopleTally = {
  readonly people: number
  readonly won: number
  touched(step: number): number
  leftAt(step: number): number
  wonAfter(step: number): number
  trend(step: number): number[]
  /** People whose furthest phase (from 1) is this one; `open` those among them who may still go on. */
  furthest(phase: number): { readonly people: number; readonly open: number }
}

const table = (rows: readonly FactRow[]) => {
  const counts = new Map(rows.map(({ kind, a, b, n }) => [`${kind} ${a} ${b}`, n]))
  return (kind: number, a = 0, b = 0): number => counts.get(`${kind} ${a} ${b}`) ?? 0
}

export function tallyPeople(rows: readonly FactRow[]): PeopleTally {
  const count = table(rows)
  const of = peopleFacts
  return {
    people: count(of.person),
    won: count(of.won),
    touched: (step) => count(of.touched, step),
    leftAt: (step) => count(of.leftAt, step),
    wonAfter: (step) => count(of.wonAfter, step),
    trend: (step) => Array.from({ length: buckets }, (_, bucket) => count(of.trend, step, bucket)),
    furthest: (phase) => {
      const open = count(of.furthest, phase, 1)
      return { people: open + count(of.furthest, phase, 0), open }
    },
  }
}

/** Counts of ended runs up to their goal. */
export type RunTally = {
  readonly won: number
  /** Runs that came to this phase (from 1) or further before their goal, and those of them that touched the step. */
  table(step: number, phase: number): { withWon: number; withLost: number; withoutWon: number; withoutLost: number }
}

export function tallyRuns(rows: readonly FactRow[], phases: number): RunTally {
  const count = table(rows)
  const reached = (phase: number, ended: number): number =>
    sum(Array.from({ length: phases + 1 - phase }, (_, i) => count(runFacts.furthest, phase + i, ended)))
  return {
    won: reached(0, 1),
    table(step, phase) {
      const [withWon, withLost] = [count(runFacts.with, step, 1), count(runFacts.with, step, 2)]
      return { withWon, withLost, withoutWon: reached(phase, 1) - withWon, withoutLost: reached(phase, 2) - withLost }
    },
  }
}

/** Touches of one step by channel code, most first. */
export function channelsOf(rows: readonly TouchRow[], step: number): { channel: number; touches: number }[] {
  const touches = new Map<number, number>()
  for (const { step: own, channel, n } of rows) if (own === step) touches.set(channel, (touches.get(channel) ?? 0) + n)
  return [...touches].map(([channel, n]) => ({ channel, touches: n })).sort((a, b) => b.touches - a.touches)
}

/**
 * Departures from a step on the way to the goal, and those of them that ended a lost run. Touches in a row are one;
 * runs that are still open have not departed.
 */
export function departuresOf(rows: readonly TouchRow[], step: number): { all: number; left: number } {
  const away = rows.filter((row) => row.step === step && ![step, ends.none, ends.open].includes(row.next))
  const count = (list: readonly TouchRow[]) => sum(list.map(({ n }) => n))
  return { all: count(away), left: count(away.filter(({ next }) => next === ends.left)) }
}

/** Moves between steps on the way to the goal, counted from 0; runs that are still open say nothing about their end. */
export const movesOf = (rows: readonly TouchRow[]): Move[] =>
  rows
    .filter(({ next }) => next !== ends.none && next !== ends.open)
    .map(({ step, next, n }) => ({
      from: step - 1,
      to: next === ends.won ? 'won' : next === ends.left ? null : next - 1,
      count: n,
    }))

const silence: Answers = { n: 0, sum: 0, squares: 0 }

export const answersOf = (rows: readonly EmotionRow[], step: number): Answers =>
  rows.find((row) => row.step === step) ?? silence

export const allAnswers = (rows: readonly EmotionRow[]): Answers =>
  rows.reduce(
    (all, { n, sum: own, squares }) => ({ n: all.n + n, sum: all.sum + own, squares: all.squares + squares }),
    silence,
  )
