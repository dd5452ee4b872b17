import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Answer, Delivery, Note } from '../../../capture/schema.ts'
import { bestFit, startOf } from './fit.ts'
import { type Kept, lastNotes, marked, mayUndo, outlived, pauseAfter, planOf } from './outbox.ts'
import { openPost, type PostState, type Sent } from './post.ts'
import type { Shelf } from './shelf.ts'

const note = (id: string, at: number): Note => ({
  what: 'note',
  kind: 'walk_in',
  id,
  at,
  customer: '',
  amount: '',
  text: '',
})

const answer = (id: string, at: number): Answer => {
  const { customer, amount } = note(id, at)
  const stood = { order: [], position: 1, seed: 1, language: 'de', suspected: false } as const
  return { ...stood, what: 'answer', id, at, customer, amount, tile: 'suche', text: '', order: [] }
}

const kept = (message: Answer | Note, facts: Partial<Kept> = {}): Kept => ({
  id: message.id,
  outbox: 'x',
  message,
  due: message.at,
  tries: 0,
  sent: false,
  undone: 0,
  ...facts,
})

function memoryShelf(): Shelf & { readonly held: Map<string, Kept> } {
  const held = new Map<string, Kept>()
  return {
    held,
    all: async (outbox) => [...held.values()].filter((one) => one.outbox === outbox),
    change: async (ids, change) => {
      for (const id of ids) {
        const one = held.get(id)
        const next = one && change(one)
        if (next === null) held.delete(id)
        else if (next !== undefined) held.set(id, next)
      }
    },
    add: async (one) => {
      held.set(one.id, one)
    },
    config: async () => undefined,
    setConfig: async () => {},
  }
}

/** A device with a clock and timers of its own, and a server that answers as it is told. */
function device(answers: (delivery: Delivery) => Promise<Sent> | Sent) {
  const shelf = memoryShelf()
  let now = 0
  let timer: { at: number; work: () => void } | undefined
  let state: PostState = { waiting: 0, revoked: false, failing: false, kept: [] }
  const sent: Delivery[] = []
  const post = openPost({
    outbox: 'x',
    shelf,
    send: async (delivery) => {
      sent.push(delivery)
      return answers(delivery)
    },
    burstMs: () => 12_000,
    onState: (next) => {
      state = next
    },
    now: () => now,
    chance: () => 1,
    after: (ms, work) => {
      timer = { at: now + ms, work }
      return () => {
        timer = undefined
      }
    },
    alone: (work) => work(),
  })
  const idle = async (): Promise<void> => {
    for (let i = 0; i < 30; i++) await post.go()
  }
  return {
    shelf,
    post,
    sent,
    idle,
    state: () => state,
    timerAt: () => timer?.at,
    /** Lets time pass, with the timers that end in it. */
    async pass(ms: number): Promise<void> {
      const until = now + ms
      while (timer && timer.at <= until) {
        const { at, work } = timer
        now = Math.max(now, at)
        timer = undefined
        work()
        await post.go()
      }
      now = until
      await post.go()
    },
  }
}

const takes = ({ messages, withdrawals }: Delivery): Sent => ({
  kind: 'taken',
  receipt: { taken: [...messages, ...withdrawals].map((one) => idIn(one)), refused: [] },
})
const idIn = (one: unknown): string =>
  typeof one === 'object' && one !== null && 'id' in one && typeof one.id === 'string' ? one.id : ''

describe('the post of a device', () => {
  test('waits until a message is due, sends it once and remembers that it did', async () => {
    const { post, sent, pass, state } = device(takes)
    await post.add({ id: 'a', message: note('a', 0), due: 10_000 })
    await pass(9_000)
    expect([sent.length, state().waiting]).toEqual([0, 1])
    await pass(2_000)
    expect([sent.length, state().waiting]).toEqual([1, 0])
    await pass(100_000)
    expect(sent).toHaveLength(1)
  })

  test('tries again with growing pauses, and at once when the network is back', async () => {
    let down = true
    const { post, sent, pass, state, timerAt } = device((delivery) => (down ? { kind: 'later' } : takes(delivery)))
    await post.add({ id: 'a', message: note('a', 0), due: 0 })
    await post.go()
    expect(timerAt()).toBeGreaterThan(0)
    await pass(60_000)
    const tried = sent.length
    expect(tried).toBeGreaterThan(3)
    expect(state().waiting).toBe(1)
    down = false
    await post.hurry()
    await post.go()
    expect(state().waiting).toBe(0)
  })

  test('forgets what is taken back before it left, and withdraws what may have arrived', async () => {
    let down = false
    const { post, sent, pass, shelf } = device((delivery) => (down ? { kind: 'later' } : takes(delivery)))
    await post.add({ id: 'held', message: note('held', 0), due: 10_000 })
    await post.undo('held')
    expect(shelf.held.size).toBe(0)
    down = true
    await post.add({ id: 'tried', message: note('tried', 0), due: 0 })
    await pass(1_000)
    await post.undo('tried')
    down = false
    await post.hurry()
    await pass(10_000)
    const last = sent.at(-1)
    expect(last).toMatchObject({ messages: [], withdrawals: [{ id: 'tried', at: 0 }] })
    expect(shelf.held.size).toBe(0)
  })

  test('marks a burst before it leaves, and stops when its link is revoked', async () => {
    let revoked = false
    const { post, sent, pass, state } = device((delivery) => (revoked ? { kind: 'revoked' } : takes(delivery)))
    for (const at of [0, 3_000, 6_000])
      await post.add({ id: `a${at}`, message: answer(`a${at}`, at), due: at + 12_000 })
    await pass(20_000)
    const left = sent.flatMap(({ messages }) => messages)
    expect(left).toHaveLength(3)
    expect(left).toEqual(left.map(() => expect.objectContaining({ suspected: true })))
    revoked = true
    await post.add({ id: 'b', message: note('b', 20_000), due: 0 })
    await pass(1_000)
    expect(state()).toMatchObject({ revoked: true, waiting: 1 })
  })

  test('loses and doubles nothing, whatever the network does', async () => {
    const acts = fc.array(
      fc.oneof(
        fc.record({ act: fc.constant('note' as const), hold: fc.integer({ min: 0, max: 10_000 }) }),
        fc.record({ act: fc.constant('undo' as const), which: fc.nat(20) }),
        fc.record({ act: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 40_000 }) }),
        fc.record({ act: fc.constant('network' as const), to: fc.constantFrom('up', 'down', 'answer lost') }),
      ),
      { maxLength: 40 },
    )
    await fc.assert(
      fc.asyncProperty(acts, async (list) => {
        let network = 'up'
        const arrived = new Set<string>()
        const withdrawn = new Set<string>()
        const { post, pass, state } = device((delivery) => {
          if (network === 'down') return { kind: 'later' }
          for (const id of delivery.withdrawals.map(idIn)) {
            withdrawn.add(id)
            arrived.delete(id)
          }
          for (const message of delivery.messages) if (!withdrawn.has(idIn(message))) arrived.add(idIn(message))
          return network === 'up' ? takes(delivery) : { kind: 'later' }
        })
        const wanted: string[] = []
        const undone = new Set<string>()
        let count = 0
        for (const one of list) {
          if (one.act === 'note') {
            const id = `n${count++}`
            wanted.push(id)
            await post.add({ id, message: note(id, 0), due: one.hold })
          }
          if (one.act === 'undo' && wanted[one.which] !== undefined) {
            undone.add(wanted[one.which] ?? '')
            await post.undo(wanted[one.which] ?? '')
          }
          if (one.act === 'pass') await pass(one.ms)
          if (one.act === 'network') network = one.to
        }
        network = 'up'
        await post.hurry()
        await pass(700_000)
        expect(state().waiting).toBe(0)
        expect([...arrived].sort()).toEqual(wanted.filter((id) => !undone.has(id)).sort())
      }),
      { numRuns: 150 },
    )
  })
})

describe('what a device keeps', () => {
  test('shows the last five notes and forgets older ones that are sent', () => {
    const notes = Array.from({ length: 8 }, (_, i) => kept(note(`n${i}`, i), { sent: true, tries: 1 }))
    expect(lastNotes(notes).map(({ id }) => id)).toEqual(['n7', 'n6', 'n5', 'n4', 'n3'])
    expect(outlived(notes, 3_600_000).map(({ id }) => id)).toEqual(['n0', 'n1', 'n2'])
    expect(outlived(notes, 60_000)).toEqual([])
  })

  test('can be taken back for ten minutes', () => {
    expect(mayUndo(kept(note('a', 0)), 599_999)).toBe(true)
    expect(mayUndo(kept(note('a', 0)), 600_000)).toBe(false)
  })

  test('counts answers that are sent already when it looks for a burst', () => {
    const list = [
      kept(answer('a', 0), { sent: true, tries: 1 }),
      kept(answer('b', 2000), { sent: true, tries: 1 }),
      kept(answer('c', 4000)),
    ]
    expect(marked(list, 12_000).map(({ message }) => message.what === 'answer' && message.suspected)).toEqual([
      false,
      false,
      true,
    ])
  })

  test('goes in portions', () => {
    const list = Array.from({ length: 250 }, (_, i) => kept(note(`n${i}`, i)))
    const { messages, next } = planOf(list, 1000)
    expect([messages.length, next]).toEqual([100, 1000])
  })

  test('pauses longer after every failure, five minutes at most', () => {
    expect([1, 2, 3, 20].map((failures) => pauseAfter(failures, 1))).toEqual([2000, 4000, 8000, 300_000])
    expect(pauseAfter(1, 0)).toBe(1000)
  })
})

describe('the tiles', () => {
  test.each([
    [6, 992, 480],
    [8, 992, 480],
    [9, 736, 720],
    [7, 358, 560],
    [9, 358, 560],
  ])('%i of them fit a space of %i x %i', (count, width, height) => {
    const { columns, rows, font } = bestFit(count, width, height, 11)
    expect(columns * rows).toBeGreaterThanOrEqual(count)
    expect(font).toBeGreaterThanOrEqual(14)
    expect(height / rows).toBeGreaterThan(font * 4)
  })

  test('of an incomplete last row stand in its middle', () => {
    expect([0, 1, 2, 3, 4, 5, 6].map((place) => startOf(place, 7, 3))).toEqual([1, 3, 5, 1, 3, 5, 3])
    expect([6, 7].map((place) => startOf(place, 8, 3))).toEqual([2, 4])
  })
})
