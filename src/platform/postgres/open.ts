import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Kysely, PostgresDialect } from 'kysely'
import { Pool, type PoolConfig } from 'pg'
import { faultsOf } from '../../kernel/fault.ts'
import { holdLock, type Lock } from '../lock.ts'
import { type Pglite, startPglite } from './pglite.ts'
import { typesAlike } from './types.ts'

const fault = faultsOf({
  'postgres.unreachable': { status: 503, title: 'PostgreSQL cannot be reached' },
  'postgres.broken': { status: 500, title: 'The database could not be opened' },
})

/** The database without its tables; a feature names its own with `tables`. */
export type Database = Kysely<unknown>

export type Postgres = {
  readonly kind: 'pglite' | 'server'
  readonly db: Database
  readonly pool: Pool
  /** The data directory as a tar file, for tests; a server cannot do it. */
  dump(): Promise<Uint8Array>
  close(): Promise<void>
}

/** The database as a feature sees it: `const db = tables<{ journey: JourneyTable }>(postgres.db)`. */
export const tables = <T>(db: Database): Kysely<T> => db as unknown as Kysely<T>

export type PostgresOptions = {
  /** A server takes over when its address is given. */
  readonly databaseUrl?: string
  /** PGlite keeps its files in `postgres/` below; without, everything stays in memory. */
  readonly dataDirectory?: string
  /** A dumped data directory to start from, for tests. */
  readonly restoreFrom?: string
  /** Hears of connections that broke while idle; the pool replaces them by itself. */
  readonly onError?: (error: Error) => void
}

/** Opens PGlite in the data directory, or a PostgreSQL server where `databaseUrl` names one. */
export function openPostgres(options: PostgresOptions): Promise<Postgres> {
  return options.databaseUrl ? openServer(options.databaseUrl, options) : openPglite(options)
}

const sentence = (error: unknown) => (error instanceof Error ? error.message : String(error))

function makePool(config: PoolConfig, onError: (error: Error) => void = () => {}): Pool {
  const pool = new Pool({ ...config, types: typesAlike, connectionTimeoutMillis: 30_000 })
  pool.on('error', onError)
  return pool
}

const over = (pool: Pool): Database => new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })

async function openServer(databaseUrl: string, options: PostgresOptions): Promise<Postgres> {
  const pool = makePool({ connectionString: databaseUrl, max: 10, application_name: 'fernweh' }, options.onError)
  try {
    await pool.query('select 1')
  } catch (error) {
    await pool.end()
    throw fault('postgres.unreachable', `PostgreSQL at DATABASE_URL cannot be reached: ${sentence(error)}`)
  }
  const db = over(pool)
  const dump = () => Promise.reject(new Error('A PostgreSQL server is dumped with pg_dump'))
  return { kind: 'server', db, pool, dump, close: () => db.destroy() }
}

/** Making a new directory leaves 400 MB in use until its thread ends; so that thread is not the one that stays. */
async function startTwice(directory: string | undefined, restoreFrom: string | undefined): Promise<Pglite> {
  if (directory !== undefined && !existsSync(join(directory, 'PG_VERSION'))) {
    await (await startPglite({ directory, restoreFrom })).close()
    return startPglite({ directory })
  }
  return startPglite({ directory, restoreFrom })
}

async function openPglite(options: PostgresOptions): Promise<Postgres> {
  const { dataDirectory, restoreFrom } = options
  const directory = dataDirectory === undefined ? undefined : join(dataDirectory, 'postgres')
  if (directory !== undefined) mkdirSync(directory, { recursive: true })
  const lock = directory === undefined ? undefined : holdLock(`${directory}.lock`)
  const engine = await startTwice(directory, restoreFrom).catch((error: unknown) => {
    lock?.release()
    throw fault('postgres.broken', sentence(error))
  })
  const user = { user: 'postgres', database: 'postgres' }
  const pool = makePool({ ...user, max: 1, idleTimeoutMillis: 0, stream: engine.stream }, options.onError)
  const db = over(pool)
  return { kind: 'pglite', db, pool, dump: engine.dump, close: () => closePglite(db, engine, lock) }
}

async function closePglite(db: Database, engine: Pglite, lock: Lock | undefined): Promise<void> {
  await db.destroy()
  await engine.close()
  lock?.release()
}
