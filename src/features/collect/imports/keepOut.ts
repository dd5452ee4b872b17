import { p, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { patient } from './stage.ts'

/** Whom no import may bring back. */
export type Forbidden = {
  /** True for their anchors, as an expression. */
  readonly anchor: (anchor: Sql) => Sql
  /** Whether one of them is named in texts, whatever the column. */
  readonly named: (texts: readonly string[]) => boolean
}

/** Null where a workspace has nobody whom no import may bring back. */
export type KeepOut = (workspace: string) => Promise<Forbidden | null>

/** The anchors of a staged import that may not come back; the key of their hashes stays out of the engine's logs. */
async function forbidden(warehouse: Warehouse, id: string, isForbidden: (anchor: Sql) => Sql): Promise<string[]> {
  const staged = sql`from import_rows where import = ${p.uuid(id)}`
  const rows = await warehouse.rows<{ one: string }>(
    sql`select toString(anchor) as one from (
        select distinct anchor ${staged} union distinct select distinct anchor2 as anchor ${staged} and anchor2 != 0)
      where anchor != 0 and ${isForbidden(sql`anchor`)}`,
    { ...patient, settings: { log_queries: 0 } },
  )
  return rows.map(({ one }) => one)
}

/**
 * Rejects the rows of people who were erased, good ones and bad ones, and forgets what stood in them: so that neither the
 * events nor the file of rejected rows says anything about these people.
 */
export async function rejectForbidden(warehouse: Warehouse, id: string, { anchor }: Forbidden): Promise<void> {
  const anchors = await forbidden(warehouse, id, anchor)
  if (anchors.length === 0) return
  const list = p.anchors(anchors)
  await warehouse.everywhere(
    (physical) => sql`ALTER TABLE ${physical('import_rows')}
      UPDATE reason = 'suppressed', field = '', bad = '', person = '', person2 = '', properties = map(), cells = []
      WHERE import = ${p.uuid(id)} AND (anchor IN ${list} OR anchor2 IN ${list})`,
    { ...patient, settings: { mutations_sync: 2 } },
  )
}
