import type { BreakPoint, MapFigures, Touchpoint } from '../schema.ts'

export type Worst = { readonly touchpoint: Touchpoint; readonly breakPoint: BreakPoint }

/** Break points by what they cost; where no cost is known, by how many people they lose. */
export const worstFirst = (figures: MapFigures, touchpoints: readonly Touchpoint[]): Worst[] => {
  const broken = figures.touchpoints.flatMap(({ touchpoint: id, breakPoint }) => {
    const touchpoint = touchpoints.find((one) => one.id === id)
    return touchpoint && breakPoint ? [{ touchpoint, breakPoint }] : []
  })
  return broken.sort(
    (a, b) => (b.breakPoint.cost ?? 0) - (a.breakPoint.cost ?? 0) || b.breakPoint.peopleLost - a.breakPoint.peopleLost,
  )
}
