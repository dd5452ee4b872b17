import type { Emotion } from '../../../kernel/figures.ts'

/** Fewer answers than this say nothing about a touchpoint. */
export const FEWEST = 5
/** Measured and assumed differ visibly by more than one step of the five faces. */
export const GAP = 1

export type Felt = {
  readonly id: string
  readonly x: number
  readonly measured: Emotion | null
  readonly assumed: number | null
}

export type Dot = { readonly id: string; readonly x: number; readonly y: number; readonly value: number }
export type Gap = {
  readonly id: string
  readonly x: number
  readonly from: number
  readonly to: number
  /** Steps of measured over assumed; negative = worse than assumed. */
  readonly steps: number
  /** The call-out in words stands at `labelY`; null where a wider gap stands too near. */
  readonly labelY: number | null
}
export type Curve = {
  readonly dots: readonly Dot[]
  /** Solid pieces between neighbours that are both measured; `bridges` span touchpoints without answers. */
  readonly solid: string
  readonly bridges: string
  readonly band: string
  readonly assumed: string
  readonly assumedDots: readonly Dot[]
  readonly gaps: readonly Gap[]
  readonly zero: number
}

type Point = { readonly x: number; readonly y: number }

const round = (value: number): number => Math.round(value * 100) / 100

/** Slopes after Fritsch and Carlson: the curve never overshoots its points. */
export const slopesOf = (points: readonly Point[]): number[] => {
  const secants = points.slice(1).map((point, index) => {
    const before = points[index] ?? point
    return point.x === before.x ? 0 : (point.y - before.y) / (point.x - before.x)
  })
  return points.map((_, index) => {
    const before = secants[index - 1]
    const after = secants[index]
    if (before === undefined || after === undefined) return before ?? after ?? 0
    if (before * after <= 0) return 0
    return (2 * before * after) / (before + after)
  })
}

/** The monotone cubic as Bezier pieces, one for each pair of neighbours. */
export const piecesOf = (points: readonly Point[]): string[] => {
  const slopes = slopesOf(points)
  return points.slice(1).map((to, index) => {
    const from = points[index] ?? to
    const third = (to.x - from.x) / 3
    const first = from.y + third * (slopes[index] ?? 0)
    const second = to.y - third * (slopes[index + 1] ?? 0)
    return `C${round(from.x + third)},${round(first)} ${round(to.x - third)},${round(second)} ${round(to.x)},${round(to.y)}`
  })
}

const start = (point: Point | undefined): string => (point ? `M${round(point.x)},${round(point.y)}` : '')
const pathOf = (points: readonly Point[]): string =>
  points.length < 2 ? '' : [start(points[0]), ...piecesOf(points)].join(' ')

const bandOf = (points: readonly { x: number; upper: number; lower: number }[]): string => {
  if (points.length < 2) return ''
  const back = points.map(({ x, lower }) => ({ x, y: lower })).reverse()
  const [first] = back
  const there = pathOf(points.map(({ x, upper }) => ({ x, y: upper })))
  return `${there} L${round(first?.x ?? 0)},${round(first?.y ?? 0)} ${piecesOf(back).join(' ')} Z`
}

/** Widest gaps first get their words, as long as they keep `distance` from those already written. */
const labelled = (gaps: readonly Omit<Gap, 'labelY'>[], distance: number, y: (value: number) => number): Gap[] => {
  const written: number[] = []
  const chosen = new Set<string>()
  for (const gap of [...gaps].sort((a, b) => Math.abs(b.steps) - Math.abs(a.steps))) {
    if (written.some((x) => Math.abs(x - gap.x) < distance)) continue
    written.push(gap.x)
    chosen.add(gap.id)
  }
  return gaps.map((gap) => ({
    ...gap,
    labelY: chosen.has(gap.id) ? (gap.steps < 0 ? Math.max(gap.to, y(-1)) + 20 : gap.to - 10) : null,
  }))
}

/** Emotion -2 ... +2 over touchpoints from left to right, in a box of `height` with `pad` above and below. */
export const curveOf = (felt: readonly Felt[], height: number, pad = 22, distance = 172): Curve => {
  const y = (value: number) => round(pad + ((2 - value) / 4) * (height - 2 * pad))
  const measured = felt.flatMap(({ id, x, measured: emotion }, index) =>
    emotion && emotion.n >= FEWEST ? [{ id, x, index, emotion, y: y(emotion.mean), value: emotion.mean }] : [],
  )
  const pieces = piecesOf(measured)
  const drawn = pieces.map((piece, index) => {
    const from = measured[index]
    const to = measured[index + 1]
    return { path: `${start(from)} ${piece}`, neighbours: from && to ? to.index - from.index === 1 : false }
  })
  const assumed = felt.flatMap(({ id, x, assumed: value }) => (value === null ? [] : [{ id, x, y: y(value), value }]))
  const gaps = measured.flatMap(({ id, x, value, index }) => {
    const believed = felt[index]?.assumed ?? null
    if (believed === null || Math.abs(value - believed) <= GAP) return []
    return [{ id, x, from: y(believed), to: y(value), steps: round(value - believed) }]
  })
  return {
    dots: measured.map(({ id, x, y: top, value }) => ({ id, x, y: top, value })),
    solid: drawn
      .filter(({ neighbours }) => neighbours)
      .map(({ path }) => path)
      .join(' '),
    bridges: drawn
      .filter(({ neighbours }) => !neighbours)
      .map(({ path }) => path)
      .join(' '),
    band: bandOf(
      measured.map(({ x, emotion }) => ({
        x,
        upper: y(Math.min(2, emotion.high)),
        lower: y(Math.max(-2, emotion.low)),
      })),
    ),
    assumed: pathOf(assumed),
    assumedDots: assumed,
    gaps: labelled(gaps, distance, y),
    zero: y(0),
  }
}
