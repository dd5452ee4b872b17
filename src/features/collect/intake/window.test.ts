import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openWindow } from './window.ts'

const hourMs = 3_600_000
const word = fc.oneof(fc.nat(3), fc.nat(0xffffffff))
const message = fc.record({ low: word, high: word, hour: fc.nat(60) })

test('knows what came in the last 24 hours, and nothing that never came', () => {
  fc.assert(
    fc.property(fc.array(message, { maxLength: 3000 }), word, word, (list, low, high) => {
      const window = openWindow()
      const sorted = [...list].sort((a, b) => a.hour - b.hour)
      for (const one of sorted) window.add(one.low, one.high, one.hour * hourMs)
      const last = sorted.at(-1)?.hour ?? 0
      const kept = sorted.filter(({ hour }) => hour > last - 24)
      expect(kept.every((one) => window.has(one.low, one.high))).toBe(true)
      const isLike = (one: { low: number; high: number }) => (one.low || 1) === (low || 1) && one.high === high
      if (!sorted.some(isLike)) expect(window.has(low, high)).toBe(false)
    }),
    { numRuns: 60 },
  )
})

test('holds a bounded number and forgets the oldest first', () => {
  const window = openWindow(2000)
  for (let i = 0; i < 10_000; i++) window.add(i, i * 7, Math.floor(i / 500) * hourMs)
  expect(window.size).toBeLessThanOrEqual(2500)
  expect(window.has(9_999, 69_993)).toBe(true)
  expect(window.has(5, 35)).toBe(false)
})

test('grows by itself within an hour', () => {
  const window = openWindow()
  const mixed = (i: number) => Math.imul(i, 0x85ebca6b) >>> 0
  for (let i = 0; i < 200_000; i++) window.add(mixed(i), i, 0)
  expect(window.size).toBe(200_000)
  for (let i = 0; i < 200_000; i += 997) expect(window.has(mixed(i), i)).toBe(true)
  expect(window.has(mixed(5), 6)).toBe(false)
})
