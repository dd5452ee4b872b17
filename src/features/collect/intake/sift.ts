import { blamesRow, type EngineError } from '../../../platform/warehouse/errors.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { Lines } from './lines.ts'

export type Sifting = {
  readonly table: string
  readonly columns: readonly string[]
  readonly rows: Lines
  /** Told of a row that the engine does not take. */
  readonly refused: (nth: number, error: EngineError) => void
  /** Told that the rows before this one are stored or refused. */
  readonly passed?: (nth: number) => void
}

/** Where to cut rows of which one is bad: around it, or in halves where the engine does not name it. */
function cuts(from: number, to: number, row: number | undefined): readonly number[] {
  const bad = from + (row ?? 0) - 1
  return bad >= from && bad < to ? [from, bad, bad + 1, to] : [from, Math.ceil((from + to) / 2), to]
}

/**
 * Stores rows in their order. A row is left out only where the engine blames it and nothing stands beside it; any other
 * failure is thrown, and whoever called tries again.
 */
export async function sift(warehouse: Warehouse, what: Sifting, from: number, to: number): Promise<void> {
  if (from >= to) return
  try {
    await warehouse.insertLines(what.table, what.columns, what.rows.bytes(from, to))
  } catch (error) {
    if (!blamesRow(error)) throw error
    if (to - from > 1) {
      const places = cuts(from, to, error.row)
      for (const [i, end] of places.slice(1).entries()) await sift(warehouse, what, places[i] ?? from, end)
      return
    }
    what.refused(from, error)
  }
  what.passed?.(to)
}
