import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { choice, mix, pick, type Random, random } from './random.ts'

const draws = (count: number, draw: (dice: Random) => number, seed = 7): number[] => {
  const dice = random(seed)
  return Array.from({ length: count }, () => draw(dice))
}
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0) / numbers.length
const deviation = (numbers: readonly number[]): number => {
  const middle = mean(numbers)
  return Math.sqrt(mean(numbers.map((n) => (n - middle) ** 2)))
}
const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0
const seeds = fc.record({ seed: fc.maxSafeInteger(), stream: fc.nat() })

describe('one stream', () => {
  test('repeats itself for the same seed and stream', () => {
    fc.assert(
      fc.property(seeds, ({ seed, stream }) => {
        const [one, two] = [random(seed, stream), random(seed, stream)]
        for (let n = 0; n < 20; n++) expect(one.uniform()).toBe(two.uniform())
      }),
    )
  })

  test('stays in its bounds', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 1e6 }), ({ seed, stream }, limit) => {
        const dice = random(seed, stream)
        for (let n = 0; n < 20; n++) {
          const [part, whole, span] = [dice.uniform(), dice.below(limit), dice.between(-3, 5)]
          expect(part >= 0 && part < 1).toBe(true)
          expect(Number.isInteger(whole) && whole >= 0 && whole < limit).toBe(true)
          expect(span >= -3 && span < 5).toBe(true)
          expect(Number.isFinite(dice.normal())).toBe(true)
          expect(dice.lognormal(10, 1)).toBeGreaterThan(0)
          expect(dice.exponential(4)).toBeGreaterThanOrEqual(0)
          expect(Number.isInteger(dice.poisson(3))).toBe(true)
        }
      }),
    )
  })

  test('is even over its range', () => {
    const bins = new Array<number>(50).fill(0)
    for (const x of draws(200_000, (dice) => dice.below(50))) bins[x] = (bins[x] ?? 0) + 1
    const chiSquare = bins.reduce((sum, n) => sum + (n - 4000) ** 2 / 4000, 0)
    expect(chiSquare).toBeLessThan(85.4) // 49 degrees of freedom, p = 0.001
  })
})

test('neighbouring streams and seeds are strangers', () => {
  for (const first of [(n: number) => random(1, n).uniform(), (n: number) => random(n, 1).uniform()]) {
    const values = Array.from({ length: 50_000 }, (_, n) => first(n))
    const later = values.slice(1)
    const together = mean(later.map((value, n) => (value - 0.5) * ((values[n] ?? 0) - 0.5))) * 12
    expect(mean(values)).toBeCloseTo(0.5, 2)
    expect(Math.abs(together)).toBeLessThan(0.02)
  }
  expect(new Set(Array.from({ length: 10_000 }, (_, n) => mix(3, n))).size).toBe(10_000)
})

describe('shapes', () => {
  test('normal', () => {
    const sample = draws(100_000, (dice) => dice.normal(5, 2))
    expect(mean(sample)).toBeCloseTo(5, 1)
    expect(deviation(sample)).toBeCloseTo(2, 1)
    expect(sample.filter((x) => Math.abs(x - 5) > 3.92).length / 100_000).toBeCloseTo(0.05, 2)
  })

  test('lognormal has the median asked for', () => {
    const sample = draws(100_000, (dice) => dice.lognormal(40, 0.8))
    expect(median(sample) / 40).toBeCloseTo(1, 1)
    expect(deviation(sample.map(Math.log))).toBeCloseTo(0.8, 1)
  })

  test('exponential', () => {
    expect(mean(draws(100_000, (dice) => dice.exponential(3)))).toBeCloseTo(3, 1)
  })

  test.each([0, 0.2, 3, 29, 120])('poisson with mean %d has that mean and variance', (expected) => {
    const sample = draws(50_000, (dice) => dice.poisson(expected))
    const tolerance = 5 * Math.sqrt(Math.max(expected, 0.01) / 50_000)
    expect(Math.abs(mean(sample) - expected)).toBeLessThanOrEqual(tolerance)
    expect(deviation(sample) ** 2).toBeCloseTo(expected, expected > 50 ? -1 : 0)
  })
})

describe('choice', () => {
  test('draws in proportion to the weights, and never what weighs nothing', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(
        weights.filter((list) => list.some((weight) => weight > 0)),
        (list) => {
          const from = choice(list.map((weight, n) => [n, weight]))
          const dice = random(11)
          const seen = new Array<number>(list.length).fill(0)
          for (let n = 0; n < 4000; n++) {
            const drawn = pick(dice, from)
            seen[drawn] = (seen[drawn] ?? 0) + 1
          }
          const total = list.reduce((sum, weight) => sum + weight, 0)
          list.forEach((weight, n) => {
            expect(Math.abs((seen[n] ?? 0) / 4000 - weight / total)).toBeLessThan(weight ? 0.045 : 1e-9)
          })
        },
      ),
      { numRuns: 30 },
    )
  })

  test.each([[[]], [[['a', 0]]], [[['a', -1]]], [[['a', Number.NaN]]]] satisfies [[string, number][]][])(
    'refuses %j',
    (weighted) => {
      expect(() => choice(weighted)).toThrow(RangeError)
    },
  )
})
