import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from '../../../platform/log.ts'
import type { SourceRef } from '../sources/schema.ts'
import type { Group } from './groups.ts'
import type { Journal, Segment } from './journal.ts'
import { openLines } from './lines.ts'
import type { Room } from './room.ts'
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
  readonly journal: Pick<Journal, 'begin'>
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
  /** Resolves when the bundle is stored, or left to the next start. */
  readonly done: Promise<void>
  readonly end: () => void
}

const bundleBytes = 16_000_000

function newBundle(segment: Segment): Bundle {
  let end = () => {}
  const done = new Promise<void>((resolve) => {
    end = resolve
  })
  return { segment, groups: [], rows: 0, bytes: 0, done, end }
}

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
  let open: Bundle | undefined
  let timer: NodeJS.Timeout | undefined
  let isAppending = false
  let isDue = false
  let running: Promise<void> | undefined
  let closing = false

  /** Tries until the engine takes it: whoever sent it was told that it is kept. */
  async function storeWell(batch: Batch): Promise<boolean> {
    let left = batch
    let progress: Progress = { rows: 0 }
    for (let tried = 0; ; tried++) {
      try {
        if (tried > 0) left = await store.missing(left, progress.rows)
        progress = { rows: 0 }
        await store.write(left, progress)
        return true
      } catch (error) {
        log.warn({ err: error, rows: batch.rows.count }, 'Events could not be brought to the engine yet')
      }
      if (closing) return false
      await pause(limits.pauses[Math.min(tried, limits.pauses.length - 1)] ?? 1000)
    }
  }

  const drop = ({ segment }: Bundle): Promise<void> =>
    segment.drop().catch((error: unknown) => log.warn({ err: error }, 'A file of the journal is left'))

  async function run(): Promise<void> {
    for (let bundle = queue[0]; bundle; bundle = queue[0]) {
      // What the engine does not take before the end stays in the journal for the next start.
      if (!(await storeWell(batchOf(bundle.groups, bundle.bytes)))) break
      await drop(bundle)
      queue.shift()
      room.give(bundle.rows, bundle.bytes)
      for (const one of bundle.groups.flatMap(({ stored }) => stored)) one()
      bundle.end()
    }
    for (const bundle of queue) bundle.end()
    running = undefined
  }

  /** The open bundle takes no more and is stored as soon as those before it are. */
  function handOver(): void {
    clearTimeout(timer)
    timer = undefined
    isDue = false
    if (!open) return
    if (open.groups.length > 0) queue.push(open)
    else void drop(open)
    open = undefined
    running ??= run()
  }

  /** At once, or once the group is kept that is being written. */
  const hurry = (): void => {
    if (isAppending) isDue = true
    else handOver()
  }

  async function begin(): Promise<Bundle> {
    const bundle = newBundle(await journal.begin())
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
        open.groups.push(group)
        open.rows += group.rows.count
        open.bytes += group.rows.size
        isDue ||= open.rows >= limits.rows || open.bytes >= bundleBytes
      } catch (error) {
        // What follows in a file after a row that is not whole could not be read again.
        isDue = true
        throw error
      } finally {
        isAppending = false
        if (isDue) handOver()
      }
    },
    /** When the oldest row that is durable, but not in the engine, came; undefined: there is none. */
    oldestMs: () => (queue[0] ?? open)?.groups[0]?.openedMs,
    /** Everything kept until now is in the engine. */
    async stored(): Promise<void> {
      const last = open ?? queue.at(-1)
      hurry()
      await last?.done
    },
    async close(): Promise<void> {
      closing = true
      hurry()
      while (running) await running
    },
  }
}
