import { dayOf } from '../../../kernel/period.ts'
import type { Log } from '../../../platform/log.ts'
import type { Workspace } from '../../admin/index.ts'
import type { SegmentCount } from './schema.ts'
import type { CountedDay, SegmentStore } from './store.ts'

export type CountingDeps = {
  readonly store: Pick<SegmentStore, 'all' | 'days' | 'counted' | 'workspaces'>
  readonly settingsOf: (workspace: string) => Promise<Workspace>
  /** How many people of how many a segment has now. */
  readonly measure: (workspace: string, segment: string) => Promise<{ people: number; everybody: number }>
  readonly log: Log
  readonly now: () => number
}

/** While somebody looks, a segment whose people may be others is counted at most so often. */
const patienceMs = 60_000
const looksEvery = 60 * 60_000

/** Keeps count of segments: once a day, after changes, and while somebody looks. */
export function openCounting({ store, settingsOf, measure, log, now }: CountingDeps) {
  const opened = now()
  const changedAt = new Map<string, number>()
  const waiting = new Map<string, Promise<SegmentCount>>()
  let queue: Promise<unknown> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  let closed = false

  async function countNow(workspace: string, segment: string): Promise<SegmentCount> {
    const { timeZone } = await settingsOf(workspace)
    const countedMs = now()
    const found = await measure(workspace, segment)
    await store.counted(workspace, segment, { day: dayOf(countedMs, timeZone), countedMs, ...found })
    return { ...found, at: new Date(countedMs).toISOString() }
  }

  /** Counts one after the other; who asks again meanwhile waits for the same count. */
  function count(workspace: string, segment: string): Promise<SegmentCount> {
    const before = waiting.get(segment)
    if (before) return before
    const counted = queue.then(() => countNow(workspace, segment))
    waiting.set(segment, counted)
    queue = counted
      .catch((error: unknown) => {
        if (!closed) log.error({ err: error, workspace, segment }, 'A segment could not be counted')
      })
      .finally(() => waiting.delete(segment))
    return counted
  }

  const soon = (workspace: string, segment: string): void => {
    count(workspace, segment).catch(() => undefined)
  }

  async function isDue(workspace: string, last: CountedDay | undefined): Promise<boolean> {
    if (!last) return true
    const { timeZone } = await settingsOf(workspace)
    const changed = (changedAt.get(workspace) ?? opened) >= last.countedMs
    return last.day !== dayOf(now(), timeZone) || (changed && now() - last.countedMs >= patienceMs)
  }

  async function runDue(): Promise<void> {
    for (const workspace of await store.workspaces()) {
      const today = dayOf(now(), (await settingsOf(workspace)).timeZone)
      const counted = await store.days(workspace, today)
      for (const { id } of await store.all(workspace)) if (!counted.has(id)) soon(workspace, id)
    }
  }

  return {
    count,
    soon,
    runDue,

    /** Whether a segment is being counted; starts to where its last count is too old. */
    async look(workspace: string, segment: string, last: CountedDay | undefined): Promise<boolean> {
      if (!waiting.has(segment) && (await isDue(workspace, last))) soon(workspace, segment)
      return waiting.has(segment)
    },

    /** The people of a workspace, or its segments, are others now. */
    changed(workspace: string): void {
      changedAt.set(workspace, now())
    },

    /** Counts every segment once a day. */
    start(): void {
      const look = () => {
        runDue().catch((error: unknown) => log.error({ err: error }, 'Segments were not counted'))
      }
      timer ??= setInterval(look, looksEvery)
      timer.unref()
      look()
    },

    async idle(): Promise<void> {
      while (waiting.size > 0) await queue
    },

    async close(): Promise<void> {
      closed = true
      clearInterval(timer)
      await queue
    },
  }
}

export type Counting = ReturnType<typeof openCounting>
