import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log } from '../../../platform/log.ts'
import { p, sql } from '../../../platform/warehouse/sql.ts'
import type { Settling } from '../settle.ts'

export type SettlingDeps = {
  readonly settle: (settling: Settling) => Promise<void>
  /** Told after a settling of a workspace. */
  readonly told: (workspace: string) => void
  /** When the oldest event that is not durable yet came; undefined: there is none. */
  readonly oldestMs: () => number | undefined
  readonly directory: string
  readonly log: Log
  readonly now: () => number
}

const pauseMs = 1000
/** A settling may take one part in so many of the time, so that arriving events come first. */
const share = 6
/** An event is stamped a moment before its group is opened. */
const slackMs = 1000
const anchorsAtOnce = 10_000

type Part = { readonly workspace: string; readonly anchors: readonly string[]; readonly nth: number }

const parts = (workspace: string, anchors: readonly string[]): Part[] =>
  Array.from({ length: Math.ceil(anchors.length / anchorsAtOnce) }, (_, nth) => ({
    workspace,
    anchors: anchors.slice(nth * anchorsAtOnce, (nth + 1) * anchorsAtOnce),
    nth,
  }))

/** Brings what follows from events up to date, about once a second while they come. */
export function openSettling({ settle, told, oldestMs, directory, log, now }: SettlingDeps) {
  let touched = new Map<string, Set<string>>()
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  let closed = false
  const mark = join(directory, 'settled')

  /** Everything that came before this moment is settled: the next start need not look further back. */
  async function note(ms: number): Promise<void> {
    await writeFile(`${mark}.new`, String(ms))
    await rename(`${mark}.new`, mark)
  }

  /** What could not be settled now waits again, together with what a moment has no room for. */
  async function all(everything: boolean): Promise<void> {
    const since = oldestMs() ?? now()
    const waiting = [...touched].flatMap(([workspace, anchors]) => parts(workspace, [...anchors]))
    touched = new Map()
    const most = everything ? waiting.length : new Set(waiting.map(({ workspace }) => workspace)).size
    const turn = [...waiting].sort((a, b) => a.nth - b.nth)
    try {
      for (let count = 0; count < most; count++) {
        const next = turn[0]
        if (!next) break
        await settle({
          workspace: next.workspace,
          touched: sql`select arrayJoin(${p.anchors(next.anchors)}) as anchor`,
        })
        turn.shift()
        told(next.workspace)
      }
    } finally {
      for (const { workspace, anchors } of turn) touch(workspace, anchors)
    }
    if (turn.length > 0) return
    await note(since - slackMs).catch((error: unknown) =>
      log.warn({ err: error }, 'How far it is settled is not noted'),
    )
  }

  function touch(workspace: string, anchors: Iterable<string>): void {
    const known = touched.get(workspace) ?? new Set()
    for (const anchor of anchors) known.add(anchor)
    if (known.size > 0) touched.set(workspace, known)
  }

  function once(everything: boolean): Promise<void> {
    const begun = now()
    const before = running ?? Promise.resolve()
    const mine = before
      .catch(() => undefined)
      .then(() => all(everything))
      .finally(() => {
        if (running === mine) running = undefined
        if (touched.size > 0) later(Math.max(pauseMs, (now() - begun) * share))
      })
    running = mine
    return mine
  }

  function later(ms: number): void {
    if (timer || closed) return
    timer = setTimeout(() => {
      timer = undefined
      once(false).catch((error: unknown) =>
        log.error({ err: error }, 'What follows from events could not be brought up to date'),
      )
    }, ms)
    timer.unref()
  }

  return {
    touch(workspace: string, anchors: Iterable<string>): void {
      touch(workspace, anchors)
      if (!running) later(pauseMs)
    },
    settled: () => once(true),
    /** The moment before which everything was settled when the program ended; undefined: nobody knows. */
    async marked(): Promise<number | undefined> {
      const ms = Number(await readFile(mark, 'utf8').catch(() => Number.NaN))
      return Number.isFinite(ms) && ms > 0 ? ms : undefined
    },
    async close(): Promise<void> {
      closed = true
      clearTimeout(timer)
      await running?.catch(() => undefined)
    },
  }
}
