import type { MedianHours } from '../../../kernel/figures.ts'
import { type Answers, medianOf } from '../../../kernel/statistics.ts'
import { groupBy, type Run, type Touch } from './bruteForce.ts'

const sum = (list: readonly number[]): number => list.reduce((total, one) => total + one, 0)
const distinct = <T>(list: readonly T[]): number => new Set(list).size
const placed = (run: Run): Touch[] => run.touches.filter(({ id }) => id !== null)
const goalIndex = (run: Run): number => run.touches.findIndex(({ goal }) => goal)
const untilGoal = (run: Run): Touch[] => (run.state === 'won' ? run.touches.slice(0, goalIndex(run) + 1) : run.touches)
const beforeGoal = (run: Run): Touch[] => (run.state === 'won' ? run.touches.slice(0, goalIndex(run)) : run.touches)

/** The figures of a phase, by looking at every run of every person. */
export function plainPhase(runs: readonly Run[], phase: number) {
  const furthest = (run: Run) => Math.max(...placed(run).map((touch) => touch.phase))
  const people = [...groupBy(runs, ({ person }) => person).values()].map((own) => {
    const far = Math.max(...own.map(furthest))
    return { far, open: own.some((run) => furthest(run) === far && run.state === 'open') }
  })
  return {
    people: people.filter(({ far }) => far >= phase).length,
    onward: people.filter(({ far }) => far > phase).length,
    left: people.filter(({ far, open }) => far === phase && !open).length,
    open: people.filter(({ far, open }) => far === phase && open).length,
    hours: plainHours(runs, phase),
  }
}

function plainHours(runs: readonly Run[], phase: number): MedianHours | null {
  return medianOf(
    runs.flatMap((run) => {
      const touches = placed(run)
      const first = touches.findIndex((touch) => touch.phase === phase)
      if (first < 0) return []
      const onward = touches.find(
        (touch, i) =>
          i > first && touch.phase > phase && !touches.slice(0, i).some((before) => before.phase === touch.phase),
      )
      return onward ? [(onward.time - (touches[first]?.time ?? 0)) / 3_600_000] : []
    }),
  )
}

/** The figures of a touchpoint. */
export function plainTouchpoint(runs: readonly Run[], id: string, from: number, to: number) {
  const all = runs.flatMap((run) => placed(run).map((touch) => ({ run, touch })))
  const own = all.filter(({ touch }) => touch.id === id)
  const lastOf = (run: Run) => placed(run).at(-1)?.id
  const won = runs.filter((run) => run.state === 'won' && untilGoal(run).some((touch) => touch.id === id))
  const part = Math.ceil((to - from) / 12)
  const inPart = (n: number) => own.filter(({ touch }) => Math.floor((touch.time - from) / part) === n)
  return {
    people: distinct(own.map(({ run }) => run.person)),
    touches: own.length,
    exits: distinct(runs.filter((run) => run.state === 'lost' && lastOf(run) === id).map(({ person }) => person)),
    reachedGoal: distinct(won.map(({ person }) => person)),
    value: sum(won.flatMap((run) => run.touches.filter(({ goal }) => goal).map(({ value }) => value))),
    channels: Object.fromEntries(
      [...groupBy(own, ({ touch }) => touch.channel)].map(([name, list]) => [name, list.length]),
    ),
    trend: Array.from({ length: 12 }, (_, n) => distinct(inPart(n).map(({ run }) => run.person))),
    answers: answersOf(own.map(({ touch }) => touch)),
  }
}

function answersOf(touches: readonly Touch[]): Answers {
  const felt = touches.flatMap((touch) => (touch.felt.length > 0 ? [sum(touch.felt) / touch.felt.length] : []))
  return { n: felt.length, sum: sum(felt), squares: sum(felt.map((one) => one * one)) }
}

/** Ended runs that came to the phase before their goal: with the touchpoint won, lost, without won, lost. */
export function plainTable(runs: readonly Run[], id: string, phase: number): [number, number, number, number] {
  const arrived = runs.filter((run) => run.state !== 'open' && beforeGoal(run).some((touch) => touch.phase >= phase))
  const count = (touched: boolean, state: Run['state']) =>
    arrived.filter((run) => run.state === state && beforeGoal(run).some((touch) => touch.id === id) === touched).length
  return [count(true, 'won'), count(true, 'lost'), count(false, 'won'), count(false, 'lost')]
}

/** Departures before the goal, touches in a row being one, and those that ended a lost run. */
export function plainDepartures(runs: readonly Run[], id: string): { all: number; left: number } {
  const ends = runs.flatMap((run) => {
    const path = beforeGoal(run).filter((touch) => touch.id !== null)
    return path.flatMap((touch, i) => {
      const next = path[i + 1]?.id ?? (run.state === 'won' ? 'won' : run.state === 'lost' ? 'left' : 'open')
      return touch.id === id && next !== id && next !== 'open' ? [next] : []
    })
  })
  return { all: ends.length, left: ends.filter((end) => end === 'left').length }
}
