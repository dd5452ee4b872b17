import { emotionOf, scaleNames } from '../../../kernel/emotion.ts'
import { type Rule, satisfies } from '../../../kernel/rule.ts'
import type { Happened } from './world.ts'

/** The journey as the brute force sees it: touchpoints in the order of matching. */
export type Plain = {
  readonly touchpoints: readonly { readonly id: string; readonly phase: number; readonly rule: Rule }[]
  readonly goal: Rule
  readonly gapDays: number
  readonly endsAtGoal: boolean
  readonly asOfMs: number
}

export type Touch = {
  readonly time: number
  readonly id: string | null
  readonly phase: number
  readonly goal: boolean
  readonly name: string
  readonly channel: string
  readonly value: number
  felt: number[]
}
export type Run = { readonly person: number; readonly touches: Touch[]; readonly state: 'won' | 'lost' | 'open' }

const day = 86_400_000

export function groupBy<T, K>(list: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const one of list) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one])
  return groups
}

function scoreOf({ name, properties = {} }: Happened): number | null {
  for (const scale of scaleNames) {
    const text = properties[scale]
    const counts = scale !== 'rating' || properties.about || /review|rating|survey|answer/.test(name)
    const score = text === undefined || !counts ? null : emotionOf(scale, Number(text))
    if (score !== null) return score
  }
  return null
}

/** Cuts each person's events into runs, event by event. */
export function runsOf(events: readonly Happened[], plain: Plain): Run[] {
  const people = groupBy(
    events.map((event, i) => ({ event, i, time: Date.parse(event.time) })),
    ({ event }) => event.person,
  )
  return [...people].flatMap(([person, list]) => {
    const runs: Touch[][] = []
    const touches: Touch[] = []
    for (const { event, time } of list.sort((a, b) => a.time - b.time || a.i - b.i)) {
      const { name, channel = '', value = null, properties = {} } = event
      const seen = {
        event: name,
        channel,
        source: '',
        session: '',
        currency: '',
        value: value === null ? null : Number(value),
        properties,
      }
      const found = plain.touchpoints.find(({ rule }) => satisfies(rule, seen))
      const goal = satisfies(plain.goal, seen)
      if (found || goal) {
        const touch: Touch = {
          time,
          id: found?.id ?? null,
          phase: found?.phase ?? 0,
          goal,
          name,
          channel,
          value: Number(value ?? 0),
          felt: [],
        }
        const last = touches.at(-1)
        const over = !last || time - last.time > plain.gapDays * day || (plain.endsAtGoal && last.goal)
        if (over) runs.push([touch])
        else runs.at(-1)?.push(touch)
        touches.push(touch)
      }
      const score = scoreOf(event)
      if (score !== null) touches.findLast((touch) => touch.name === (properties.about || name))?.felt.push(score)
    }
    return runs
      .filter((run) => run.some(({ id }) => id !== null))
      .map((all): Run => {
        const end = all.at(-1)?.time ?? 0
        const won = all.some(({ goal }) => goal)
        return { person, touches: all, state: won ? 'won' : end > plain.asOfMs - plain.gapDays * day ? 'open' : 'lost' }
      })
  })
}
