import { expect, test } from 'vitest'
import { dayStart, momentsOf } from './period.ts'

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
])('%s in %s starts at %s', (day, zone, moment) => expect(iso(dayStart(day, zone))).toBe(moment))

test('a period takes its last day whole', () => {
  const { fromMs, toMs } = momentsOf({ from: '2026-10-25', to: '2026-10-25' }, 'Europe/Berlin')
  expect(toMs - fromMs).toBe(25 * 3_600_000)
})
