import { expect, test } from 'vitest'
import { openLog } from '../../../platform/log.ts'
import { openCounting } from './counting.ts'
import type { CountedDay } from './store.ts'

const minute = 60_000

/** Counting over a store in memory, at a clock that the test turns. */
function world() {
  let nowMs = Date.UTC(2026, 5, 1, 12)
  let measured = 0
  const days = new Map<string, CountedDay>()
  const counting = openCounting({
    store: {
      workspaces: async () => ['shop'],
      all: async () => [{ id: 'one', name: '', description: '', rule: null, version: 1, changed: '' }],
      counted: async (_, id, day) => {
        days.set(id, day)
      },
      days: async (_, since) =>
        new Map([...days].filter(([, { day }]) => day >= since).map(([id, day]) => [id, [day]])),
    },
    settingsOf: async (id) => ({
      id,
      name: '',
      timeZone: 'Europe/Berlin',
      currency: 'EUR',
      language: 'de',
      role: 'owner',
    }),
    measure: async () => ({ people: ++measured, everybody: 9 }),
    log: openLog('silent'),
    now: () => nowMs,
  })
  return {
    counting,
    days,
    pass: (ms: number) => {
      nowMs += ms
    },
    /** How often it was counted after somebody looked. */
    look: async () => {
      await counting.look('shop', 'one', days.get('one'))
      await counting.idle()
      return measured
    },
  }
}

test('who looks sees a count of today, renewed after changes at most once a minute', async () => {
  const { counting, look, pass, days } = world()
  pass(1)
  expect(await look()).toBe(1)
  expect(await look()).toBe(1)
  pass(2 * minute)
  expect(await look()).toBe(1)
  counting.changed('shop')
  expect(await look()).toBe(2)
  counting.changed('shop')
  pass(minute / 2)
  expect(await look()).toBe(2)
  pass(minute / 2)
  expect(await look()).toBe(3)
  pass(10 * 60 * minute)
  expect(await look()).toBe(4)
  expect(days.get('one')).toMatchObject({ day: '2026-06-02', people: 4 })
})

test('everything is counted once a day without anybody looking', async () => {
  const { counting, look, pass, days } = world()
  await counting.runDue()
  await counting.idle()
  await counting.runDue()
  await counting.idle()
  expect(days.get('one')).toMatchObject({ day: '2026-06-01', people: 1, everybody: 9 })
  pass(24 * 60 * minute)
  await counting.runDue()
  await counting.idle()
  expect(days.get('one')).toMatchObject({ day: '2026-06-02', people: 2 })
  expect(await look()).toBe(2)
})
