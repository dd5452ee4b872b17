import { expect, test } from 'vitest'
import type { TimelineEvent } from '../schema.ts'
import { toDays } from './days.ts'

const event = (time: string, session = ''): TimelineEvent => ({
  message: time,
  time,
  name: 'view',
  channel: 'web',
  source: '',
  session,
  value: null,
  currency: '',
  properties: {},
})

test('a day ends at midnight of the workspace, not of the world', () => {
  const events = [event('2026-03-02T00:30:00.000Z'), event('2026-03-01T23:30:00.000Z')]
  expect(toDays(events, 'Europe/Berlin').map(({ day }) => day)).toEqual(['2026-03-02'])
  expect(toDays(events, 'UTC').map(({ day }) => day)).toEqual(['2026-03-02', '2026-03-01'])
})

test('neighbours of one session are one visit, events without a session stand alone', () => {
  const events = [
    event('2026-03-01T12:04:00.000Z', 'b'),
    event('2026-03-01T12:03:00.000Z'),
    event('2026-03-01T12:02:00.000Z'),
    event('2026-03-01T12:01:00.000Z', 'a'),
    event('2026-03-01T12:00:00.000Z', 'a'),
  ]
  expect(toDays(events, 'UTC').map(({ visits }) => visits.map(({ events: ofVisit }) => ofVisit.length))).toEqual([
    [1, 1, 1, 2],
  ])
})
