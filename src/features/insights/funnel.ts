import type { MedianHours } from '../../kernel/figures.ts'
import { share } from '../../kernel/statistics.ts'
import type { FunnelRow } from './funnelSql.ts'
import type { Funnel, FunnelStep } from './schema.ts'

const units = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const

/** A time span such as 12h in ms. */
export function spanMs(span: string): number {
  const [, count = '', unit = ''] = /^(\d+)([mhdw])$/.exec(span) ?? []
  const size = Object.entries(units).find(([name]) => name === unit)?.[1]
  if (size === undefined) throw new RangeError(`Not a time span: ${span}`)
  return Number(count) * size
}

const hourMs = 3_600_000

function hoursOf(time: FunnelRow['durations'][number] | undefined, n: number): MedianHours | null {
  if (time === undefined || n === 0) return null
  const [low, median, high] = time
  return { median: median / hourMs, low: low / hourMs, high: high / hourMs, n }
}

export function toSteps(names: readonly string[], row: FunnelRow | undefined): FunnelStep[] {
  const people = names.map((_, i) => row?.people[i] ?? 0)
  const start = people[0] ?? 0
  return names.map((name, i) => {
    const here = people[i] ?? 0
    return {
      name,
      people: here,
      ofStart: share(here, start),
      ofPrevious: share(here, i === 0 ? start : (people[i - 1] ?? 0)),
      hours: i === 0 ? null : hoursOf(row?.durations[i - 1], here),
    }
  })
}

/** Groups by people at the first step; those that were not asked for come last, as one. */
export function toFunnel(
  names: readonly string[],
  rows: readonly FunnelRow[],
  groupName: ((value: string) => string) | null,
): Funnel {
  const everybody = rows.find((row) => row.everybody === 1)
  const groups = rows
    .filter((row) => row.everybody === 0)
    .map((row) => ({
      value: row.rest === 1 ? '' : (groupName?.(row.value) ?? row.value),
      rest: row.rest === 1,
      steps: toSteps(names, row),
    }))
    .sort(
      (a, b) =>
        Number(a.rest) - Number(b.rest) ||
        (b.steps[0]?.people ?? 0) - (a.steps[0]?.people ?? 0) ||
        a.value.localeCompare(b.value),
    )
  return { steps: toSteps(names, everybody), groups: groupName === null ? null : groups }
}
