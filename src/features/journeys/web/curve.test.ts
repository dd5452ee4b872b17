import fc from 'fast-check'
import { expect, test } from 'vitest'
import { curveOf, type Felt, slopesOf } from './curve.ts'

const felt = (id: string, x: number, mean: number | null, assumed: number | null = null, n = 40): Felt => ({
  id,
  x,
  measured: mean === null ? null : { mean, low: mean - 0.2, high: mean + 0.2, n },
  assumed,
})

test('fewer than five answers are not drawn', () => {
  const { dots } = curveOf([felt('a', 10, 1), felt('b', 20, -2, null, 4), felt('c', 30, 0)], 120)
  expect(dots.map(({ id }) => id)).toEqual(['a', 'c'])
})

test('a line over a touchpoint without answers is a bridge, not a measurement', () => {
  const curve = curveOf([felt('a', 10, 1), felt('b', 20, null), felt('c', 30, 0), felt('d', 40, 1)], 120)
  expect(curve.bridges.match(/M/g)).toHaveLength(1)
  expect(curve.solid.match(/M/g)).toHaveLength(1)
})

test('a difference of more than one step from the assumption is called out', () => {
  const { gaps } = curveOf([felt('a', 10, -1.3, 1.2), felt('b', 400, 0.2, 1), felt('c', 800, 1.5, 0)], 120)
  expect(gaps.map(({ id, steps }) => [id, steps])).toEqual([
    ['a', -2.5],
    ['c', 1.5],
  ])
})

test('words of gaps that stand too near are left to the wider gap', () => {
  const { gaps } = curveOf([felt('a', 10, -1, 1.5), felt('b', 60, -1.5, 1.5)], 120)
  expect(gaps.map(({ labelY }) => labelY === null)).toEqual([true, false])
})

test('good feelings stand higher', () => {
  const { dots, zero } = curveOf([felt('a', 10, 1), felt('b', 20, -1)], 120)
  expect(dots[0]?.y).toBeLessThan(zero)
  expect(dots[1]?.y).toBeGreaterThan(zero)
})

test('the curve never leaves the span between neighbouring points', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -200, max: 200 }), { minLength: 2, maxLength: 12 }), (values) => {
      const points = values.map((y, x) => ({ x: x * 10, y }))
      const slopes = slopesOf(points)
      points.slice(1).forEach((to, index) => {
        const from = points[index] ?? to
        const third = (to.x - from.x) / 3
        const [low, high] = [Math.min(from.y, to.y), Math.max(from.y, to.y)]
        for (const control of [from.y + third * (slopes[index] ?? 0), to.y - third * (slopes[index + 1] ?? 0)]) {
          expect(control).toBeGreaterThanOrEqual(low - 1e-9)
          expect(control).toBeLessThanOrEqual(high + 1e-9)
        }
      })
    }),
  )
})
