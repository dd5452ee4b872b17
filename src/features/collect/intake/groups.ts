import { setTimeout as pause } from 'node:timers/promises'
import { commonFault } from '../../../kernel/fault.ts'
import type { Log } from '../../../platform/log.ts'
import type { SourceRef } from '../sources/schema.ts'
import { type Lines, openLines } from './lines.ts'
import type { Batch } from './store.ts'

/** Events that are stored together: `done` resolves when they are durable. */
export type Group = {
  readonly rows: Lines
  /** Where each row comes from. */
  readonly sources: SourceRef[]
  readonly stored: { rows: number }
  readonly identities: Map<string, Map<string, string>>
  readonly edges: string[]
  readonly traits: string[]
  /** Called when the group is durable, or has failed. */
  readonly after: ((stored: boolean) => void)[]
  readonly done: Promise<void>
  readonly openedMs: number
}

type Open = Group & {
  readonly openedAt: number
  readonly end: (error?: unknown) => void
  readonly full: () => void
  readonly isFull: Promise<void>
}

export type Limits = {
  /** How long the first row of a group waits for others, and how long at most while others keep coming. */
  readonly waitMs: number
  readonly longestMs: number
  /** As many rows are stored at once. */
  readonly rows: number
  /** Rows that may wait in all. */
  readonly waiting: number
  /** Pauses before further tries when the engine is busy. */
  readonly pauses: readonly number[]
  readonly now: () => number
}

const momentMs = 3
/** Fewer rows are never worth an insert before their time. */
const fewRows = 16
const groupBytes = 16_000_000
const mostBytes = 96_000_000

function newGroup(now: () => number, room: number): Open {
  let end: Open['end'] = () => {}
  let full: Open['full'] = () => {}
  const done = new Promise<void>((resolve, reject) => {
    end = (error) => (error === undefined ? resolve() : reject(error))
  })
  done.catch(() => undefined)
  const isFull = new Promise<void>((resolve) => {
    full = resolve
  })
  const lists = {
    rows: openLines(room),
    sources: [],
    stored: { rows: 0 },
    identities: new Map(),
    edges: [],
    traits: [],
    after: [],
  }
  return { ...lists, done, end, full, isFull, openedMs: now(), openedAt: performance.now() }
}

/** Collects rows to groups and stores one group at a time. */
export function openGroups(store: (batch: Batch) => Promise<void>, limits: Limits, log: Log) {
  const queue: Open[] = []
  let waiting = 0
  let waitingBytes = 0
  let running: Promise<void> | undefined
  let storing: Open | undefined
  let lastRows = 0
  let lastBytes = 0

  const isWhole = ({ rows }: Open): boolean => rows.count >= limits.rows || rows.size >= groupBytes

  async function storeWell(group: Open): Promise<void> {
    for (const wait of limits.pauses) {
      try {
        return await store(group)
      } catch (error) {
        log.warn({ err: error, rows: group.rows.count }, 'Events could not be stored yet')
      }
      await pause(wait)
    }
    return store(group)
  }

  async function finish(group: Open): Promise<void> {
    try {
      await storeWell(group)
      for (const one of group.after) one(true)
      group.end()
    } catch (error) {
      log.error({ err: error, rows: group.rows.count }, 'Events could not be stored')
      for (const one of group.after) one(false)
      group.end(commonFault('engine.busy', 'The events could not be stored; send them again'))
    }
  }

  /**
   * Waits until a group is worth an insert: nothing came for a moment, and either its time is over or as many rows are
   * there as last time, which is when everybody who waited for that insert has come back.
   */
  async function gathered(group: Open): Promise<void> {
    for (;;) {
      const before = group.rows.count
      const timer = new AbortController()
      const moment = pause(Math.min(momentMs, limits.waitMs), undefined, { signal: timer.signal }).catch(
        () => undefined,
      )
      await Promise.race([moment, group.isFull])
      timer.abort()
      const waited = performance.now() - group.openedAt
      if (isWhole(group) || waited >= limits.longestMs) return
      const isQuiet = group.rows.count === before
      if (isQuiet && (waited >= limits.waitMs || before >= Math.max(fewRows, lastRows))) return
    }
  }

  async function run(): Promise<void> {
    for (let group = queue[0]; group; group = queue[0]) {
      if (!isWhole(group)) await gathered(group)
      lastRows = group.rows.count
      lastBytes = group.rows.size
      storing = queue.shift()
      await finish(group)
      storing = undefined
      waiting -= group.rows.count
      waitingBytes -= group.rows.size
    }
    running = undefined
  }

  return {
    isFull: () => waiting >= limits.waiting || waitingBytes >= mostBytes,
    /** The group that takes further rows. */
    open(): Group {
      const last = queue.at(-1)
      if (last && !isWhole(last)) return last
      const group = newGroup(limits.now, Math.max(16_384, lastBytes + lastBytes / 4))
      queue.push(group)
      running ??= run()
      return group
    },
    push(line: string, source: SourceRef): void {
      const group = queue.at(-1)
      if (!group) throw new Error('No group is open')
      const before = group.rows.size
      group.rows.add(line)
      group.sources.push(source)
      waiting++
      waitingBytes += group.rows.size - before
      if (isWhole(group)) group.full()
    },
    /** When the oldest row that is not durable came; undefined: all are. */
    oldestMs: () => storing?.openedMs ?? queue[0]?.openedMs,
    async idle(): Promise<void> {
      while (running) await running
    },
  }
}

export type Groups = ReturnType<typeof openGroups>
