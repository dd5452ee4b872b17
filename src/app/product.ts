import { mkdirSync, statfsSync } from 'node:fs'
import { type Admin, openAdmin } from '../features/admin/index.ts'
import { type Collect, openCollect } from '../features/collect/index.ts'
import { type Insights, openInsights } from '../features/insights/index.ts'
import { type Journeys, openJourneys } from '../features/journeys/index.ts'
import { openPeople, type People } from '../features/people/index.ts'
import type { Config } from '../platform/config.ts'
import { type Lock, lockDirectory } from '../platform/lock.ts'
import { type Log, openLog } from '../platform/log.ts'
import { migrationFiles } from '../platform/migrations.ts'
import { migratePostgres } from '../platform/postgres/migrate.ts'
import { openPostgres, type Postgres } from '../platform/postgres/open.ts'
import { repositoryRoot } from '../platform/root.ts'
import { migrate } from '../platform/warehouse/migrate.ts'
import { openWarehouse } from '../platform/warehouse/open.ts'
import type { Warehouse } from '../platform/warehouse/warehouse.ts'
import { startFault } from './faults.ts'

export type Product = {
  readonly admin: Admin
  readonly collect: Collect
  readonly people: People
  readonly journeys: Journeys
  readonly insights: Insights
  readonly warehouse: Warehouse
  readonly postgres: Postgres
  readonly lock: Lock
  /** Stops work, keeps what was acknowledged and gives the data back. */
  close(): Promise<void>
}

export type ProductOptions = {
  readonly log?: Log
  /** With this token programs of the machine may do everything. */
  readonly localToken?: string
  /** Told before each step of the start. */
  readonly say?: (step: string) => void
  /** Told what only whoever started the server may know. */
  readonly warn?: (sentence: string) => void
}

const fewestMegabytes = 200

function takeDirectory(data: string): Lock {
  mkdirSync(data, { recursive: true })
  const { bavail, bsize } = statfsSync(data)
  const free = Math.floor((bavail * bsize) / (1024 * 1024))
  if (free < fewestMegabytes) {
    throw startFault('data.full', `The disk is full: ${free} MB are free at ${data}, ${fewestMegabytes} MB are needed.`)
  }
  const lock = lockDirectory(data)
  if ('heldBy' in lock) {
    const { pid, port } = lock.heldBy
    const where = port ? `, at http://localhost:${port}` : ''
    throw startFault('data.taken', `Another Fernweh (process ${pid}${where}) has the data in ${data} open.`)
  }
  return lock
}

async function openEngines(config: Config, say: (step: string) => void) {
  say('Opening the databases ...')
  const postgres = await openPostgres(
    config.databaseUrl ? { databaseUrl: config.databaseUrl } : { dataDirectory: config.data },
  )
  const warehouse = await openWarehouse({
    dataDirectory: config.data,
    clickhouseUrl: config.clickhouseUrl,
    clickhouseCluster: config.clickhouseCluster,
  })
  say('Bringing the tables up to date ...')
  await migratePostgres(postgres, migrationFiles(repositoryRoot(), '.pg.sql'))
  await migrate(warehouse, migrationFiles(repositoryRoot(), '.ch.sql'))
  return { postgres, warehouse }
}

/** Opens the data and everything that works on it; nothing listens yet. */
export async function openProduct(config: Config, options: ProductOptions = {}): Promise<Product> {
  const { log = openLog(config.logLevel), localToken, say = () => {}, warn } = options
  const lock = takeDirectory(config.data)
  try {
    const { postgres, warehouse } = await openEngines(config, say)
    const db = postgres.db
    const admin = openAdmin({ db, log, config, localToken, say: warn })
    const collect = openCollect({ db, warehouse, log, directory: config.data, publicUrl: config.publicUrl })
    const people = openPeople({ db, warehouse, admin, collect, log, directory: config.data })
    const journeys = openJourneys({
      db,
      warehouse,
      log,
      labelsOf: people.labelsOf,
      segmentPeople: people.segmentPeople,
      wantFacets: collect.facets.want,
    })
    const insights = openInsights(warehouse)
    collect.onSettled(journeys.refresh)
    await collect.recover()
    await people.erasing.resume()
    people.retention.start()
    people.segments.start()
    const close = async (): Promise<void> => {
      await people.segments.close()
      await Promise.all([people.erasing.close(), people.retention.close(), collect.close()])
      await people.contacts.idle()
      await journeys.close()
      await warehouse.close()
      await postgres.close()
      lock.release()
    }
    return { admin, collect, people, journeys, insights, warehouse, postgres, lock, close }
  } catch (problem) {
    lock.release()
    throw problem
  }
}
