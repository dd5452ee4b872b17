import type { Log } from '../../../platform/log.ts'
import { shortageOf } from '../../../platform/shortage.ts'
import type { SourceRef } from '../sources/schema.ts'
import { intakeFault } from './faults.ts'
import { type Lines, openLines } from './lines.ts'
import type { Room } from './room.ts'
import { type Signal, signal } from './signal.ts'

/** Events that become durable together. */
export type Group = {
  readonly rows: Lines
  /** Where each row comes from. */
  readonly sources: SourceRef[]
  readonly identities: Map<string, Map<string, string>>
  readonly edges: string[]
  readonly traits: string[]
  /** Called when the group is durable, or could not be made so. */
  readonly durable: ((isDurable: boolean) => void)[]
  /** Called when the group is in the engine. */
  readonly stored: (() => void)[]
  /** Resolves when the group is durable. */
  readonly done: Promise<void>
  readonly openedMs: number
}

type Open = Group & Signal

const groupRows = 5_000
const groupBytes = 8_000_000

function newGroup(nowMs: number, room: number): Open {
  const lists = {
    rows: openLines(room),
    sources: [],
    identities: new Map(),
    edges: [],
    traits: [],
    durable: [],
    stored: [],
  }
  return { ...lists, ...signal(), openedMs: nowMs }
}

const isWhole = ({ rows }: Group): boolean => rows.count >= groupRows || rows.size >= groupBytes

/** The rest of a turn of the event loop, in which whatever came at the same time joins the group. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

export type GroupsDeps = {
  /** Resolves once the rows of a group are durable. */
  readonly keep: (group: Group) => Promise<void>
  readonly room: Pick<Room, 'take' | 'give'>
  readonly log: Log
  readonly now: () => number
}

/** Collects rows to groups and makes one group durable at a time; meanwhile the next one grows. */
export function openGroups({ keep, room, log, now }: GroupsDeps) {
  const queue: Open[] = []
  let isRunning = false
  let writing: Open | undefined
  let lastBytes = 0

  function refuse(group: Open, error: unknown): void {
    room.give(group.rows.count, group.rows.size)
    for (const one of group.durable) one(false)
    group.end(intakeFault('intake.failing', shortageOf(error)?.message))
  }

  async function finish(group: Open): Promise<void> {
    const failure = await keep(group).then(
      () => undefined,
      (error: unknown) => ({ error }),
    )
    if (failure) {
      log.error({ err: failure.error, rows: group.rows.count }, 'Events could not be kept')
      // Those that wait rely on what this one would have said of people, and on messages it would have held.
      for (const one of [group, ...queue.splice(0)]) refuse(one, failure.error)
      return
    }
    for (const one of group.durable) one(true)
    group.end()
  }

  async function run(): Promise<void> {
    isRunning = true
    await turn()
    for (writing = queue.shift(); writing; writing = queue.shift()) {
      lastBytes = writing.rows.size
      await finish(writing)
    }
    isRunning = false
  }

  return {
    /** The group that takes further rows. */
    open(): Group {
      const last = queue.at(-1)
      if (last && !isWhole(last)) return last
      const group = newGroup(now(), Math.max(16_384, lastBytes + lastBytes / 4))
      queue.push(group)
      if (!isRunning) void run()
      return group
    },
    push(line: string, source: SourceRef): void {
      const group = queue.at(-1)
      if (!group) throw new Error('No group is open')
      const before = group.rows.size
      group.rows.add(line)
      group.sources.push(source)
      room.take(1, group.rows.size - before)
    },
    /** When the oldest row that is not durable came; undefined: all are. */
    oldestMs: () => writing?.openedMs ?? queue[0]?.openedMs,
    /** Everything pushed until now is durable, or was refused. */
    async flushed(): Promise<void> {
      await Promise.allSettled([writing?.done, queue.at(-1)?.done])
    },
  }
}

export type Groups = ReturnType<typeof openGroups>
