import type { Loss } from './identity.ts'

/** What is gone of one table; `rows` is null where nobody knows. */
export type LostRows = { readonly table: string; readonly rows: number | null }

export function lostRows(losses: readonly Loss[]): LostRows[] {
  const tables = [...new Set(losses.map(({ table }) => table))]
  return tables.map((table) => {
    const rows = losses.filter((one) => one.table === table).map((one) => one.rows)
    return { table, rows: rows.reduce((sum, one) => (sum === null || one === null ? null : sum + one), 0) }
  })
}

const amount = ({ table, rows }: LostRows): string => (rows === null ? `rows of ${table}` : `${rows} rows of ${table}`)

/** For operators; undefined where nothing is gone. */
export function lossSentence(lost: readonly LostRows[]): string | undefined {
  if (lost.length === 0) return undefined
  return `Data is missing since the last start: ${lost.map(amount).join(', ')}. Put it back from a copy, or accept it: npm run -s fernweh -- adopt`
}
