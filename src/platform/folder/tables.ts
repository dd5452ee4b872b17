import type { MigrationFile } from '../migrations.ts'
import { raw, sql } from '../warehouse/sql.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'

/** The tables that migrations make. */
const tablesOf = (migrations: readonly MigrationFile[]): string[] =>
  migrations.flatMap(({ text }) =>
    [...text.matchAll(/create\s+table\s+if\s+not\s+exists\s+\{\{table (\w+)\}\}/gi)].map(([, name = '']) => name),
  )

/** The tables of migrations that were applied which are not there, on any node. */
export async function missingTables(warehouse: Warehouse, migrations: readonly MigrationFile[]): Promise<string[]> {
  const applied = await warehouse.rows<{ name: string }>(sql`select name from migrations`)
  const names = new Set(applied.map(({ name }) => name))
  const wanted = tablesOf(migrations.filter(({ name }) => names.has(name)))
  const whole = await tablesOnAllNodes(warehouse)
  return wanted.filter((name) => !whole.has(name))
}

async function tablesOnAllNodes(warehouse: Warehouse): Promise<ReadonlySet<string>> {
  const { kind, cluster } = warehouse
  const on = (table: string) => raw(kind === 'cluster' ? `clusterAllReplicas('${cluster}', ${table})` : table)
  const [here] = await warehouse.rows<{ name: string; nodes: number }>(
    sql`select currentDatabase() as name, toUInt32(count()) as nodes from ${on('system.one')}`,
  )
  const rows = await warehouse.rows<{ name: string; nodes: number }>(
    sql`select name, toUInt32(count()) as nodes from ${on('system.tables')} where database = ${here?.name ?? ''} group by name`,
  )
  const suffix = kind === 'cluster' ? '_local' : ''
  return new Set(
    rows
      .filter(({ name, nodes }) => nodes >= (here?.nodes ?? 1) && name.endsWith(suffix))
      .map(({ name }) => name.slice(0, name.length - suffix.length)),
  )
}
