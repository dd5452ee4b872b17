import { join } from 'node:path'
import type { Live } from '../../../platform/live.ts'
import type { Log } from '../../../platform/log.ts'
import { shortageOf } from '../../../platform/shortage.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { Settling } from '../settle.ts'
import type { SourceRef } from '../sources/schema.ts'
import { intakeFault } from './faults.ts'
import { openGroups } from './groups.ts'
import { type Journal, openJournal } from './journal.ts'
import { type Call, type Made, openMaking } from './making.ts'
import { openRejects } from './rejects.ts'
import { arrivedSince, recallMessages, recallSessions } from './restart.ts'
import { openRoom } from './room.ts'
import type { Classify, Gate, Hear, Incoming, Intake } from './schema.ts'
import { openSessions } from './sessions.ts'
import { openSettling } from './settling.ts'
import { openStore } from './store.ts'
import { openStoring, type Limits as StoringLimits } from './storing.ts'
import { openTelling } from './telling.ts'
import { openWindow } from './window.ts'

export type IntakeDeps = {
  readonly warehouse: Warehouse
  readonly settle: (settling: Settling) => Promise<void>
  readonly live: Live
  readonly log: Log
  /** The folder of all data. */
  readonly directory: string
  readonly now: () => number
  readonly limits?: Partial<Limits>
  readonly journal?: Journal
}

export type Limits = StoringLimits & {
  /** Rows that may wait in all. */
  readonly waiting: number
}

const usualLimits: Limits = { waitMs: 250, rows: 8_000, waiting: 80_000, pauses: [100, 400, 1500, 4000] }

const dayMs = 24 * 3_600_000

/** Work that is asked for while it runs is not begun again. */
function shared(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  return () => {
    running ??= work().finally(() => {
      running = undefined
    })
    return running
  }
}

type Counts = Record<Made, number>

export function openIntake(deps: IntakeDeps) {
  const { warehouse, settle, live, log, directory, now } = deps
  const gates: Gate[] = []
  const hearers: Hear[] = []
  let classify: Classify = () => (_entry, given) => given ?? ''
  let closed = false
  let turn = 0
  const telling = openTelling(live)
  const rejects = openRejects(
    warehouse,
    (source, count) => telling.rejected(source.workspace, source.slug, count),
    log,
    now,
  )
  const store = openStore(
    warehouse,
    (source, row, why) => rejects.reject(source, [{ reason: 'engine.refused', field: '', detail: why, sample: row }]),
    log,
  )
  const limits = { ...usualLimits, ...deps.limits }
  const room = openRoom(limits.waiting)
  const { journal = openJournal({ folder: join(directory, 'journal'), log, now }) } = deps
  const storing = openStoring({ journal, store, limits, room, log })
  const groups = openGroups({ keep: storing.keep, room, log, now })
  const oldestMs = () => storing.oldestMs() ?? groups.oldestMs()
  const settling = openSettling({ settle, told: telling.settled, oldestMs, directory, log, now })
  const window = openWindow()
  const sessions = openSessions()
  const making = openMaking({ groups, window, sessions, telling, touch: settling.touch, reject: rejects.reject })

  async function admitted(workspace: string, incoming: readonly Incoming[]): Promise<readonly Incoming[]> {
    let left = incoming
    for (const gate of gates) left = await gate(workspace, left)
    return left
  }

  async function tellWhatIsSaid(source: SourceRef, incoming: readonly Incoming[]): Promise<void> {
    const speaking = incoming.filter(({ said }) => said !== undefined)
    if (speaking.length > 0) for (const hear of hearers) await hear(source, speaking)
  }

  const probe = shared(storing.probe)

  async function stored(): Promise<void> {
    await groups.flushed()
    await storing.stored()
  }

  const intake: Intake = {
    async take(source, incoming) {
      if (closed) throw intakeFault('intake.closed')
      if (room.isFull()) throw intakeFault('intake.overloaded', undefined, { retryAfter: 1 + (turn++ % 3) })
      await tellWhatIsSaid(source, incoming)
      const left = await admitted(source.workspace, incoming)
      const call: Call = { source, classify: await classify(source.workspace), receivedMs: now(), awaited: new Set() }
      const counts: Counts = { stored: 0, duplicates: 0, rejected: 0 }
      for (const one of left) counts[making.make(call, one)]++
      for (const group of call.awaited) await group
      return { stored: counts.stored, duplicates: counts.duplicates }
    },
    reject: rejects.reject,
    stored,
    async settled() {
      await stored()
      await rejects.flush()
      await settling.settled()
      telling.flush()
    },
  }

  return {
    ...intake,
    /** After rows of people were removed. */
    forget: making.forget,
    guard(gate: Gate): void {
      gates.push(gate)
    },
    /** What people said about consent is kept by others. */
    hear(hear: Hear): void {
      hearers.push(hear)
    },
    classify(rules: Classify): void {
      classify = rules
    },
    /** Goes on where the program ended: stores what was only kept, remembers what came, settles what was not. */
    async recover(): Promise<void> {
      await journal.recover(async (batch) => store.write(await store.missing(batch)))
      await recallMessages(warehouse, window, now())
      await recallSessions(warehouse, sessions, now())
      const since = (await settling.marked()) ?? now() - dayMs
      for await (const { workspace, anchor } of arrivedSince(warehouse, since)) settling.touch(workspace, [anchor])
    },
    /** Fails with a plain reason while events cannot be taken. */
    async ready(): Promise<void> {
      if (closed) throw intakeFault('intake.closed')
      if (room.isFull() && storing.isFailing()) throw intakeFault('intake.full')
      await probe().catch((error: unknown) => {
        throw Object.assign(intakeFault('intake.failing', shortageOf(error)?.message), { cause: error })
      })
    },
    /** Files of the journal that are damaged and lie aside. */
    damaged: journal.damaged,
    /** Rows that are kept and not in the engine yet. */
    waiting: room.rows,
    async close(): Promise<void> {
      closed = true
      await groups.flushed()
      await storing.close()
      await rejects.flush()
      await settling.close()
    },
  }
}
