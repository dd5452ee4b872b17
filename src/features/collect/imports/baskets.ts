import { p, raw, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { eventRows } from '../scope.ts'
import { eventColumnList, type Storing, storeNew, storeSettings } from './events.ts'
import { sliceCount, slices } from './slices.ts'
import { patient } from './stage.ts'

const lineColumns = raw(
  'workspace, basket, message, import, received, seq, anchor, anchor2, time, name, channel, value, currency, session, properties',
)

const linesOf = (workspace: string, id: string): Sql =>
  sql`import_lines where workspace = ${p.uuid(workspace)} and import = ${p.uuid(id)}`

const touchedBaskets = (workspace: string, id: string, slice: Sql): Sql =>
  sql`select basket from ${linesOf(workspace, id)} and ${slice}`

/** Deletes what other imports made of the baskets that this one has lines in. */
async function dropEvents(warehouse: Warehouse, workspace: string, id: string, slice: Sql): Promise<void> {
  const rows = await warehouse.rows<{ message: string }>(
    sql`select toString(message) as message from ${eventRows({ workspace })}
      and import != ${p.uuid(id)} and message global in (${touchedBaskets(workspace, id, slice)})`,
    patient,
  )
  const messages = rows.map((row) => row.message)
  for (let from = 0; from < messages.length; from += 20_000) {
    const list = messages.slice(from, from + 20_000)
    await warehouse.everywhere(
      (physical) => sql`DELETE FROM ${physical('events')} WHERE workspace = ${p.uuid(workspace)}
        AND message IN (SELECT arrayJoin(${p.anchors(list)}))`,
      { ...patient, settings: { lightweight_deletes_sync: 2 } },
    )
  }
}

/**
 * One event per basket from all its lines, those of earlier imports too: the earliest time, the sum, the properties
 * that all lines share, and how many lines there are.
 */
const basketEvents = (workspace: string, id: string, slice: Sql, lines: Sql): Sql => sql`
  insert into events (${eventColumnList})
  select workspace, any(anchor), min(time), basket, min(time), min(seq), max(anchor2), argMin(name, seq), argMin(channel, seq),
    'import', argMin(session, seq), sum(value), argMin(currency, seq),
    CAST(arrayPushBack(groupArrayIntersect(CAST(properties AS Array(Tuple(String, String)))), ('lines', toString(count()))) AS Map(String, String)),
    argMax(import, received), max(received)
  from (
    select workspace, basket, anchor, anchor2, time as time, seq, name, channel, session, value, currency, properties, import, received
    from import_lines where workspace = ${p.uuid(workspace)} and ${slice} and ${lines}
      and basket global in (${touchedBaskets(workspace, id, slice)}))
  group by workspace, basket`

async function rebuild(warehouse: Warehouse, workspace: string, id: string, rows: number, lines: Sql): Promise<void> {
  for (const slice of slices(raw('basket'), sliceCount(rows, 1_000_000))) {
    await dropEvents(warehouse, workspace, id, slice)
    await warehouse.command(basketEvents(workspace, id, slice, lines), { ...patient, settings: storeSettings })
  }
}

/** Keeps the new rows as lines of their baskets and makes one event of each basket they touch. */
export async function storeBaskets(warehouse: Warehouse, storing: Storing): Promise<void> {
  const { workspace, id, rows, receivedMs, onProgress } = storing
  const halfway = { ...storing, onProgress: (share: number) => onProgress(share / 2) }
  await storeNew(
    warehouse,
    halfway,
    'import_lines',
    (from) => sql`
      insert into import_lines (${lineColumns})
      select workspace, basket, message, import, ${p.ms(receivedMs)}, row, anchor, anchor2, time, name, channel, value,
        currency, session, properties from ${from}`,
  )
  await rebuild(warehouse, workspace, id, rows, sql`1`)
  await onProgress(1)
}

/**
 * Takes the lines of an import away after its events: its baskets become what the other imports say about them. Can be
 * repeated.
 */
export async function takeBackBaskets(warehouse: Warehouse, workspace: string, id: string): Promise<void> {
  const [count] = await warehouse.rows<{ rows: number }>(
    sql`select toFloat64(count()) as rows from ${linesOf(workspace, id)}`,
    patient,
  )
  if (!count || count.rows === 0) return
  await rebuild(warehouse, workspace, id, count.rows, sql`import != ${p.uuid(id)}`)
  await warehouse.everywhere(
    (physical) =>
      sql`DELETE FROM ${physical('import_lines')} WHERE workspace = ${p.uuid(workspace)} AND import = ${p.uuid(id)}`,
    { ...patient, settings: { lightweight_deletes_sync: 2 } },
  )
}
