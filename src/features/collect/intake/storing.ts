import { setTimeout as pause } from 'node:timers/promises'
import { commonFault } from '../../../kernel/fault.ts'
import type { Log } from '../../../platform/log.ts'
import type { SourceRef } from '../sources/schema.ts'
import type { Group } from './groups.ts'
import type { Journal, Segment } from './journal.ts'
import { openLines } from './lines.ts'
import type { Room } from './room.ts'
import { type Signal, signal } from './signal.ts'
import type { Batch, Progress, Store } from './store.ts'

export type Limits = {
  /** How long durable rows wait for others before they are stored together. */
  readonly waitMs: number
  /** As many rows are stored at once. */
  readonly rows: number
  /** Pauses before further tries when the engine is busy; the last one holds from then on. */
  readonly pauses: readonly number[]
}

export type StoringDeps = {
  readonly journal: Pick<Journal, 'begin' | 'probe'>
  readonly store: Store
  readonly limits: Limits
  readonly room: Pick<Room, 'give'>
  readonly log: Log
}

/** Groups that are stored together: they share a file of the journal. */
type Bundle = {
  readonly segment: Segment
  readonly groups: Group[]
  rows: number
  bytes: number
  /** Settled when the bundle is in the engine, or left to the next start. */
  readonly stored: Signal
}

const bundleBytes = 16_000_000
/** As much as a small group takes on the disk. */
const fewBytes = 4_096

/** What the groups hold, as one. */
function batchOf(groups: readonly Group[], bytes: number): Batch {
  const rows = openLines(bytes)
  const sources: SourceRef[] = []
  const identities = new Map<string, Map<string, string>>()
  for (const group of groups) {
    rows.append(group.rows.bytes(0, group.rows.count))
    for (const source of group.sources) sources.push(source)
    for (const [workspace, lines] of group.identities) {
      const known = identities.get(workspace) ?? new Map<string, string>()
      for (const [anchor, line] of lines) if (!known.has(anchor)) known.set(anchor, line)
      identities.set(workspace, known)
    }
  }
  const [edges, traits] = [groups.flatMap((group) => group.edges), groups.flatMap((group) => group.traits)]
  return { rows, sources, identities, edges, traits }
}

/** Keeps groups in the journal at once and brings them to the engine a little later, many at a time, one insert in flight. */
export function openStoring({ journal, store, limits, room, log }: StoringDeps) {
  const queue: Bundle[] = []
  const closing = new AbortController()
  let open: Bundle | undefined
  let timer: NodeJS.Timeout | undefined
  let isAppending = false
  let isDue = false
  let running: Promise<void> | undefined
  /** Tries that failed since the engine took something. */
  let failures = 0
  /** Fails when the engine has failed for as long as anybody may be kept waiting. */
  let trouble = signal()
  /** What could not be kept since something was, in bytes. */
  let unkept = 0

  async function failed(error: unknown, rows: number): Promise<void> {
    failures++
    log.warn({ err: error, rows, failures }, 'Events could not be brought to the engine yet')
    if (failures >= limits.pauses.length) {
      trouble.end(commonFault('engine.busy'))
      trouble = signal()
    }
    const ms = limits.pauses[Math.min(failures, limits.pauses.length) - 1] ?? 1000
    await pause(ms, undefined, { signal: closing.signal }).catch(() => undefined)
  }

  /** Tries until the engine takes it, for whoever sent it was told that it is kept; false: the end came before. */
  async function storeWell({ groups, rows, bytes }: Bundle): Promise<boolean> {
    let left: Batch | undefined
    let progress: Progress = { rows: 0 }
    for (;;) {
      const isLast = closing.signal.aborted
      try {
        left = left ? await store.missing(left, progress.rows) : batchOf(groups, bytes)
        progress = { rows: 0 }
        await store.write(left, progress)
        failures = 0
        return true
      } catch (error) {
        await failed(error, rows)
        if (isLast) return false
      }
    }
  }

  const drop = ({ segment }: Bundle): Promise<void> =>
    segment.drop().catch((error: unknown) => log.warn({ err: error }, 'A file of the journal is left'))

  async function work(): Promise<void> {
    for (let bundle = queue[0]; bundle; bundle = queue[0]) {
      // What the engine does not take before the end stays in the journal for the next start.
      if (!(await storeWell(bundle))) break
      await drop(bundle)
      queue.shift()
      room.give(bundle.rows, bundle.bytes)
      for (const one of bundle.groups.flatMap(({ stored }) => stored)) one()
      bundle.stored.end()
    }
    for (const bundle of queue) bundle.stored.end(commonFault('engine.busy', 'The server is stopping'))
  }

  function run(): void {
    running ??= work()
      .catch((error: unknown) => log.error({ err: error }, 'The storing of events was interrupted'))
      .finally(() => {
        running = undefined
        if (queue.length > 0 && !closing.signal.aborted) run()
      })
  }

  /** The open bundle takes no more and is stored as soon as those before it are. */
  function handOver(): void {
    clearTimeout(timer)
    isDue = false
    if (!open) return
    const bundle = open
    open = undefined
    if (bundle.groups.length > 0) {
      queue.push(bundle)
      run()
    } else void drop(bundle).then(() => bundle.stored.end())
  }

  /** At once, or once the group is kept that is being written. */
  const hurry = (): void => {
    if (isAppending) isDue = true
    else handOver()
  }

  async function begin(): Promise<Bundle> {
    const bundle = { segment: await journal.begin(), groups: [], rows: 0, bytes: 0, stored: signal() }
    timer = setTimeout(hurry, limits.waitMs).unref()
    return bundle
  }

  return {
    /** Resolves once a group is durable; one at a time. */
    async keep(group: Group): Promise<void> {
      isAppending = true
      try {
        open ??= await begin()
        await open.segment.append(group)
        unkept = 0
        open.groups.push(group)
        open.rows += group.rows.count
        open.bytes += group.rows.size
        isDue ||= open.rows >= limits.rows || open.bytes >= bundleBytes
      } catch (error) {
        unkept = Math.max(fewBytes, group.rows.size)
        // A file takes nothing more after a write that failed.
        isDue = true
        throw error
      } finally {
        isAppending = false
        if (isDue) handOver()
      }
    },
    /** Fails for the reason for which a group could not be kept now. */
    async probe(): Promise<void> {
      await journal.probe(Math.max(fewBytes, unkept))
    },
    /** Whether the engine took nothing at the last try. */
    isFailing: () => failures > 0,
    /** When the oldest row that is durable, but not in the engine, came; undefined: there is none. */
    oldestMs: () => (queue[0] ?? open)?.groups[0]?.openedMs,
    /** Resolves once everything kept until now is in the engine; the fault `engine.busy` while that fails for long. */
    async stored(): Promise<void> {
      const last = open ?? queue.at(-1)
      hurry()
      if (last) await Promise.race([last.stored.done, trouble.done])
    },
    /** Tries once more with what is left. */
    async close(): Promise<void> {
      closing.abort()
      hurry()
      while (running) await running
    },
  }
}
