import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutInto } from './cut.ts'

const places = (...list: number[]) => list.map((at) => ({ at }))

test('cuts where the gaps are', () => {
  expect(cutInto(places(0.1, 0.12, 0.5, 0.52, 0.9), 3)).toEqual([0, 0, 1, 1, 2])
  expect(cutInto(places(0.1, 0.15, 0.2), 2)).toEqual([0, 0, 0])
  expect(cutInto(places(0.9), 3)).toEqual([2])
  expect(cutInto([], 3)).toEqual([])
})

test('parts never go back, and stay within their number', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 }),
      fc.integer({ min: 1, max: 6 }),
      (list, parts) => {
        const cut = cutInto(places(...list.sort((a, b) => a - b)), parts)
        expect(cut).toHaveLength(list.length)
        cut.forEach((part, i) => {
          expect(part).toBeGreaterThanOrEqual(cut[i - 1] ?? 0)
          expect(part).toBeLessThan(parts)
        })
      },
    ),
  )
})
