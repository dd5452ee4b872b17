import { sql } from 'kysely'
import type { Database } from '../../../platform/postgres/open.ts'
import { distinctive } from './needles.ts'

/** Columns that hold an anchor or a person, in whatever table. */
const holders = [
  'anchor',
  'anchor2',
  'other',
  'other_anchor',
  'person',
  'person_id',
  'with_anchor',
  'contact',
  'left_anchor',
  'right_anchor',
]
/** These keep no person, or are emptied by the erasure itself. */
const apart = new Set(['audit_entry', 'erasure', 'suppression', 'protection_request', 'migration'])

type Column = { readonly table: string; readonly column: string; readonly type: string }

async function columnsOf(db: Database): Promise<Column[]> {
  const { rows } = await sql<Column>`
    select c.table_name as "table", c.column_name as "column", c.data_type as "type"
    from information_schema.columns c join information_schema.tables t
      on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
    where c.table_schema = 'public'`.execute(db)
  const owned = new Set(rows.filter(({ column }) => column === 'workspace_id').map(({ table }) => table))
  return rows.filter(({ table }) => owned.has(table) && !apart.has(table))
}

/** Removes the rows of a person from every table of PostgreSQL that has any: lists, decisions, reviews, restrictions. */
export async function eraseRecords(
  db: Database,
  workspace: string,
  anchors: readonly string[],
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  const columns = (await columnsOf(db)).filter(({ column }) => holders.includes(column))
  for (const { table, column, type } of columns) {
    const where =
      type === 'ARRAY'
        ? sql`${sql.ref(column)}::text[] && ${[...anchors]}::text[]`
        : sql`${sql.ref(column)}::text = any(${[...anchors]}::text[])`
    const done = await sql`delete from ${sql.table(table)} where workspace_id = ${workspace} and ${where}`.execute(db)
    const rows = Number(done.numAffectedRows ?? 0)
    if (rows > 0) counts[table] = (counts[table] ?? 0) + rows
  }
  return counts
}

/** Rows in which a long identifier still stands, by table. */
export async function findRecords(
  db: Database,
  workspace: string,
  identifiers: readonly string[],
): Promise<{ readonly where: string; readonly count: number }[]> {
  const values = distinctive(identifiers).map((value) => `%${value.replace(/[\\%_]/g, '\\$&')}%`)
  if (values.length === 0) return []
  const found: { where: string; count: number }[] = []
  const tables = [...new Set((await columnsOf(db)).map(({ table }) => table)), 'protection_request']
  for (const table of tables) {
    // An address of a colleague is no customer's, even where both are the same person.
    if (table === 'invitation') continue
    const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)} as one
      where workspace_id = ${workspace} and one::text ilike any(${values}::text[])`.execute(db)
    const count = rows[0]?.count ?? 0
    if (count > 0) found.push({ where: `PostgreSQL ${table}`, count })
  }
  return found
}

/**
 * Makes PostgreSQL write the tables anew, since deleted rows stay in their pages, and begin a new file of its log. The
 * built-in engine drops the older files of the log at once; a server does so when it reuses them.
 */
export async function dropDeletedRows(database: Database, tables: readonly string[]): Promise<void> {
  await database.connection().execute(async (db) => {
    for (const table of new Set(tables)) await sql`vacuum full ${sql.table(table)}`.execute(db)
    // A server lets only its administrator do this, and forgets its log by itself.
    await sql`set wal_recycle = off`.execute(db).catch(() => undefined)
    for (let file = 0; file < 2; file++) {
      await sql`select pg_switch_wal()`.execute(db).catch(() => undefined)
      await sql`checkpoint`.execute(db).catch(() => undefined)
    }
    await sql`reset wal_recycle`.execute(db).catch(() => undefined)
  })
}
