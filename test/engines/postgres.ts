import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Fault } from '../../src/kernel/fault.ts'
import { holdLock, type Lock } from '../../src/platform/lock.ts'
import { type MigrationFile, migrationFiles } from '../../src/platform/migrations.ts'
import { migratePostgres } from '../../src/platform/postgres/migrate.ts'
import { openPostgres, type Postgres } from '../../src/platform/postgres/open.ts'
import { repositoryRoot } from '../../src/platform/root.ts'
import { startPostgresServer } from './postgres-server.ts'

const root = repositoryRoot()
const cache = join(root, '.cache')

/** Only one test process at a time builds the template; the others wait for its file. */
async function holdTurn(file: string): Promise<Lock> {
  for (;;) {
    try {
      return holdLock(file)
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      await pause(100)
    }
  }
}

async function buildTemplate(file: string, files: readonly MigrationFile[]): Promise<void> {
  const postgres = await openPostgres({})
  try {
    await migratePostgres(postgres, files)
    writeFileSync(`${file}.part`, await postgres.dump())
    renameSync(`${file}.part`, file)
  } finally {
    await postgres.close()
  }
}

/** A dumped data directory with all migrations applied, kept until a migration changes. */
async function template(): Promise<string> {
  const files = migrationFiles(root, '.pg.sql')
  const key = createHash('sha256')
    .update(files.map((file) => file.name + file.checksum).join('\n'))
    .digest('hex')
  const file = join(cache, `pglite-${key.slice(0, 16)}.tar`)
  if (existsSync(file)) return file
  mkdirSync(cache, { recursive: true })
  const turn = await holdTurn(join(cache, 'pglite.lock'))
  try {
    if (!existsSync(file)) {
      for (const old of readdirSync(cache).filter((name) => name.startsWith('pglite-'))) rmSync(join(cache, old))
      await buildTemplate(file, files)
    }
  } finally {
    turn.release()
  }
  return file
}

/** PGlite in memory with all migrations applied. */
export async function temporaryPglite(): Promise<Postgres> {
  return openPostgres({ restoreFrom: await template() })
}

/** A PostgreSQL server of its own with all migrations applied; `url` serves as DATABASE_URL. */
export async function temporaryPostgres(): Promise<Postgres & { readonly url: string }> {
  const server = await startPostgresServer()
  const postgres = await openPostgres({ databaseUrl: server.url })
  await migratePostgres(postgres, migrationFiles(root, '.pg.sql'))
  return {
    ...postgres,
    url: server.url,
    async close() {
      await postgres.close()
      await server.stop()
    },
  }
}
