import { p, type Sql, sql } from '../../../platform/warehouse/sql.ts'

/** Equal parts of the range of hashes; numbers that differ only in their lower 64 bits stay in one part. */
export function slices(column: Sql, count: number): readonly Sql[] {
  const edge = (i: number) => ((BigInt(i) << 64n) / BigInt(count)) << 64n
  return Array.from({ length: count }, (_, i) =>
    count === 1
      ? sql`1`
      : sql`(${column} >= ${p.anchor(String(edge(i)))} and ${column} <= ${p.anchor(String(edge(i + 1) - 1n))})`,
  )
}

/** How many parts keep one statement over `rows` rows small. */
export const sliceCount = (rows: number, size = 2_000_000): number => Math.max(1, Math.ceil(rows / size))
