import type { Emotion, MedianHours, Share } from './figures.ts'

/** The 97.5 % point of the normal distribution: all intervals are 95 %. */
const z = 1.959963984540054

/** `part` of `n` with its Wilson interval. */
export function share(part: number, n: number): Share {
  if (n === 0) return { part, n, value: null, low: null, high: null }
  const value = part / n
  const middle = (value + z ** 2 / (2 * n)) / (1 + z ** 2 / n)
  const half = (z * Math.sqrt((value * (1 - value)) / n + z ** 2 / (4 * n ** 2))) / (1 + z ** 2 / n)
  return {
    part,
    n,
    value,
    low: Math.max(0, Math.min(value, middle - half)),
    high: Math.min(1, Math.max(value, middle + half)),
  }
}

/** Which of `n` sorted values (counted from 1) are the median (mean of two) and its 95 % interval by order statistics. */
export function medianRanks(n: number): { low: number; mid: readonly [number, number]; high: number } {
  const half = (z * Math.sqrt(n)) / 2
  return {
    low: Math.max(1, Math.floor(n / 2 - half)),
    mid: [Math.floor((n + 1) / 2), Math.floor(n / 2) + 1],
    high: Math.min(n, Math.ceil(n / 2 + half) + 1),
  }
}

/** Null without values. */
export function medianOf(hours: readonly number[]): MedianHours | null {
  if (hours.length === 0) return null
  const sorted = [...hours].sort((a, b) => a - b)
  const { low, mid, high } = medianRanks(sorted.length)
  const at = (rank: number): number => sorted[rank - 1] ?? Number.NaN
  return { median: (at(mid[0]) + at(mid[1])) / 2, low: at(low), high: at(high), n: sorted.length }
}

/** Sums over answers on the scale -2 ... +2. */
export type Answers = { readonly n: number; readonly sum: number; readonly squares: number }

const weightOfJourney = 20
const fewestAnswers = 5

/**
 * Mean of the answers to one touchpoint, shrunk towards the mean of the whole journey with the weight of 20 answers;
 * the interval takes the spread of the whole journey. Null below 5 answers.
 */
export function shrunkEmotion(own: Answers, journey: Answers): Emotion | null {
  if (own.n < fewestAnswers) return null
  const mean = (own.sum + weightOfJourney * (journey.sum / journey.n)) / (own.n + weightOfJourney)
  return withInterval(mean, own.n, spread(journey) / Math.sqrt(own.n + weightOfJourney))
}

/** Mean of all answers of a journey. Null below 5 answers. */
export function meanEmotion(journey: Answers): Emotion | null {
  if (journey.n < fewestAnswers) return null
  return withInterval(journey.sum / journey.n, journey.n, spread(journey) / Math.sqrt(journey.n))
}

const spread = ({ n, sum, squares }: Answers): number =>
  n < 2 ? 0 : Math.sqrt(Math.max(0, squares - sum ** 2 / n) / (n - 1))

const withInterval = (mean: number, n: number, error: number): Emotion => ({
  mean,
  low: Math.max(-2, mean - z * error),
  high: Math.min(2, mean + z * error),
  n,
})

/** Twice the upper tail of the normal distribution beyond |z|; relative error below 1.2e-7 (Numerical Recipes, erfcc). */
export function twoSided(score: number): number {
  const x = Math.abs(score) / Math.SQRT2
  const t = 1 / (1 + x / 2)
  const series = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
    0.17087277,
  ].reduceRight((sum, coefficient) => sum * t + coefficient, 0)
  return Math.min(1, t * Math.exp(-x * x + series))
}

/** Odds of success with against without, 95 % interval and two-sided p; 0.5 is added to every cell (Haldane). */
export function oddsRatio(
  withWon: number,
  withLost: number,
  withoutWon: number,
  withoutLost: number,
): { ratio: number; low: number; high: number; p: number } {
  const [a, b, c, d] = [withWon + 0.5, withLost + 0.5, withoutWon + 0.5, withoutLost + 0.5]
  const log = Math.log((a * d) / (b * c))
  const error = Math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
  return {
    ratio: Math.exp(log),
    low: Math.exp(log - z * error),
    high: Math.exp(log + z * error),
    p: twoSided(log / error),
  }
}

/** Difference of two shares as a z score with the pooled variance, and its two-sided p. */
export function twoShares(part: number, n: number, otherPart: number, otherN: number): { z: number; p: number } {
  const pooled = (part + otherPart) / (n + otherN)
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / otherN))
  if (!(error > 0)) return { z: 0, p: 1 }
  const score = (part / n - otherPart / otherN) / error
  return { z: score, p: twoSided(score) }
}

/** Benjamini-Hochberg: the smallest false discovery rate at which each hypothesis would be rejected, in the given order. */
export function discoveryRates(ps: readonly number[]): number[] {
  const order = ps.map((p, index) => ({ p, index })).sort((a, b) => b.p - a.p)
  const rates = ps.map(() => 1)
  let least = 1
  order.forEach(({ p, index }, i) => {
    least = Math.min(least, p * (ps.length / (ps.length - i)))
    rates[index] = least
  })
  return rates
}
