import { p, raw, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { eventRows } from '../scope.ts'
import { messagesSql } from './messages.ts'
import { sliceCount, slices } from './slices.ts'
import { patient, threads } from './stage.ts'

export type Storing = {
  readonly workspace: string
  readonly id: string
  /** Good rows in the staging table. */
  readonly rows: number
  readonly receivedMs: number
  readonly onProgress: (share: number) => Promise<void>
}

export const eventColumns = [
  'workspace',
  'anchor',
  'raw_time',
  'message',
  'time',
  'seq',
  'anchor2',
  'name',
  'channel',
  'source',
  'session',
  'value',
  'currency',
  'properties',
  'import',
  'received',
] as const

export const eventColumnList = raw(eventColumns.join(', '))

/** Rows are unique already, so the engine need not look for equal ones as it writes. */
export const storeSettings = {
  optimize_on_insert: 0,
  max_partitions_per_insert_block: 0,
  max_insert_threads: threads,
  max_threads: threads,
  min_insert_block_size_rows: 131_072,
  min_insert_block_size_bytes: 32 << 20,
}

/** Where the rows of imports end up: as events, or as lines of baskets. */
export type Store = 'events' | 'import_lines'

/** Ends within a WHERE clause. */
const rowsIn = (store: Store, workspace: string): Sql =>
  store === 'events' ? eventRows({ workspace }) : sql`import_lines where workspace = ${p.uuid(workspace)}`

/** Stores, part by part, those rows whose messages the table does not hold yet, as `select` shapes them. */
export async function storeNew(
  warehouse: Warehouse,
  { workspace, id, rows, onProgress }: Storing,
  store: Store,
  insert: (from: Sql) => Sql,
): Promise<void> {
  const others = sql`${rowsIn(store, workspace)} and import != ${p.uuid(id)}`
  const alone = (await warehouse.rows(sql`select 1 from ${others} limit 1`, patient)).length === 0
  const parts = slices(raw('hash'), sliceCount(rows))
  for (const [i, part] of parts.entries()) {
    const messages = messagesSql(id, part)
    const known = sql`select message from ${others} and message global in (select message from ${messages})`
    const fresh = alone ? messages : sql`${messages} where message global not in (${known})`
    await warehouse.command(insert(fresh), { ...patient, settings: storeSettings })
    await onProgress((i + 1) / parts.length)
  }
}

/** Turns the staged rows that are new into events, one each. */
export async function storeEvents(warehouse: Warehouse, storing: Storing): Promise<void> {
  await storeNew(
    warehouse,
    storing,
    'events',
    (from) => sql`
      insert into events (${eventColumnList})
      select workspace, anchor, time, message, time, row, anchor2, name, channel, 'import', session, value, currency,
        properties, import, ${p.ms(storing.receivedMs)}
      from ${from}`,
  )
}

/** Whether rows of the file name people by two identifiers. */
async function haveSecond(warehouse: Warehouse, id: string): Promise<boolean> {
  const second = sql`select 1 from import_rows where import = ${p.uuid(id)} and anchor2 != 0 limit 1`
  return (await warehouse.rows(second, patient)).length > 0
}

/** What the stored rows prove: the two identifiers of a row are one person. */
export async function storeEdges(warehouse: Warehouse, { workspace, id, rows }: Storing, store: Store): Promise<void> {
  if (!(await haveSecond(warehouse, id))) return
  for (const part of slices(raw('anchor'), sliceCount(rows, 3_000_000))) {
    await warehouse.command(
      sql`insert into edges (workspace, anchor, other, how, at, message, source, import)
        select ${p.uuid(workspace)}, pair.1, pair.2, 'together', first, said, 'import', ${p.uuid(id)}
        from (
          select arrayJoin([(anchor, anchor2), (anchor2, anchor)]) as pair, min(time) as first, argMin(message, (time, message)) as said
          from ${rowsIn(store, workspace)} and import = ${p.uuid(id)} and anchor2 != 0 and ${part}
          group by anchor, anchor2)`,
      patient,
    )
  }
}

/** What names the people of the file. */
export async function storeIdentities(
  warehouse: Warehouse,
  { workspace, id, rows, receivedMs }: Storing,
): Promise<void> {
  const two = await haveSecond(warehouse, id)
  const pairs = [['anchor', 'kind', 'person'], ...(two ? [['anchor2', 'kind2', 'person2']] : [])]
  for (const names of pairs) {
    const [anchor, kind, person] = names.map(raw)
    if (!anchor || !kind || !person) continue
    for (const part of slices(anchor, sliceCount(rows, 3_000_000))) {
      await warehouse.command(
        sql`insert into identities (workspace, anchor, kind, value, seen)
          select ${p.uuid(workspace)}, ${anchor}, any(${kind}), any(${person}), toDateTime(${p.ms(receivedMs)}, 'UTC')
          from import_rows where import = ${p.uuid(id)} and reason = '' and ${anchor} != 0 and ${part} group by ${anchor}`,
        patient,
      )
    }
  }
}

/** Distinct people in the good rows, exactly. */
export async function countPeople(warehouse: Warehouse, id: string, rows: number): Promise<number> {
  let people = 0
  for (const part of slices(raw('anchor'), sliceCount(rows, 3_000_000))) {
    const [row] = await warehouse.rows<{ people: number }>(
      sql`select toFloat64(uniqExact(anchor)) as people from import_rows
        where import = ${p.uuid(id)} and reason = '' and ${part}`,
      patient,
    )
    people += row?.people ?? 0
  }
  return people
}

/** How many rows an import has stored. */
export async function countImported(warehouse: Warehouse, store: Store, workspace: string, id: string) {
  const [row] = await warehouse.rows<{ rows: number }>(
    sql`select toFloat64(count()) as rows from ${rowsIn(store, workspace)} and import = ${p.uuid(id)}`,
    patient,
  )
  return row?.rows ?? 0
}
