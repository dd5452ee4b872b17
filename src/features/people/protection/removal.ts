/** Something of a person that was found in a store, in how many rows, and how it goes; removing it twice does no harm. */
export type Removal = { readonly what: string; readonly rows: number; readonly remove: () => Promise<unknown> }

export type Counts = Readonly<Record<string, number>>

export const countsOf = (removals: readonly Removal[]): Counts => {
  const counts: Record<string, number> = {}
  for (const { what, rows } of removals) counts[what] = (counts[what] ?? 0) + rows
  return counts
}

/** What an interrupted try had counted, and what the next one still finds of the same. */
export const atLeast = (known: Counts, found: Counts): Counts => ({
  ...known,
  ...Object.fromEntries(Object.entries(found).map(([what, rows]) => [what, Math.max(rows, known[what] ?? 0)])),
})

/** What was counted, and what came after it was removed. */
export const together = (known: Counts, more: Counts): Counts => ({
  ...known,
  ...Object.fromEntries(Object.entries(more).map(([what, rows]) => [what, rows + (known[what] ?? 0)])),
})
