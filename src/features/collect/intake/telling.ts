import type { Live } from '../../../platform/live.ts'
import type { LiveEvent, LiveMessage } from './schema.ts'

const pauseMs = 250
const mostEvents = 50

type Tick = { events: LiveEvent[]; count: number; rejected: Map<string, number>; settled: boolean }

/** Tells what arrives to those who look on, at most four times a second. */
export function openTelling(live: Live) {
  const ticks = new Map<string, Tick>()
  let timer: NodeJS.Timeout | undefined

  function send(): void {
    timer = undefined
    for (const [workspace, tick] of ticks) {
      const tell = (message: LiveMessage) => live.publish(workspace, message)
      if (tick.count > 0) tell({ kind: 'events', events: tick.events, count: tick.count })
      for (const [source, count] of tick.rejected) tell({ kind: 'rejected', source, count })
      if (tick.settled) tell({ kind: 'settled' })
    }
    ticks.clear()
  }

  function tickOf(workspace: string): Tick {
    const known = ticks.get(workspace)
    if (known) return known
    const tick: Tick = { events: [], count: 0, rejected: new Map(), settled: false }
    ticks.set(workspace, tick)
    timer ??= setTimeout(send, pauseMs).unref()
    return tick
  }

  return {
    heard: live.heard,
    stored(workspace: string, event: () => LiveEvent): void {
      const tick = tickOf(workspace)
      tick.count++
      if (tick.events.length < mostEvents) tick.events.push(event())
    },
    rejected(workspace: string, source: string, count: number): void {
      if (!live.heard(workspace)) return
      const { rejected } = tickOf(workspace)
      rejected.set(source, (rejected.get(source) ?? 0) + count)
    },
    settled(workspace: string): void {
      if (live.heard(workspace)) tickOf(workspace).settled = true
    },
    /** Sends what waits. */
    flush(): void {
      clearTimeout(timer)
      send()
    },
  }
}

export type Telling = ReturnType<typeof openTelling>
