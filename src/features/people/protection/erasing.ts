import { randomUUID } from 'node:crypto'
import type { Log } from '../../../platform/log.ts'
import { retrying } from '../../../platform/retrying.ts'
import type { Erase } from './erase.ts'
import { protectionFault } from './faults.ts'
import type { Order, Orders, Subject } from './orders.ts'

export type ErasingDeps = {
  readonly orders: Orders
  readonly erase: Erase
  readonly log: Log
  readonly now: () => number
  /** Between the tries of an erasure that fails, in ms. */
  readonly pauses?: readonly number[] | undefined
}

type Named = Pick<Order, 'id' | 'workspace'>

export type NewErasure = {
  readonly workspace: string
  readonly reason: Order['reason']
  readonly subject: Subject
  readonly by: string | null
}

/** Carries orders out, again and again until they are done, also those that an earlier run of the program left. */
export function openErasing({ orders, erase, log, now, pauses }: ErasingDeps) {
  const ending = new AbortController()
  const { signal } = ending
  const tries = new Map<string, Promise<void>>()
  const loops = new Map<string, Promise<void>>()

  /** Joins the try that runs, or begins one. */
  function attempt(order: Named): Promise<void> {
    const running = tries.get(order.id)
    if (running) return running
    const turn = erase(order, signal).finally(() => tries.delete(order.id))
    tries.set(order.id, turn)
    return turn
  }

  function carryOn(order: Named): void {
    const { id, workspace } = order
    if (loops.has(id)) return
    const loop = retrying(() => attempt(order), {
      signal,
      ...(pauses ? { pauses } : {}),
      failed: async (error, count) => {
        if (count === 1) log.error({ err: error, workspace, erasure: id }, 'An erasure failed; it is tried again')
        await orders.noteFailure(id, new Date(now())).catch(() => undefined)
      },
      recovered: (count) => log.info({ workspace, erasure: id, tries: count }, 'An erasure that had failed is done'),
    })
    loops.set(
      id,
      loop.catch(() => undefined).finally(() => loops.delete(id)),
    )
  }

  return {
    /** Records an order, before anything is removed, or gives the one about the same person. */
    record: (asked: NewErasure): Promise<Order> =>
      orders.record({ ...asked, id: randomUUID(), askedAt: new Date(now()) }),

    /** Resolves when the order is done; the fault `erasure.unfinished` where a try fails and others will follow. */
    async done(order: Named): Promise<void> {
      carryOn(order)
      await attempt(order).catch(() => {
        throw protectionFault('erasure.unfinished')
      })
    },

    /** Takes up what an earlier run of the program left. */
    async resume(): Promise<void> {
      for (const order of await orders.all()) carryOn(order)
    },

    /** Resolves when nothing is tried any more. */
    async idle(): Promise<void> {
      await Promise.all(loops.values())
    },

    async close(): Promise<void> {
      ending.abort(new Error('The program ends'))
      await Promise.all(loops.values())
    },
  }
}

export type Erasing = ReturnType<typeof openErasing>
