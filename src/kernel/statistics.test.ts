import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Move, successFrom } from './chain.ts'
import { emotionOf, scaleNames, scales } from './emotion.ts'
import {
  discoveryRates,
  meanEmotion,
  medianOf,
  oddsRatio,
  share,
  shrunkEmotion,
  twoShares,
  twoSided,
} from './statistics.ts'

/** Touches before a purchase in the cart sessions of a published shop data set: with, without; odds ratio, interval, p, q. */
const known = [
  [
    'payment_details',
    167,
    178,
    182,
    495,
    2.5477533479145085,
    1.9436201428914344,
    3.339668579557502,
    1.5378656144673627e-11,
    1.7884755947202723e-10,
  ],
  [
    'home',
    17,
    131,
    332,
    542,
    0.21713027816690014,
    0.12946751411444343,
    0.36414970982729233,
    2.104088934965026e-11,
    1.7884755947202723e-10,
  ],
  [
    'payment_error',
    4,
    70,
    345,
    603,
    0.1114942882655418,
    0.04260095251526421,
    0.29180043125527827,
    2.37174953636244e-9,
    1.3439914039387158e-8,
  ],
  [
    'catalog',
    63,
    225,
    286,
    448,
    0.44082376568649073,
    0.3215659052491298,
    0.6043103115781704,
    1.6657354929140027e-7,
    7.079375844884512e-7,
  ],
  [
    'add_to_cart',
    127,
    277,
    222,
    396,
    0.81876708168843,
    0.6273352359991055,
    1.0686145071843918,
    0.15653793623529721,
    0.1774096610666702,
  ],
] as const

describe('shares', () => {
  test('known intervals', () => {
    expect(share(10, 100)).toMatchObject({
      value: 0.1,
      low: expect.closeTo(0.05523, 4),
      high: expect.closeTo(0.17437, 4),
    })
    expect(share(0, 10)).toMatchObject({ low: 0, high: expect.closeTo(0.27753, 4) })
    expect(share(0, 0)).toEqual({ part: 0, n: 0, value: null, low: null, high: null })
  })

  test('the value lies in its interval, and more people narrow it', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (part, rest) => {
        fc.pre(part + rest > 0)
        const one = share(part, part + rest)
        const more = share(part * 4, (part + rest) * 4)
        expect(one.low).toBeLessThanOrEqual(one.value ?? -1)
        expect(one.high).toBeGreaterThanOrEqual(one.value ?? 2)
        expect((more.high ?? 1) - (more.low ?? 0)).toBeLessThan((one.high ?? 1) - (one.low ?? 0))
      }),
    )
  })
})

describe('medians', () => {
  test('known values', () => {
    expect(medianOf([])).toBeNull()
    expect(medianOf([3])).toEqual({ median: 3, low: 3, high: 3, n: 1 })
    expect(medianOf([4, 1, 3, 2])).toMatchObject({ median: 2.5, low: 1, high: 4 })
    expect(medianOf(Array.from({ length: 100 }, (_, i) => i + 1))).toEqual({ median: 50.5, low: 40, high: 61, n: 100 })
  })

  test('low <= median <= high, all within the data', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (list) => {
        const result = medianOf(list)
        expect(result?.low).toBeLessThanOrEqual(result?.median ?? 0)
        expect(result?.high).toBeGreaterThanOrEqual(result?.median ?? 0)
        expect(list).toContain(result?.low)
        expect(list).toContain(result?.high)
      }),
    )
  })
})

describe('tests', () => {
  test('normal tail', () => {
    expect(twoSided(0)).toBeCloseTo(1, 6)
    expect(twoSided(1.959963984540054)).toBeCloseTo(0.05, 7)
    expect(twoSided(6) / 1.9731752898266564e-9).toBeCloseTo(1, 5)
  })

  test.each(known)('odds ratio of %s', (_, a, b, c, d, ratio, low, high) => {
    const result = oddsRatio(a, b, c, d)
    expect(result.ratio).toBeCloseTo(ratio, 10)
    expect(result.low).toBeCloseTo(low, 7)
    expect(result.high).toBeCloseTo(high, 7)
  })

  test('an odds ratio turns over with its table', () => {
    fc.assert(
      fc.property(fc.nat(999), fc.nat(999), fc.nat(999), fc.nat(999), (a, b, c, d) => {
        expect(oddsRatio(a, b, c, d).ratio * oddsRatio(c, d, a, b).ratio).toBeCloseTo(1, 9)
      }),
    )
  })

  test('two shares', () => {
    expect(twoShares(30, 100, 10, 100).z).toBeCloseTo(3.5355, 4)
    expect(twoShares(0, 10, 0, 10)).toEqual({ z: 0, p: 1 })
  })

  test('discovery rates', () => {
    expect(discoveryRates([0.01, 0.04, 0.03, 0.5])).toEqual([
      0.04,
      expect.closeTo(0.0533, 3),
      expect.closeTo(0.0533, 3),
      0.5,
    ])
    const first = known.map((row) => row[8])
    const padded = [...first.slice(0, 4), ...Array.from({ length: 13 }, () => 1)]
    expect(discoveryRates(padded).slice(0, 4)).toEqual(known.slice(0, 4).map((row) => expect.closeTo(row[9], 12)))
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (ps) => {
        const qs = discoveryRates(ps)
        qs.forEach((q, i) => {
          expect(q).toBeGreaterThanOrEqual(ps[i] ?? 0)
          expect(q).toBeLessThanOrEqual(1)
        })
      }),
    )
  })
})

describe('chances to succeed', () => {
  test('a small chain by hand', () => {
    const moves: Move[] = [
      { from: 0, to: 1, count: 6 },
      { from: 0, to: null, count: 4 },
      { from: 1, to: 'won', count: 1 },
      { from: 1, to: 0, count: 1 },
    ]
    // V0 = 0.6 V1, V1 = 0.5 + 0.5 V0
    expect(successFrom(3, moves)).toEqual([expect.closeTo(3 / 7, 12), expect.closeTo(5 / 7, 12), 0])
  })

  test('a loop that is never left has no value', () => {
    expect(
      successFrom(2, [
        { from: 0, to: 1, count: 1 },
        { from: 1, to: 0, count: 1 },
      ]),
    ).toEqual([0, 0])
  })

  test('every value satisfies its equation', () => {
    const move = fc.record({
      from: fc.nat(5),
      to: fc.oneof(fc.nat(5), fc.constantFrom('won' as const, null)),
      count: fc.integer({ min: 1, max: 50 }),
    })
    fc.assert(
      fc.property(fc.array(move, { maxLength: 40 }), (some) => {
        const moves: Move[] = [...some, ...[0, 1, 2, 3, 4, 5].map((from) => ({ from, to: null, count: 1 }))]
        const value = successFrom(6, moves)
        value.forEach((v, state) => {
          const own = moves.filter(({ from }) => from === state)
          const total = own.reduce((sum, { count }) => sum + count, 0)
          const next = own.reduce(
            (sum, { to, count }) => sum + count * (to === 'won' ? 1 : to === null ? 0 : (value[to] ?? 0)),
            0,
          )
          expect(v).toBeCloseTo(next / total, 9)
        })
      }),
    )
  })
})

describe('emotion', () => {
  test('ends and middles of the scales', () => {
    expect([1, 3, 5].map((one) => emotionOf('csat', one))).toEqual([-2, 0, 2])
    expect([0, 7, 10].map((one) => emotionOf('nps', one))).toEqual([-2, 0, 2])
    expect([1, 4, 7].map((one) => emotionOf('ces', one))).toEqual([-2, 0, 2])
    expect([emotionOf('rating', 6), emotionOf('nps', -1), emotionOf('emotion', Number.NaN)]).toEqual([null, null, null])
  })

  test('a better answer never feels worse, and all stay on the scale', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...scaleNames),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (scale, one, other) => {
          const { from, to } = scales[scale]
          const [low = 0, high = 0] = [one, other]
            .sort((a, b) => a - b)
            .map((part) => Math.min(to, from + part * (to - from)))
          expect(emotionOf(scale, low)).toBeLessThanOrEqual(emotionOf(scale, high) ?? -9)
          expect(Math.abs(emotionOf(scale, high) ?? 9)).toBeLessThanOrEqual(2)
        },
      ),
    )
  })

  test('few answers lean on the journey, fewer than five are hidden', () => {
    const journey = { n: 100, sum: 50, squares: 125 }
    expect(shrunkEmotion({ n: 4, sum: -8, squares: 16 }, journey)).toBeNull()
    expect(shrunkEmotion({ n: 5, sum: -10, squares: 20 }, journey)).toMatchObject({ mean: 0, n: 5 })
    expect(shrunkEmotion({ n: 80, sum: -160, squares: 320 }, journey)?.mean).toBeCloseTo(-1.5, 12)
    expect(meanEmotion(journey)).toMatchObject({
      mean: 0.5,
      low: expect.closeTo(0.303, 3),
      high: expect.closeTo(0.697, 3),
    })
  })
})
