import type { MedianHours, Share } from '../../kernel/figures.ts'
import type { Flow, Funnel, FunnelStep } from './schema.ts'

type Cell = string | number

const widthOf = (text: string): number => [...text].length

/** Text in aligned columns, numbers to the right, a rule under the heads. */
export function toTable(heads: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [heads, ...rows].map((row) => heads.map((_, i) => String(row[i] ?? '')))
  const widths = heads.map((_, i) => Math.max(...lines.map((line) => widthOf(line[i] ?? ''))))
  const right = heads.map((_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === 'number'))
  const pad = (text: string, i: number): string => {
    const space = ' '.repeat((widths[i] ?? 0) - widthOf(text))
    return right[i] ? space + text : text + space
  }
  const [head = [], ...body] = lines.map((line) => line.map(pad).join('  ').trimEnd())
  return [head, widths.map((width) => '-'.repeat(width)).join('  '), ...body].join('\n')
}

const percent = (value: number): string => `${(value * 100).toFixed(1)} %`

function shareText({ value, low, high }: Share): string {
  if (value === null || low === null || high === null) return '-'
  return `${percent(value)} (${(low * 100).toFixed(1)}-${(high * 100).toFixed(1)})`
}

/** Hours in the unit that suits them. */
export function timeText(hours: number): string {
  if (hours >= 48) return `${(hours / 24).toFixed(1)} d`
  if (hours >= 1) return `${hours.toFixed(1)} h`
  if (hours >= 1 / 60) return `${(hours * 60).toFixed(1)} min`
  return `${(hours * 3600).toFixed(1)} s`
}

const medianText = (time: MedianHours | null): string =>
  time === null ? '-' : `${timeText(time.median)} (${timeText(time.low)}-${timeText(time.high)}), n ${time.n}`

const stepsTable = (steps: readonly FunnelStep[]): string =>
  toTable(
    ['step', 'people', 'of start, 95 %', 'of previous, 95 %', 'median time from start, 95 %'],
    steps.map((step, i) => [
      step.name,
      step.people,
      shareText(step.ofStart),
      i === 0 ? '-' : shareText(step.ofPrevious),
      medianText(step.hours),
    ]),
  )

/** A funnel as the command line prints it: everybody, then each group. */
export function funnelText({ steps, groups }: Funnel): string {
  const parts = (groups ?? []).map(({ value, rest, steps: own }) => {
    const name = rest ? '(others)' : value === '' ? '(none)' : value
    return `${name}\n${stepsTable(own)}`
  })
  return [stepsTable(steps), ...parts].join('\n\n')
}

/** A flow as the command line prints it: what people went on to, position by position. */
export function flowText({ people, links }: Flow): string {
  const leaving = new Map<string, number>()
  for (const { position, from, people: count } of links) {
    const key = `${position} ${from}`
    leaving.set(key, (leaving.get(key) ?? 0) + count)
  }
  const rows = links.map(({ position, from, to, people: count }) => [
    position,
    from,
    to ?? '(end)',
    count,
    percent(count / (leaving.get(`${position} ${from}`) ?? count)),
    percent(people === 0 ? 0 : count / people),
  ])
  const table = toTable(['position', 'from', 'to', 'people', 'of from', `of all ${people}`], rows)
  return `${people} people\n\n${table}`
}
