import { mkdirSync, statfsSync } from 'node:fs'
import { type Admin, openAdmin } from '../features/admin/index.ts'
import { type Collect, openCollect } from '../features/collect/index.ts'
import { type Insights, openInsights } from '../features/insights/index.ts'
import { type Journeys, openJourneys } from '../features/journeys/index.ts'
import { openPeople, type People } from '../features/people/index.ts'
import type { Config } from '../platform/config.ts'
import { openFolder } from '../platform/folder/folder.ts'
import type { LostRows } from '../platform/folder/lost.ts'
import { makeFolderPrivate } from '../platform/folder/private.ts'
import { type Lock, lockDirectory } from '../platform/lock.ts'
import { type Log, openLog } from '../platform/log.ts'
import { migrationFiles } from '../platform/migrations.ts'
import type { Postgres } from '../platform/postgres/open.ts'
import { repositoryRoot } from '../platform/root.ts'
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
  /** What of the data is gone. */
  readonly lost: readonly LostRows[]
  readonly lock: Lock
  /** Stops work, keeps what was acknowledged and gives the data back. */
  close(): Promise<void>
}

export type ProductOptions = {
  readonly log?: Log
  /** With this token programs of the machine may do everything. */
  readonly localToken?: string
  /** Takes what is in the data folder for what belongs there, whatever is missing. */
  readonly adopt?: boolean
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

/** Opens the data and everything that works on it; nothing listens yet. */
export async function openProduct(config: Config, options: ProductOptions = {}): Promise<Product> {
  const { log = openLog(config.logLevel), localToken, adopt, say = () => {}, warn } = options
  const lock = takeDirectory(config.data)
  try {
    makeFolderPrivate(config.data)
    const root = repositoryRoot()
    const migrations = { postgres: migrationFiles(root, '.pg.sql'), warehouse: migrationFiles(root, '.ch.sql') }
    const folder = await openFolder({ ...config, migrations, adopt, say })
    const { postgres, warehouse, lost } = folder
    const db = postgres.db
    const admin = openAdmin({ db, log, config, localToken, say: warn, lost })
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
      await folder.close()
      lock.release()
    }
    return { admin, collect, people, journeys, insights, warehouse, postgres, lost, lock, close }
  } catch (problem) {
    lock.release()
    throw problem
  }
}
