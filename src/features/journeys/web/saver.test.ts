import { expect, test } from 'vitest'
import type { Journey, JourneyDraft } from '../schema.ts'
import { rename } from './edits.ts'
import { type SaveState, saverOf } from './saver.ts'
import { journey } from './testing/fixture.ts'

const named = (name: string): JourneyDraft => rename(name)(journey)

const server = (answers: readonly ('ok' | 'fail')[]) => {
  const calls: { name: string; version: number }[] = []
  const states: SaveState['kind'][] = []
  const gates: (() => void)[] = []
  const save = async (draft: JourneyDraft, version: number): Promise<Journey> => {
    const answer = answers[calls.length] ?? 'ok'
    calls.push({ name: draft.name, version })
    await new Promise<void>((open) => gates.push(open))
    if (answer === 'fail') throw new Error('offline')
    return { ...journey, ...draft, version: version + 1 }
  }
  const saver = saverOf({ version: 3, save, tell: (state) => states.push(state.kind) })
  return { saver, calls, states, open: () => gates.shift()?.() }
}

test('a change is saved with the version that was read, the next with the new one', async () => {
  const { saver, calls, states, open } = server([])
  const first = saver.offer(named('A'))
  open()
  await first
  const second = saver.offer(named('B'))
  open()
  await second
  expect(calls).toEqual([
    { name: 'A', version: 3 },
    { name: 'B', version: 4 },
  ])
  expect(states).toEqual(['saving', 'saved', 'saving', 'saved'])
})

test('changes made while saving wait, and only the last of them is saved', async () => {
  const { saver, calls, states, open } = server([])
  const all = saver.offer(named('A'))
  void saver.offer(named('B'))
  void saver.offer(named('C'))
  open()
  await Promise.resolve()
  while (calls.length < 2) await Promise.resolve()
  open()
  await all
  expect(calls.map(({ name }) => name)).toEqual(['A', 'C'])
  expect(states).toEqual(['saving', 'saving', 'saved'])
})

test('what failed is kept and saved on the next try, unless one starts anew', async () => {
  const { saver, calls, states, open } = server(['fail', 'ok'])
  const first = saver.offer(named('A'))
  open()
  await first
  const again = saver.retry()
  open()
  await again
  expect(calls.map(({ name }) => name)).toEqual(['A', 'A'])
  expect(states).toEqual(['saving', 'failed', 'saving', 'saved'])
  saver.restart(9)
  const last = saver.offer(named('B'))
  open()
  await last
  expect(calls.at(-1)).toEqual({ name: 'B', version: 9 })
})
