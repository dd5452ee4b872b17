import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gapMs, nextSession, openSessions, type Session } from './sessions.ts'

const minutes = fc.nat(6 * 60)

test('of one campaign, visits are where no pause is longer than half an hour', () => {
  fc.assert(
    fc.property(fc.array(minutes, { minLength: 1, maxLength: 60 }), (list) => {
      const times = [...list].sort((a, b) => a - b).map((minute) => minute * 60_000)
      let session: Session | undefined
      const ids = times.map((time) => {
        session = nextSession(session, '1', time, {})
        return session.id
      })
      times.forEach((time, i) => {
        const before = times[i - 1]
        if (before !== undefined) expect(ids[i] === ids[i - 1]).toBe(time - before <= gapMs)
      })
    }),
  )
})

test('the same visit has the same name, whatever else was known', () => {
  const one = openSessions().of('123456789012345', '', 1000, {})
  const other = openSessions().of('123456789012345', '', 1000, {})
  expect(one).toEqual(other)
})

test('a visit goes on when its visitor signs in, and again without the sign-in', () => {
  const sessions = openSessions()
  const device = sessions.of('device', '', 0, { utm_source: 'a' })
  const known = sessions.of('user', 'device', 60_000, {})
  expect(known.id).toBe(device.id)
  expect(sessions.of('user', '', 120_000, {}).id).toBe(device.id)
  expect(sessions.of('device', '', 180_000, {}).entry).toEqual({ utm_source: 'a' })
})
