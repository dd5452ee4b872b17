import { expect, test } from 'vitest'
import { dayOf, dayStart, momentsOf } from './period.ts'

const iso = (ms: number) => new Date(ms).toISOString()

test.each([
  ['2026-01-15', 'Europe/Berlin', '2026-01-14T23:00:00.000Z'],
  ['2026-07-15', 'Europe/Berlin', '2026-07-14T22:00:00.000Z'],
  ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
  ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
  ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00.000Z'],
  ['2026-10-26', 'Europe/Berlin', '2026-10-25T23:00:00.000Z'],
  ['2026-03-08', 'America/New_York', '2026-03-08T05:00:00.000Z'],
  ['2026-03-09', 'America/New_York', '2026-03-09T04:00:00.000Z'],
  ['2026-11-02', 'America/New_York', '2026-11-02T05:00:00.000Z'],
  ['2026-04-05', 'Pacific/Auckland', '2026-04-04T11:00:00.000Z'],
  ['2026-04-06', 'Pacific/Auckland', '2026-04-05T12:00:00.000Z'],
  ['2026-05-01', 'UTC', '2026-05-01T00:00:00.000Z'],
  ['2026-05-01', 'Asia/Kathmandu', '2026-04-30T18:15:00.000Z'],
  // Clocks jump from midnight to one o'clock.
  ['2026-03-08', 'America/Havana', '2026-03-08T05:00:00.000Z'],
  ['2026-04-24', 'Africa/Cairo', '2026-04-23T22:00:00.000Z'],
  ['2026-09-06', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
  ['2026-03-29', 'Asia/Beirut', '2026-03-28T22:00:00.000Z'],
  // Midnight comes twice.
  ['2026-11-01', 'America/Havana', '2026-11-01T04:00:00.000Z'],
])('%s in %s starts at %s', (day, zone, moment) => expect(iso(dayStart(day, zone))).toBe(moment))

test('a period takes its last day whole', () => {
  const { fromMs, toMs } = momentsOf({ from: '2026-10-25', to: '2026-10-25' }, 'Europe/Berlin')
  expect(toMs - fromMs).toBe(25 * 3_600_000)
})

test('in every zone of the world each day starts where its first moment is shown, and days follow each other', () => {
  const wrong = Intl.supportedValuesOf('timeZone').flatMap((zone) =>
    Array.from({ length: 92 }, (_, i) => new Date(Date.UTC(2026, 0, 1 + 4 * i)).toISOString().slice(0, 10))
      .concat(['2026-03-08', '2026-03-29', '2026-04-24', '2026-09-06', '2026-10-25', '2026-11-01'])
      .filter((day) => {
        const start = dayStart(day, zone)
        return dayOf(start, zone) !== day || dayOf(start - 1, zone) >= day
      })
      .map((day) => `${day} ${zone}`),
  )
  expect(wrong).toEqual([])
})
