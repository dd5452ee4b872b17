import type { MigrationFile } from '../migrations.ts'
import { raw, type Sql, sql } from './sql.ts'
import type { Warehouse } from './warehouse.ts'

/**
 * Applies migrations that were not applied yet, in the given order, on every node; gives the names of those it applied.
 * A migration that stops half way is applied again as a whole, so its statements must allow that (IF NOT EXISTS).
 */
export async function migrate(warehouse: Warehouse, migrations: readonly MigrationFile[]): Promise<readonly string[]> {
  await warehouse.everywhere(
    () => sql`CREATE TABLE IF NOT EXISTS migrations (name String, checksum String, applied DateTime DEFAULT now())
      ENGINE = MergeTree ORDER BY name SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`,
  )
  const applied = await warehouse.rows<{ name: string; checksum: string }>(sql`SELECT name, checksum FROM migrations`)
  const known = new Map(applied.map(({ name, checksum }) => [name, checksum]))
  refuseChanges(migrations, known)
  const fresh = migrations.filter(({ name }) => !known.has(name))
  for (const migration of fresh) await apply(warehouse, migration)
  return fresh.map(({ name }) => name)
}

function refuseChanges(migrations: readonly MigrationFile[], known: ReadonlyMap<string, string>) {
  for (const { name, checksum } of migrations) {
    const before = known.get(name)
    if (before !== undefined && before !== checksum) {
      throw new Error(
        `The migration ${name} was changed after it was applied. Undo the change and add a new migration.`,
      )
    }
  }
  const newest = migrations.findLastIndex(({ name }) => known.has(name))
  const late = migrations.slice(0, Math.max(newest, 0)).find(({ name }) => !known.has(name))
  if (late) throw new Error(`The migration ${late.name} is older than one that was applied. Give it a new number.`)
}

async function apply(warehouse: Warehouse, { name, text, checksum }: MigrationFile) {
  for (const statement of statements(text)) {
    await warehouse.everywhere((physical) => filled(statement, physical, warehouse.cluster), { seconds: 600 })
  }
  await warehouse.everywhere(() => sql`INSERT INTO migrations (name, checksum) SELECT ${name}, ${checksum}`)
}

/**
 * Statements end with a semicolon at the end of a line; the line that declares a distributed table is one too.
 * `{{alter x}} ADD COLUMN ...` alters the physical table and, on a cluster, the distributed one.
 */
const statements = (text: string): string[] =>
  text
    .replace(/^\s*--.*$/gm, '')
    .replace(/^\{\{distributed .*\}\}$/gm, ';\n$&;')
    .split(/;\s*$/m)
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .flatMap((one) => {
      const [, table, change] = /^\{\{alter (\w+)\}\}\s+([\s\S]+)$/.exec(one) ?? []
      if (table === undefined) return [one]
      return [`ALTER TABLE {{table ${table}}} ${change}`, `{{whole ${table}}} ${change}`]
    })

function filled(statement: string, physical: (table: string) => Sql, cluster: string | undefined): Sql {
  const distributed = /^\{\{distributed (\w+) by (.+)\}\}$/.exec(statement)
  if (distributed)
    return cluster ? distributedTable(distributed[1] ?? '', distributed[2] ?? '', cluster) : sql`SELECT 1`
  const whole = /^\{\{whole (\w+)\}\} ([\s\S]+)$/.exec(statement)
  if (whole) return cluster ? raw(`ALTER TABLE ${whole[1]} ${whole[2]}`) : sql`SELECT 1`
  const pieces = statement.replace(/\{\{engine (\w+(?:\([^)]*\))?)\}\}/g, '$1').split(/\{\{table (\w+)\}\}/)
  return { sql: true, parts: pieces.flatMap((piece, i) => (i % 2 === 0 ? [piece] : physical(piece).parts)) }
}

const distributedTable = (name: string, key: string, cluster: string): Sql =>
  raw(`CREATE TABLE IF NOT EXISTS ${name} AS ${name}_local
    ENGINE = Distributed('${cluster}', currentDatabase(), '${name}_local', ${key})`)
