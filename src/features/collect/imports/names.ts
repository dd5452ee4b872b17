import { p, raw, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { Mapping } from '../schema.ts'
import { patient, type Survey } from './stage.ts'

/** A workspace can tell so many event names apart, and as many channels. */
export const mostNames = 60_000

/**
 * Rejects the rows whose event name or channel would be one too many: a column of session ids taken for events must not
 * use up all names. Names in use stay, then come the most frequent ones. Says whether it rejected anything.
 */
export async function limitNames(
  warehouse: Warehouse,
  workspace: string,
  id: string,
  mapping: Mapping,
  found: Survey,
): Promise<boolean> {
  let limited = false
  for (const [kind, column, count] of [
    ['event', 'name', found.names],
    ['channel', 'channel', found.channels],
  ] as const) {
    const [row] = await warehouse.rows<{ used: number }>(
      sql`select toUInt32(count()) as used from codes where workspace = ${p.uuid(workspace)} and kind = ${kind}`,
    )
    const used = row?.used ?? 0
    if (count + used <= mostNames) continue
    const choice = kind === 'event' ? mapping.event : mapping.channel
    const field = choice && 'column' in choice ? choice.column : ''
    const text = raw(column)
    await warehouse.everywhere(
      (physical) => sql`ALTER TABLE ${physical('import_rows')}
        UPDATE reason = 'name_limit', field = ${field}, bad = substringUTF8(${text}, 1, 200)
        WHERE import = ${p.uuid(id)} AND reason = '' AND ${text} != '' AND ${text} NOT IN (
          SELECT one FROM (
            SELECT name AS one, 1 AS used, 0 AS rows FROM codes WHERE workspace = ${p.uuid(workspace)} AND kind = ${kind}
            UNION ALL SELECT ${text} AS one, 0 AS used, 1 AS rows FROM import_rows
              WHERE import = ${p.uuid(id)} AND reason = '' AND ${text} != '')
          GROUP BY one ORDER BY max(used) DESC, sum(rows) DESC, one LIMIT ${Math.max(mostNames, used)})`,
      { ...patient, settings: { mutations_sync: 2 } },
    )
    limited = true
  }
  return limited
}
