/** How often one state was followed by another; `to` null: ended without success, 'won': ended with it. */
export type Move = { readonly from: number; readonly to: number | 'won' | null; readonly count: number }

/**
 * The chance to end with success from each of the states 0 ... size-1: V(s) = sum over t of P(s,t) V(t), solved exactly.
 * States from which no end was observed have the value 0.
 */
export function successFrom(size: number, moves: readonly Move[]): number[] {
  const total = Array.from({ length: size }, () => 0)
  for (const { from, count } of moves) total[from] = (total[from] ?? 0) + count
  const rows = total.map((_, i) => [...total.map((__, j) => (i === j ? 1 : 0)), 0])
  for (const { from, to, count } of moves) {
    const [row, all] = [rows[from], total[from] ?? 0]
    if (!row || to === null || all === 0) continue
    const column = to === 'won' ? size : to
    const step = count / all
    row[column] = (row[column] ?? 0) + (to === 'won' ? step : -step)
  }
  return solved(rows)
}

/** Gauss-Jordan with partial pivoting on rows [coefficients..., right side]. */
function solved(rows: number[][]): number[] {
  const size = rows.length
  const owner: (number[] | undefined)[] = []
  const free = new Set(rows)
  for (let column = 0; column < size; column++) {
    const pivot = [...free].reduce(
      (best, row) => (Math.abs(row[column] ?? 0) > Math.abs(best[column] ?? 0) ? row : best),
      [],
    )
    const head = pivot[column] ?? 0
    if (Math.abs(head) < 1e-12) continue
    owner[column] = pivot
    free.delete(pivot)
    for (const row of rows) {
      const factor = row === pivot ? 0 : (row[column] ?? 0) / head
      if (factor !== 0) for (let j = column; j <= size; j++) row[j] = (row[j] ?? 0) - factor * (pivot[j] ?? 0)
    }
  }
  return rows.map((_, column) => {
    const row = owner[column]
    return row ? Math.min(1, Math.max(0, (row[size] ?? 0) / (row[column] ?? 1))) : 0
  })
}
