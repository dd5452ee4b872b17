import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayIn, daysOf, lastDays, lastYear, periodBefore, samePeriod, shiftDays, yearBefore } from './period.ts'

const date = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
  .map((moment) => moment.toISOString().slice(0, 10))

test('the period before is as long and ends the day before', () => {
  fc.assert(
    fc.property(date, fc.integer({ min: 0, max: 800 }), (from, days) => {
      const period = { from, to: shiftDays(from, days) }
      const before = periodBefore(period)
      expect(daysOf(before)).toBe(daysOf(period))
      expect(shiftDays(before.to, 1)).toBe(period.from)
    }),
  )
})

test('a leap day has no day a year earlier', () => {
  expect(yearBefore({ from: '2024-02-29', to: '2024-03-31' })).toEqual({ from: '2023-02-28', to: '2023-03-31' })
})

test('presets end at the last day with data', () => {
  expect(lastDays('2026-03-31', 7)).toEqual({ from: '2026-03-25', to: '2026-03-31' })
  expect(lastYear('2026-03-31')).toEqual({ from: '2025-04-01', to: '2026-03-31' })
})

test('a moment belongs to the day of its zone', () => {
  expect(dayIn('2026-03-31T22:30:00.000Z', 'Europe/Berlin')).toBe('2026-04-01')
  expect(dayIn('2026-03-31T22:30:00.000Z', 'America/New_York')).toBe('2026-03-31')
})

test('no period equals no period only', () => {
  expect(samePeriod(null, null)).toBe(true)
  expect(samePeriod(null, { from: '2026-01-01', to: '2026-01-31' })).toBe(false)
})
