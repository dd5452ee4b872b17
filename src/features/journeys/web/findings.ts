import type { BreakPoint, MapFigures, Touchpoint } from '../schema.ts'

export type Worst = { readonly touchpoint: Touchpoint; readonly breakPoint: BreakPoint }

/** The break point that costs most; where no cost is known, the one that loses most people. */
export const worstOf = (figures: MapFigures, touchpoints: readonly Touchpoint[]): Worst | null => {
  const broken = figures.touchpoints.flatMap(({ touchpoint: id, breakPoint }) => {
    const touchpoint = touchpoints.find((one) => one.id === id)
    return touchpoint && breakPoint ? [{ touchpoint, breakPoint }] : []
  })
  const [worst] = broken.sort(
    (a, b) => (b.breakPoint.cost ?? 0) - (a.breakPoint.cost ?? 0) || b.breakPoint.peopleLost - a.breakPoint.peopleLost,
  )
  return worst ?? null
}
