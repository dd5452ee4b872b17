import type { Move } from '../../kernel/chain.ts'
import type { Answers } from '../../kernel/statistics.ts'
import { apart, buckets, type CountRow, parts, peopleFacts, runFacts } from './figuresSql.ts'
import { ends } from './runs.ts'

const sum = (list: readonly number[]): number => list.reduce((total, one) => total + one, 0)

/** Counts of people by what they did, looked up instead of searched. */
export type PeopleTally = {
  readonly people: number
  readonly won: number
  touched(step: number): number
  leftAt(step: number): number
  openAt(step: number): number
  wonAfter(step: number): number
  trend(step: number): number[]
  /** People whose furthest phase (from 1) is this one; `open` those among them who may still go on. */
  furthest(phase: number): { readonly people: number; readonly open: number }
}

/** The rows of one branch, of the period or of the one it is compared with. */
export const partOf = (rows: readonly CountRow[], part: keyof typeof parts, compared = false): CountRow[] => {
  const number = parts[part] + (compared ? apart : 0)
  return rows.filter((row) => row.part === number)
}

const table = (rows: readonly CountRow[]) => {
  const counts = new Map(rows.map(({ a, b, c, n }) => [`${a} ${b} ${c}`, n]))
  return (a: number, b = 0, c = 0): number => counts.get(`${a} ${b} ${c}`) ?? 0
}

export function tallyPeople(rows: readonly CountRow[]): PeopleTally {
  const count = table(rows)
  const of = peopleFacts
  return {
    people: count(of.person),
    won: count(of.won),
    touched: (step) => count(of.touched, step),
    leftAt: (step) => count(of.leftAt, step),
    openAt: (step) => count(of.openAt, step),
    wonAfter: (step) => count(of.wonAfter, step),
    trend: (step) => Array.from({ length: buckets }, (_, bucket) => count(of.trend + bucket, step)),
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

export function tallyRuns(rows: readonly CountRow[], phases: number): RunTally {
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
export function channelsOf(touches: readonly CountRow[], step: number): { channel: number; touches: number }[] {
  const counts = new Map<number, number>()
  for (const { a, b, n } of touches) if (a === step) counts.set(b, (counts.get(b) ?? 0) + n)
  return [...counts].map(([channel, n]) => ({ channel, touches: n })).sort((a, b) => b.touches - a.touches)
}

/**
 * Departures from a step on the way to the goal, and those of them that ended a lost run. Touches in a row are one;
 * runs that are still open have not departed.
 */
export function departuresOf(
  touches: readonly CountRow[],
  people: PeopleTally,
  step: number,
): { all: number; left: number } {
  const away = touches.filter(({ a, c }) => a === step && c !== step && c !== ends.none)
  const count = (list: readonly CountRow[]) => sum(list.map(({ n }) => n))
  const open = people.openAt(step)
  return { all: count(away) - open, left: count(away.filter(({ c }) => c === ends.last)) - open }
}

/** Moves between steps on the way to the goal, counted from 0; runs that are still open say nothing about their end. */
export const movesOf = (touches: readonly CountRow[], people: PeopleTally): Move[] =>
  touches
    .filter(({ c }) => c !== ends.none)
    .map(
      ({ a, c, n }): Move => ({ from: a - 1, to: c === ends.won ? 'won' : c === ends.last ? null : c - 1, count: n }),
    )
    .concat([...new Set(touches.map(({ a }) => a))].map((a) => ({ from: a - 1, to: null, count: -people.openAt(a) })))

const silence: Answers = { n: 0, sum: 0, squares: 0 }
const toAnswers = ({ n, x, y }: CountRow): Answers => ({ n, sum: x, squares: y })

export const answersOf = (emotions: readonly CountRow[], step: number): Answers => {
  const found = emotions.find(({ a }) => a === step)
  return found ? toAnswers(found) : silence
}

export const allAnswers = (emotions: readonly CountRow[]): Answers =>
  emotions
    .map(toAnswers)
    .reduce((all, one) => ({ n: all.n + one.n, sum: all.sum + one.sum, squares: all.squares + one.squares }), silence)
