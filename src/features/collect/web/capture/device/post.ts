import type { Delivery, Receipt } from '../../../capture/schema.ts'
import { isOpen, type Kept, marked, outlived, pauseAfter, planOf } from './outbox.ts'
import type { Shelf } from './shelf.ts'

export type Sent =
  | { readonly kind: 'taken'; readonly receipt: Receipt }
  /** Not now; after so many ms at the earliest, where the server said so. */
  | { readonly kind: 'later'; readonly afterMs?: number }
  | { readonly kind: 'revoked' }

export type PostState = {
  readonly waiting: number
  readonly revoked: boolean
  /** The last try failed. */
  readonly failing: boolean
  readonly kept: readonly Kept[]
}

export type PostOptions = {
  readonly outbox: string
  readonly shelf: Shelf
  readonly send: (delivery: Delivery) => Promise<Sent>
  readonly burstMs: () => number
  readonly onState: (state: PostState) => void
  readonly now?: () => number
  readonly chance?: () => number
  /** Waits and then does it; returns how to forget it. */
  readonly after?: (ms: number, work: () => void) => () => void
  /** Lets one page of the device send at a time. */
  readonly alone?: (work: () => Promise<void>) => Promise<void>
}

const later = (ms: number, work: () => void): (() => void) => {
  const timer = setTimeout(work, ms)
  return () => clearTimeout(timer)
}

async function oneAtATime(work: () => Promise<void>): Promise<void> {
  if (!('locks' in navigator)) return work()
  await navigator.locks.request('fernweh-capture', work)
}

const idsOf = (list: readonly { readonly id: string }[]): string[] => list.map(({ id }) => id)

/** Carries the messages of one outbox to the server, each exactly once as far as the server counts. */
export function openPost(options: PostOptions) {
  const { outbox, shelf, send, burstMs, onState, now = Date.now, chance = Math.random } = options
  const { after = later, alone = oneAtATime } = options
  let failures = 0
  let revoked = false
  let closed = false
  let forgetTimer = () => {}
  let running: Promise<void> | undefined
  let again = false

  async function tell(): Promise<readonly Kept[]> {
    const kept = await shelf.all(outbox)
    onState({ waiting: kept.filter(isOpen).length, revoked, failing: failures > 0, kept })
    return kept
  }

  function wakeIn(ms: number): void {
    forgetTimer()
    if (!closed) forgetTimer = after(Math.max(0, Math.min(ms, 2 ** 30)), () => void go())
  }

  async function settle({ taken, refused }: Receipt, sent: ReadonlySet<string>): Promise<void> {
    await shelf.change(refused, () => null)
    await shelf.change(taken, (one) => (one.undone > 0 && !sent.has(one.id) ? null : { ...one, sent: true }))
  }

  /** One delivery; says in how many ms there is something to do again. */
  async function deliver(): Promise<number | undefined> {
    const before = await shelf.all(outbox)
    const kept = marked(before, burstMs())
    const plan = planOf(kept, now())
    await shelf.change(idsOf([...plan.forget, ...outlived(kept, now())]), (one) =>
      one.sent || one.undone > 0 ? null : undefined,
    )
    const wake = plan.next === undefined ? undefined : plan.next - now()
    if (plan.messages.length === 0 && plan.withdrawals.length === 0) return wake
    const suspected = new Set(
      kept.filter(({ message }) => message.what === 'answer' && message.suspected).map(({ id }) => id),
    )
    const leaving: Kept[] = []
    await shelf.change(idsOf(plan.messages), (one) => {
      if (one.undone > 0 || one.sent) return undefined
      const { message } = one
      const next = message.what === 'answer' && suspected.has(one.id) ? { ...message, suspected: true } : message
      const tried = { ...one, message: next, tries: one.tries + 1 }
      leaving.push(tried)
      return tried
    })
    const outcome = await send({
      sent: now(),
      waiting: kept.filter(isOpen).length,
      messages: leaving.map(({ message }) => message),
      withdrawals: plan.withdrawals.map(({ id, at, undone }) => ({ id, at, undone })),
    })
    return digest(outcome, new Set(idsOf(leaving)), wake)
  }

  async function digest(
    outcome: Sent,
    sent: ReadonlySet<string>,
    wake: number | undefined,
  ): Promise<number | undefined> {
    if (outcome.kind === 'revoked') {
      revoked = true
      return undefined
    }
    if (outcome.kind === 'later') {
      failures++
      return Math.max(outcome.afterMs ?? 0, pauseAfter(failures, chance()))
    }
    failures = 0
    revoked = false
    await settle(outcome.receipt, sent)
    return Math.min(wake ?? 0, 0)
  }

  async function run(): Promise<void> {
    await alone(async () => {
      const wake = await deliver().catch(() => {
        failures++
        return pauseAfter(failures, chance())
      })
      if (wake !== undefined) wakeIn(wake)
    })
    await tell()
  }

  async function runUntilQuiet(): Promise<void> {
    do {
      again = false
      await run()
    } while (again && !closed)
  }

  /** Sends what may go; asked again while it works, it looks once more before it ends. */
  async function go(): Promise<void> {
    if (closed) return
    again = true
    running ??= runUntilQuiet().finally(() => {
      running = undefined
    })
    await running
  }

  return {
    go,
    tell,
    /** The network came back: no need to wait any longer. */
    hurry(): Promise<void> {
      failures = Math.min(failures, 1)
      return go()
    },
    async add(kept: Omit<Kept, 'outbox' | 'tries' | 'sent' | 'undone'>): Promise<void> {
      await shelf.add({ ...kept, outbox, tries: 0, sent: false, undone: 0 })
      await tell()
      void go()
    },
    /** Changes a message that has not left yet; says whether it still could. */
    async amend(id: string, change: (kept: Kept) => Kept): Promise<boolean> {
      let done = false
      await shelf.change([id], (one) => {
        if (one.tries > 0 || one.sent) return undefined
        done = true
        return change(one)
      })
      await tell()
      void go()
      return done
    },
    async undo(id: string): Promise<void> {
      await shelf.change([id], (one) => (one.tries === 0 ? null : { ...one, undone: now() }))
      await tell()
      void go()
    },
    close(): void {
      closed = true
      forgetTimer()
    },
  }
}

export type Post = ReturnType<typeof openPost>
