import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../../kernel/fault.ts'
import type { MigrationFile } from '../migrations.ts'
import { migratePostgres } from '../postgres/migrate.ts'
import { openPostgres, type Postgres } from '../postgres/open.ts'
import { migrate } from '../warehouse/migrate.ts'
import { openWarehouse } from '../warehouse/open.ts'
import { sql } from '../warehouse/sql.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { agree } from './agree.ts'
import {
  type Identity,
  type Loss,
  newIdentity,
  type Place,
  readIdentity,
  type StoreName,
  writeIdentity,
} from './identity.ts'
import { takeStock, writeInventory } from './inventory.ts'
import { type LostRows, lostRows } from './lost.ts'
import { markOfPostgres, markOfWarehouse, markPostgres, markWarehouse } from './marks.ts'
import { makePrivate } from './private.ts'
import { brokenFault, storeFault, tablesFault } from './sentences.ts'
import { missingTables } from './tables.ts'

export type FolderOptions = {
  readonly data: string
  readonly databaseUrl?: string | undefined
  readonly clickhouseUrl?: string | undefined
  readonly clickhouseCluster?: string | undefined
  readonly migrations: { readonly postgres: readonly MigrationFile[]; readonly warehouse: readonly MigrationFile[] }
  /** Takes what is there for what belongs here, whatever is missing. */
  readonly adopt?: boolean | undefined
  /** Told before each step. */
  readonly say?: (step: string) => void
}

/** A data folder with its two stores, which belong to it and are up to date. */
export type Folder = {
  readonly postgres: Postgres
  readonly warehouse: Warehouse
  /** What is gone and nobody accepted yet. */
  readonly lost: readonly LostRows[]
  /** Writes down what is there and closes the stores; nobody may write any more. */
  close(): Promise<void>
}

type Where = { readonly data: string; readonly places: Readonly<Record<StoreName, Place>> }
type Stores = Pick<Folder, 'postgres' | 'warehouse'>

/** The file by which a built-in store is known to have been made. */
const traces: Readonly<Record<StoreName, string>> = {
  postgres: 'postgres/PG_VERSION',
  warehouse: 'warehouse/engine/metadata/fernweh.sql',
}

/** Opens what belongs to the data folder, made where all of it is new. Throws a fault of the folder that says what is wrong. */
export async function openFolder(options: FolderOptions): Promise<Folder> {
  const { data, say = () => {}, adopt = false } = options
  const places = {
    postgres: options.databaseUrl ? 'outside' : 'built in',
    warehouse: options.clickhouseUrl ? 'outside' : 'built in',
  } as const
  const known = adopt ? undefined : readIdentity(data)
  if (!adopt) seeTraces({ data, places }, known)
  say('Opening the databases ...')
  const stores = await openStores(options, { data, places })
  try {
    const losses = await enter(options, { data, places }, stores, known)
    const close = async () => {
      await writeInventory(data, stores.warehouse)
      await closeStores(stores, data)
    }
    return { ...stores, lost: lostRows(losses), close }
  } catch (problem) {
    await closeStores(stores, data)
    throw problem
  }
}

const holdsFiles = (folder: string): boolean => existsSync(folder) && readdirSync(folder).length > 0

/** Before the stores are opened, which would make those that are missing. */
function seeTraces({ data, places }: Where, known: Identity | undefined): void {
  const local = (['postgres', 'warehouse'] as const).filter((store) => places[store] === 'built in')
  const isThere = (store: StoreName) => existsSync(join(data, traces[store]))
  const isOld = local.some(isThere) || holdsFiles(join(data, 'journal'))
  const gone = local.find((store) => !isThere(store) && (known ? known.stores[store] !== undefined : isOld))
  if (gone) throw storeFault(gone, 'empty', { data, places })
}

async function openStores(options: FolderOptions, where: Where): Promise<Stores> {
  const { data, databaseUrl, clickhouseUrl, clickhouseCluster } = options
  const postgres = await openPostgres(databaseUrl ? { databaseUrl } : { dataDirectory: data }).catch(
    broken('postgres', where),
  )
  try {
    const warehouse = await openWarehouse({ dataDirectory: data, clickhouseUrl, clickhouseCluster }).catch(
      broken('warehouse', where),
    )
    // The engine of PostgreSQL gives its files rights of their own.
    makePrivate(join(data, 'postgres'))
    return { postgres, warehouse }
  } catch (problem) {
    await postgres.close()
    throw problem
  }
}

const broken =
  (store: StoreName, where: Where) =>
  (problem: unknown): never => {
    if (where.places[store] === 'outside' || (problem instanceof Fault && problem.code !== 'postgres.broken'))
      throw problem
    throw brokenFault(store, where, problem)
  }

async function closeStores({ postgres, warehouse }: Stores, data: string): Promise<void> {
  await warehouse.close()
  await postgres.close()
  makePrivate(join(data, 'postgres'))
}

/** Sees that the stores belong here, brings them up to date and marks them. Gives what of them is lost. */
async function enter(
  { data, adopt = false, say = () => {}, migrations }: FolderOptions,
  where: Where,
  { postgres, warehouse }: Stores,
  known: Identity | undefined,
): Promise<readonly Loss[]> {
  const marks = { postgres: await markOfPostgres(postgres), warehouse: await markOfWarehouse(warehouse) }
  const agreed = adopt ? { identity: newIdentity() } : agree(known, marks)
  if ('problem' in agreed) throw storeFault(agreed.store, agreed.problem, where)
  if (marks.warehouse.hasData) await seeTables(warehouse, migrations.warehouse, where, adopt)
  const found = await takeStock(data, warehouse, agreed.identity)
  const identity = adopt ? { ...agreed.identity, accepted: found } : { ...agreed.identity, lost: found }
  writeIdentity(data, identity)
  say('Bringing the tables up to date ...')
  await migratePostgres(postgres, migrations.postgres)
  await migrate(warehouse, migrations.warehouse)
  if (marks.postgres.id !== identity.id) await markPostgres(postgres, identity.id)
  if (marks.warehouse.id !== identity.id) await markWarehouse(warehouse, identity.id)
  writeIdentity(data, { ...identity, stores: where.places })
  await writeInventory(data, warehouse)
  return identity.lost
}

/** To adopt makes missing tables again, empty: every migration may run twice. */
async function seeTables(
  warehouse: Warehouse,
  migrations: readonly MigrationFile[],
  where: Where,
  adopt: boolean,
): Promise<void> {
  const gone = await missingTables(warehouse, migrations)
  if (gone.length === 0) return
  if (!adopt) throw tablesFault(gone, where)
  await warehouse.everywhere(() => sql`truncate table migrations`)
}
