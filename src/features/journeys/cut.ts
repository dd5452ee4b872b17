/** Something with a place on a line, 0 ... 1. */
export type Placed = { readonly at: number }

/** How much the distance from the middle of the part counts against the spread within parts. */
const pull = 0.5

/** Spread of the parts' places, and how far they are from where the part should be. */
function costOf(items: readonly Placed[], part: number, parts: number): number {
  const mean = items.reduce((sum, { at }) => sum + at, 0) / Math.max(1, items.length)
  const middle = (part + 0.5) / parts
  return items.reduce((sum, { at }) => sum + (at - mean) ** 2 + pull * (at - middle) ** 2, 0)
}

/** What an empty part costs: little enough that nothing far away is moved into it. */
const emptiness = 0.1

/**
 * Cuts a list sorted by place into consecutive parts, as even within and as near to their own stretch of the line as
 * possible (dynamic programming over all cuts). Gives the part of each item, from 0.
 */
export function cutInto(items: readonly Placed[], parts: number): number[] {
  type Cut = { readonly cost: number; readonly ends: readonly number[] }
  let best: (Cut | undefined)[] = items.map(() => undefined)
  best = [{ cost: 0, ends: [] }, ...best]
  for (let part = 0; part < parts; part++) {
    best = best.map((_, end) => {
      let least: Cut | undefined
      for (let start = 0; start <= end; start++) {
        const before = best[start]
        if (!before) continue
        const cost = before.cost + (start === end ? emptiness : costOf(items.slice(start, end), part, parts))
        if (!least || cost < least.cost) least = { cost, ends: [...before.ends, end] }
      }
      return least
    })
  }
  const ends = best[items.length]?.ends ?? []
  return items.map((_, i) =>
    Math.max(
      0,
      ends.findIndex((end) => i < end),
    ),
  )
}
