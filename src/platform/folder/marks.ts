import type { Postgres } from '../postgres/open.ts'
import { p, sql } from '../warehouse/sql.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import type { Mark } from './agree.ts'

/** The id that PostgreSQL carries in its table `installation`. */
export async function markOfPostgres({ pool }: Postgres): Promise<Mark> {
  const has = async (table: string) => {
    const { rows } = await pool.query<{ found: boolean }>('select to_regclass($1) is not null as found', [table])
    return rows[0]?.found === true
  }
  const migrated = (await has('migration')) ? (await pool.query('select 1 from migration limit 1')).rows : []
  const marked = (await has('installation'))
    ? (await pool.query<{ id: string }>('select id from installation')).rows
    : []
  return { id: marked[0]?.id, hasData: migrated.length > 0 }
}

export async function markPostgres({ pool }: Postgres, id: string): Promise<void> {
  await pool.query('create table if not exists installation (id uuid primary key)')
  await pool.query(
    'with gone as (delete from installation where id <> $1) insert into installation values ($1) on conflict do nothing',
    [id],
  )
}

/** The id that the warehouse carries in its table `installation`, on each of its nodes. */
export async function markOfWarehouse(warehouse: Warehouse): Promise<Mark> {
  const found = await warehouse.rows<{ name: string }>(
    sql`select name from system.tables where database = currentDatabase() and name in ('migrations', 'installation')`,
  )
  const has = (name: string) => found.some((one) => one.name === name)
  const migrated = has('migrations') ? await warehouse.rows(sql`select 1 as one from migrations limit 1`) : []
  const marked = has('installation')
    ? await warehouse.rows<{ id: string }>(sql`select toString(id) as id from installation`)
    : []
  return { id: marked[0]?.id, hasData: migrated.length > 0 }
}

export async function markWarehouse(warehouse: Warehouse, id: string): Promise<void> {
  await warehouse.everywhere(
    () => sql`create table if not exists installation (id UUID)
      engine = MergeTree order by id settings fsync_after_insert = 1, fsync_part_directory = 1`,
  )
  await warehouse.everywhere(() => sql`truncate table installation`)
  await warehouse.everywhere(() => sql`insert into installation select ${p.uuid(id)}`)
}
