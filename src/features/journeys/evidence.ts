import { successFrom } from '../../kernel/chain.ts'
import { discoveryRates, oddsRatio, share, twoShares } from '../../kernel/statistics.ts'
import type { CountRow } from './figuresSql.ts'
import type { BreakPoint, Moment } from './schema.ts'
import { departuresOf, movesOf, type PeopleTally, type RunTally } from './tally.ts'

/**
 * A touchpoint as evidence needs it: `step` and `phase` count from 1; `isGoal` holds goal events only, `isReceived` only
 * contacts that people receive.
 */
export type Place = {
  readonly step: number
  readonly phase: number
  readonly isGoal: boolean
  readonly isReceived: boolean
}

const falseDiscoveries = 0.05
const fewestPeople = 30
/** A share of endings that is surely higher, but by less than this factor, is not worth a flag. */
const leastExcess = 1.2
const leastReach = 0.01
/** An odds ratio nearer to 1 than this, or than its reciprocal, is no moment. */
const leastOdds = 1.5
const mostMoments = 3
/** What almost everybody passes who reaches the goal is a gate on the way and no moment. */
const gate = 0.9

export type Worth = { readonly meanGoal: number | null; readonly days: number }

/**
 * Touchpoints up to the goal's phase where more of those who depart end their run than at the others of their phase, by
 * step. What it costs: those beyond the others' share, times the chance they would have had from here, times the goal's worth.
 */
export function breakPoints(
  places: readonly Place[],
  people: PeopleTally,
  touches: readonly CountRow[],
  goalPhase: number,
  { meanGoal, days }: Worth,
): Map<number, BreakPoint> {
  const value = successFrom(Math.max(0, ...places.map(({ step }) => step)), movesOf(touches, people))
  const early = places
    .filter(({ phase, isGoal, isReceived }) => phase <= goalPhase && !isGoal && !isReceived)
    .map((place) => ({ ...place, ...departuresOf(touches, people, place.step) }))
  const compared = early.flatMap(({ step, phase, all, left }) => {
    const others = early.filter((other) => other.phase === phase && other.step !== step)
    const othersLeft = others.reduce((sum, other) => sum + other.left, 0)
    const othersAll = others.reduce((sum, other) => sum + other.all, 0)
    if (people.touched(step) < fewestPeople || all === 0 || othersAll < fewestPeople) return []
    return [{ step, left, all, expected: othersLeft / othersAll, ...twoShares(left, all, othersLeft, othersAll) }]
  })
  const rates = discoveryRates(compared.map(({ p }) => p))
  return new Map(
    compared.flatMap(({ step, left, all, expected, z }, i) => {
      const q = rates[i] ?? 1
      if (z <= 0 || q >= falseDiscoveries || left / all < leastExcess * expected) return []
      const peopleLost = left - expected * all
      const cost = meanGoal === null ? null : (peopleLost * (value[step - 1] ?? 0) * meanGoal * 30) / days
      return [[step, { exits: share(left, all), expected, peopleLost, cost, q }] as const]
    }),
  )
}

/** How far the odds ratio surely is from 1, on the log scale; 0 where it may be 1. */
const certainty = ({ low, high }: { low: number; high: number }): number =>
  low > 1 ? Math.log(low) : high < 1 ? -Math.log(high) : 0

/**
 * The touchpoints after which the outcome differs most, by step: of the ended runs that came as far as the phase of the
 * touchpoint, those that touched it before their goal against those that did not. `impact` is how many more (or fewer)
 * runs reached the goal than if they had done as well as those without.
 */
export function moments(places: readonly Place[], people: PeopleTally, runs: RunTally): Map<number, Moment> {
  const candidates = places
    .filter(({ step, isGoal }) => !isGoal && people.touched(step) >= leastReach * people.people)
    .map(({ step, phase }) => {
      const { withWon, withLost, withoutWon, withoutLost } = runs.table(step, phase)
      const without = withoutWon + withoutLost
      const impact = without === 0 ? 0 : withWon - ((withWon + withLost) * withoutWon) / without
      const passedBy = withWon / Math.max(1, withWon + withoutWon)
      return { step, impact, without, passedBy, ...oddsRatio(withWon, withLost, withoutWon, withoutLost) }
    })
    .filter(({ without }) => without >= fewestPeople)
  const rates = discoveryRates(candidates.map(({ p }) => p))
  return new Map(
    candidates
      .map((one, i) => ({ ...one, q: rates[i] ?? 1 }))
      .filter(({ q, ratio, passedBy }) => {
        return (
          q < falseDiscoveries && Math.abs(Math.log(ratio)) >= Math.log(leastOdds) && (ratio < 1 || passedBy <= gate)
        )
      })
      .sort((a, b) => certainty(b) - certainty(a))
      .slice(0, mostMoments)
      .map(({ step, ratio, low, high, q, impact }) => [step, { oddsRatio: ratio, low, high, q, impact }]),
  )
}
