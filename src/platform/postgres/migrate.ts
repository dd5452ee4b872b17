import type { PoolClient } from 'pg'
import { faultsOf } from '../../kernel/fault.ts'
import type { MigrationFile } from '../migrations.ts'
import type { Postgres } from './open.ts'

const fault = faultsOf({
  'migration.changed': { status: 500, title: 'A migration was changed after it had run' },
  'migration.unknown': { status: 500, title: 'The database is newer than this program' },
  'migration.failed': { status: 500, title: 'A migration failed' },
})

/** Any number that no other program takes as its advisory lock. */
const lockKey = 4_870_001

type Applied = { readonly name: string; readonly checksum: string }

/** Brings the database up to the files given. Returns the names of those it ran, each in a transaction of its own. */
export async function migratePostgres(postgres: Postgres, files: readonly MigrationFile[]): Promise<string[]> {
  const client = await postgres.pool.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey])
    await client.query(`create table if not exists migration (
      name text primary key, checksum text not null, applied_at timestamptz not null default now())`)
    const { rows } = await client.query<Applied>('select name, checksum from migration')
    const missing = pending(files, rows)
    for (const file of missing) await apply(client, file)
    return missing.map((file) => file.name)
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lockKey]).catch(() => undefined)
    client.release()
  }
}

function pending(files: readonly MigrationFile[], applied: readonly Applied[]): MigrationFile[] {
  const known = new Map(files.map((file) => [file.name, file.checksum]))
  for (const { name, checksum } of applied) {
    const expected = known.get(name)
    if (expected === undefined) {
      throw fault(
        'migration.unknown',
        `The database has the migration ${name}, which this version of Fernweh lacks. Update Fernweh.`,
      )
    }
    if (expected !== checksum)
      throw fault('migration.changed', `The migration ${name} differs from the one that has run.`)
  }
  const done = new Set(applied.map((one) => one.name))
  return files.filter((file) => !done.has(file.name))
}

async function apply(client: PoolClient, file: MigrationFile): Promise<void> {
  try {
    await client.query('begin')
    await client.query(file.text)
    await client.query('insert into migration (name, checksum) values ($1, $2)', [file.name, file.checksum])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    const reason = error instanceof Error ? error.message : String(error)
    throw fault('migration.failed', `The migration ${file.name} failed: ${reason}`)
  }
}
