import type { Live } from '../../../platform/live.ts'
import type { Log } from '../../../platform/log.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { Settling } from '../settle.ts'
import type { SourceRef } from '../sources/schema.ts'
import { intakeFault } from './faults.ts'
import { type Limits, openGroups } from './groups.ts'
import { type Call, type Made, openMaking } from './making.ts'
import { openRejects } from './rejects.ts'
import { arrivedSince, recallMessages, recallSessions } from './restart.ts'
import type { Classify, Gate, Hear, Incoming, Intake } from './schema.ts'
import { openSessions } from './sessions.ts'
import { openSettling } from './settling.ts'
import { openStore } from './store.ts'
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
}

const usualLimits: Omit<Limits, 'now'> = {
  waitMs: 25,
  longestMs: 80,
  rows: 5_000,
  waiting: 60_000,
  pauses: [100, 400, 1500, 4000],
}

const dayMs = 24 * 3_600_000

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
  const groups = openGroups(store, { ...usualLimits, ...deps.limits, now }, log)
  const settling = openSettling({ settle, told: telling.settled, oldestMs: groups.oldestMs, directory, log, now })
  const window = openWindow()
  const sessions = openSessions()
  const make = openMaking({ groups, window, sessions, telling, touch: settling.touch, reject: rejects.reject })

  async function admitted(workspace: string, incoming: readonly Incoming[]): Promise<readonly Incoming[]> {
    let left = incoming
    for (const gate of gates) left = await gate(workspace, left)
    return left
  }

  async function tellWhatIsSaid(source: SourceRef, incoming: readonly Incoming[]): Promise<void> {
    const speaking = incoming.filter(({ said }) => said !== undefined)
    if (speaking.length > 0) for (const hear of hearers) await hear(source, speaking)
  }

  const intake: Intake = {
    async take(source, incoming) {
      if (closed) throw intakeFault('intake.closed')
      if (groups.isFull()) throw intakeFault('intake.overloaded', undefined, { retryAfter: 1 + (turn++ % 3) })
      await tellWhatIsSaid(source, incoming)
      const left = await admitted(source.workspace, incoming)
      const call: Call = { source, classify: await classify(source.workspace), receivedMs: now(), awaited: new Set() }
      const counts: Counts = { stored: 0, duplicates: 0, rejected: 0 }
      for (const one of left) counts[make(call, one)]++
      for (const group of call.awaited) await group
      return { stored: counts.stored, duplicates: counts.duplicates }
    },
    reject: rejects.reject,
    async settled() {
      await groups.idle()
      await rejects.flush()
      await settling.settled()
      telling.flush()
    },
  }

  return {
    ...intake,
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
    /** Remembers what came before the program started, and settles what was not. */
    async recover(): Promise<void> {
      await recallMessages(warehouse, window, now())
      await recallSessions(warehouse, sessions, now())
      const since = (await settling.marked()) ?? now() - dayMs
      for await (const { workspace, anchor } of arrivedSince(warehouse, since)) settling.touch(workspace, [anchor])
    },
    async close(): Promise<void> {
      closed = true
      await groups.idle()
      await rejects.flush()
      await settling.close()
    },
  }
}
