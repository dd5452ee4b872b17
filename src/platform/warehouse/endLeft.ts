import { sql } from './sql.ts'
import type { Warehouse } from './warehouse.ts'

/**
 * Ends the statements with this tag that still run on servers for a program that is gone, or that lost its connection:
 * nothing of them arrives any more. The in-process engine ends with its program.
 */
export async function endLeft(warehouse: Warehouse, tag: string): Promise<void> {
  if (warehouse.kind === 'chdb') return
  await warehouse.everywhere(() => sql`KILL QUERY WHERE Settings['log_comment'] = ${tag} SYNC`, { tag: 'end left' })
}
