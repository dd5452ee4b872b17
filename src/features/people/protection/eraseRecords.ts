import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../../../platform/postgres/open.ts'
import type { Removal } from './removal.ts'

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
/** These keep no person, or what is kept of them there is the proof of what was done. */
const apart = new Set(['erasure', 'erasure_order', 'suppression', 'migration'])
/** Colleagues: an address of theirs is no customer's, even where both are the same person. */
const colleagues = new Set(['user_account', 'session', 'credential', 'verification', 'invitation', 'member'])
/** The erasure empties these in its own way, or the database refuses every change of them. */
const keptRows = new Set(['audit_entry', 'protection_request'])

type Column = { readonly table: string; readonly column: string; readonly type: string }

/** A table, and which of its rows are of a workspace: directly, or by what they belong to. */
type Owned = { readonly table: string; readonly here: (workspace: string) => RawBuilder<unknown> }

async function columnsOf(db: Database): Promise<Column[]> {
  const { rows } = await sql<Column>`
    select c.table_name as "table", c.column_name as "column", c.data_type as "type"
    from information_schema.columns c join information_schema.tables t
      on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
    where c.table_schema = 'public'`.execute(db)
  return rows.filter(({ table }) => !apart.has(table) && !colleagues.has(table))
}

type Tie = { readonly table: string; readonly column: string; readonly owner: string; readonly key: string }

/** Every table of a workspace. */
async function ownedTables(db: Database): Promise<Owned[]> {
  const columns = await columnsOf(db)
  const direct = new Set(columns.filter(({ column }) => column === 'workspace_id').map(({ table }) => table))
  const { rows: ties } = await sql<Tie>`
    select one.relname as "table", a.attname as "column", other.relname as "owner", b.attname as "key"
    from pg_constraint c join pg_class one on one.oid = c.conrelid join pg_class other on other.oid = c.confrelid
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
      join pg_attribute b on b.attrelid = c.confrelid and b.attnum = c.confkey[1]
    where c.contype = 'f'`.execute(db)
  return [...new Set(columns.map(({ table }) => table))].flatMap((table): Owned[] => {
    if (direct.has(table)) return [{ table, here: (workspace) => sql`workspace_id = ${workspace}` }]
    const tie = ties.find((one) => one.table === table && direct.has(one.owner))
    if (!tie) return []
    const { column, owner, key } = tie
    const mine = (workspace: string) =>
      sql`${sql.ref(column)} in (select ${sql.ref(key)} from ${sql.table(owner)} where workspace_id = ${workspace})`
    return [{ table, here: mine }]
  })
}

/** The rows of a person in every table of PostgreSQL that has any: lists, decisions, reviews, restrictions. */
export async function findRecords(db: Database, workspace: string, anchors: readonly string[]): Promise<Removal[]> {
  const columns = await columnsOf(db)
  const removals: Removal[] = []
  for (const { table, here } of await ownedTables(db)) {
    if (keptRows.has(table)) continue
    for (const { column, type } of columns.filter((one) => one.table === table && holders.includes(one.column))) {
      const own =
        type === 'ARRAY'
          ? sql`${sql.ref(column)}::text[] && ${[...anchors]}::text[]`
          : sql`${sql.ref(column)}::text = any(${[...anchors]}::text[])`
      const where = sql`${here(workspace)} and ${own}`
      const rows = await countRows(db, table, where)
      const remove = () => sql`delete from ${sql.table(table)} where ${where}`.execute(db)
      if (rows > 0) removals.push({ what: table, rows, remove })
    }
  }
  return removals
}

async function countRows(db: Database, table: string, where: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from ${sql.table(table)} as one where ${where}`.execute(db)
  return Number(rows[0]?.count ?? 0)
}

const namedIn = (text: RawBuilder<unknown>, patterns: readonly string[]) =>
  sql`${text} ~* any(${[...patterns]}::text[])`

/** Texts that the program itself noted, of deliveries and of rows that stayed out: what names the person there. */
export async function findNotes(
  db: Database,
  workspace: string,
  patterns: readonly string[],
  names: (text: string) => boolean,
): Promise<Removal[]> {
  if (patterns.length === 0) return []
  const removals: Removal[] = []
  const tables = await ownedTables(db)
  const webhooks = tables.find(({ table }) => table === 'webhook_delivery')
  if (webhooks) {
    const where = sql`${webhooks.here(workspace)} and ${namedIn(sql`detail`, patterns)}`
    const rows = await countRows(db, 'webhook_delivery', where)
    const remove = () => sql`update webhook_delivery set detail = '' where ${where}`.execute(db)
    if (rows > 0) removals.push({ what: 'webhook_delivery', rows, remove })
  }
  const { rows: imports } = await sql<{ id: string; result: unknown }>`
    select import_id as id, result from contact_import
    where workspace_id = ${workspace} and ${namedIn(sql`result::text`, patterns)}`.execute(db)
  for (const { id, result } of imports) {
    const rejects = Array.isArray(Object(result).rejects) ? [...Object(result).rejects] : []
    const quiet = rejects.map((one) => (names(String(Object(one).value ?? '')) ? { ...one, value: '' } : one))
    const text = JSON.stringify({ ...Object(result), rejects: quiet })
    const remove = () =>
      sql`update contact_import set result = ${text}::jsonb where workspace_id = ${workspace} and import_id = ${id}`.execute(
        db,
      )
    if (text !== JSON.stringify({ ...Object(result), rejects }))
      removals.push({ what: 'contact_import', rows: 1, remove })
  }
  return removals
}

/** Rows that are still the person's or in which something still names them, by table. */
export async function recordsLeft(
  db: Database,
  workspace: string,
  anchors: readonly string[],
  patterns: readonly string[],
): Promise<{ readonly where: string; readonly count: number }[]> {
  const found = new Map<string, number>()
  const add = (table: string, count: number) => count > 0 && found.set(table, (found.get(table) ?? 0) + count)
  for (const { what, rows } of await findRecords(db, workspace, anchors)) add(what, rows)
  for (const { table, here } of patterns.length > 0 ? await ownedTables(db) : []) {
    add(table, await countRows(db, table, sql`${here(workspace)} and ${namedIn(sql`one::text`, patterns)}`))
  }
  return [...found].map(([table, count]) => ({ where: `PostgreSQL ${table}`, count }))
}

/** All tables whose rows an erasure may have removed or changed: some of what it counted. */
export async function tablesAmong(db: Database, names: readonly string[]): Promise<string[]> {
  return (await ownedTables(db)).map(({ table }) => table).filter((table) => names.includes(table))
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
