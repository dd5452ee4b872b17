import type { Phase, Section, Touchpoint } from '../schema.ts'

export type Zoom = 'near' | 'far'

/** One phase as a column; `x` counts from the left edge of the first column. */
export type Column = {
  readonly phase: Phase
  readonly x: number
  readonly width: number
  readonly hue: string
  readonly touchpoints: readonly Touchpoint[]
}

export type Layout = {
  readonly columns: readonly Column[]
  readonly columnWidth: number
  /** Width of the column of lane labels; 0 where labels stand above their lanes. */
  readonly label: number
  readonly width: number
  readonly snap: boolean
}

const LABEL = 120
const NARROWEST = { near: 176, far: 150 } as const
const PHONE = 620
const PEEK = 44

/** Hues 1-3 belong to the phases before the purchase, 4 to the purchase, 5-6 to those after it. */
const hueRange: Record<Section, readonly [number, number]> = { before: [1, 3], purchase: [4, 4], after: [5, 6] }

const hueAt = (place: number): string => {
  const lower = Math.floor(place)
  const share = Math.round((place - lower) * 100)
  return share === 0 ? `var(--p${lower})` : `color-mix(in oklab, var(--p${lower}), var(--p${lower + 1}) ${share}%)`
}

/** The colour of each phase, as a CSS value. */
export const huesOf = (phases: readonly Pick<Phase, 'section'>[]): string[] =>
  phases.map(({ section }, index) => {
    const [from, to] = hueRange[section]
    const count = phases.filter((other) => other.section === section).length
    const place = phases.slice(0, index).filter((other) => other.section === section).length
    return hueAt(count === 1 ? Math.round((from + to) / 2 - 0.01) : from + ((to - from) * place) / (count - 1))
  })

export const layoutOf = (
  phases: readonly Phase[],
  touchpoints: readonly Touchpoint[],
  available: number,
  zoom: Zoom = 'near',
): Layout => {
  const count = Math.max(1, phases.length)
  const snap = available < PHONE
  const label = snap ? 0 : LABEL
  const shared = Math.floor((available - label) / count)
  const columnWidth = snap
    ? Math.max(NARROWEST.near, count === 1 ? available : available - PEEK)
    : Math.max(NARROWEST[zoom], shared)
  const hues = huesOf(phases)
  const columns = phases.map((phase, index) => ({
    phase,
    x: index * columnWidth,
    width: columnWidth,
    hue: hues[index] ?? 'var(--p1)',
    touchpoints: touchpoints.filter((touchpoint) => touchpoint.phase === phase.id),
  }))
  return { columns, columnWidth, label, width: columnWidth * phases.length, snap }
}

/** The middle of the place that a touchpoint takes within its column, left to right. */
export const slotOf = (column: Column, index: number): number =>
  column.x + (column.width * (index + 0.5)) / Math.max(1, column.touchpoints.length)

export type Group = { readonly section: Section; readonly first: number; readonly count: number }

/** Neighbouring phases of the same section, for the heads. */
export const groupsOf = (phases: readonly Pick<Phase, 'section'>[]): Group[] => {
  const groups: Group[] = []
  for (const [index, { section }] of phases.entries()) {
    const last = groups.at(-1)
    if (last?.section === section) groups[groups.length - 1] = { ...last, count: last.count + 1 }
    else groups.push({ section, first: index, count: 1 })
  }
  return groups
}

export type Direction = 'left' | 'right' | 'up' | 'down'

/** The card that an arrow key leads to from `from`; without `from` the first card of the map. */
export const neighbourOf = (columns: readonly Column[], from: string | null, direction: Direction): string | null => {
  const filled = columns.filter((column) => column.touchpoints.length > 0)
  const at = filled.findIndex((column) => column.touchpoints.some(({ id }) => id === from))
  const column = filled[at]
  if (!column) return filled[0]?.touchpoints[0]?.id ?? null
  const row = column.touchpoints.findIndex(({ id }) => id === from)
  if (direction === 'up' || direction === 'down')
    return column.touchpoints[row + (direction === 'down' ? 1 : -1)]?.id ?? from
  const beside = filled[at + (direction === 'right' ? 1 : -1)]
  return beside?.touchpoints[Math.min(row, beside.touchpoints.length - 1)]?.id ?? from
}
