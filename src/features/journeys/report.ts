import type { Emotion, MedianHours, Period, Share } from '../../kernel/figures.ts'
import type { Journey, MapFigures } from './schema.ts'

export type PhasesReport = {
  readonly journey: string
  readonly period: Period
  readonly people: number
  readonly runs: number
  readonly goal: Share
  readonly value: number
  readonly currency: string
  readonly phases: readonly {
    readonly name: string
    readonly people: number
    readonly ofStart: Share
    readonly onward: Share
    readonly left: Share
    readonly open: number
    readonly hoursOnward: MedianHours | null
    readonly touchpoints: readonly {
      readonly name: string
      readonly people: number
      readonly touches: number
      readonly reach: Share
      readonly emotion: Emotion | null
    }[]
  }[]
}

/** The map as a report: phases in order with their touchpoints, by name. */
export function phasesReport(figures: MapFigures, journey: Journey): PhasesReport {
  const { period, people, runs, goal, goalValue, currency } = figures
  return {
    journey: journey.name,
    period,
    people,
    runs,
    goal,
    value: goalValue,
    currency,
    phases: figures.phases.map(({ phase, compared: _, ...rest }) => ({
      name: journey.phases.find(({ id }) => id === phase)?.name ?? phase,
      ...rest,
      touchpoints: journey.touchpoints
        .filter((touchpoint) => touchpoint.phase === phase)
        .flatMap(({ id, name }) => {
          const own = figures.touchpoints.find(({ touchpoint }) => touchpoint === id)
          return own ? [{ name, people: own.people, touches: own.touches, reach: own.reach, emotion: own.emotion }] : []
        }),
    })),
  }
}

const percent = ({ value }: Share): string => (value === null ? '-' : `${(value * 100).toFixed(1)} %`)

const hoursText = (time: MedianHours | null): string => {
  if (!time) return '-'
  if (time.median >= 48) return `${(time.median / 24).toFixed(1)} d`
  return time.median >= 1 ? `${time.median.toFixed(1)} h` : `${(time.median * 60).toFixed(1)} min`
}

/** The report as a table for people to read. */
export function phasesText(report: PhasesReport): string {
  const heads = ['Phase', 'People', 'Of start', 'Onward', 'Left', 'Open', 'Median']
  const lines = report.phases.map((phase) => [
    phase.name,
    String(phase.people),
    percent(phase.ofStart),
    percent(phase.onward),
    percent(phase.left),
    String(phase.open),
    hoursText(phase.hoursOnward),
  ])
  const widths = heads.map((head, i) => Math.max(head.length, ...lines.map((line) => line[i]?.length ?? 0)))
  const row = (cells: readonly string[]) =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ')
  const { journey, period, people, goal } = report
  const title = `${journey}, ${period.from} to ${period.to}: ${people} people, ${goal.part} reached the goal (${percent(goal)})`
  return [title, '', row(heads), widths.map((width) => '-'.repeat(width)).join('  '), ...lines.map(row)].join('\n')
}
