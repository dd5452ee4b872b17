import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import type { FastifyInstance } from 'fastify'
import { contract } from '../../src/app/contract.ts'
import type { Client } from '../../src/app/desk.ts'
import { router } from '../../src/app/router.ts'
import { serveFeatures } from '../../src/app/serve.ts'
import { openAdmin } from '../../src/features/admin/index.ts'
import { openCollect } from '../../src/features/collect/index.ts'
import type { Import, Mapping } from '../../src/features/collect/schema.ts'
import { openInsights } from '../../src/features/insights/index.ts'
import { openJourneys } from '../../src/features/journeys/index.ts'
import { openPeople } from '../../src/features/people/index.ts'
import { createHttp } from '../../src/platform/http/http.ts'
import { type Log, openLog } from '../../src/platform/log.ts'
import { openMetrics } from '../../src/platform/metrics.ts'
import { migrationFiles } from '../../src/platform/migrations.ts'
import { repositoryRoot } from '../../src/platform/root.ts'
import { migrate } from '../../src/platform/warehouse/migrate.ts'
import { openWarehouse } from '../../src/platform/warehouse/open.ts'
import type { Warehouse } from '../../src/platform/warehouse/warehouse.ts'
import { type ClickHouse, startClickHouse, startCluster } from './clickhouse.ts'
import { temporaryPglite } from './postgres.ts'

/** Programs of the machine show this token. */
export const localToken = 'local token of a test'

/** The whole product without its web server, in memory and a temporary folder. */
export type TemporaryProduct = Awaited<ReturnType<typeof temporaryProduct>>

export async function temporaryProduct(
  warehouse: Warehouse,
  { log = openLog('silent'), now = Date.now }: { readonly log?: Log; readonly now?: () => number } = {},
) {
  const directory = await mkdtemp(join(tmpdir(), 'fernweh-product-'))
  const postgres = await temporaryPglite()
  const db = postgres.db
  const admin = openAdmin({ db, log, config: { secret: 's'.repeat(32) }, localToken, now })
  const collect = openCollect({ db, warehouse, log, directory })
  const people = openPeople({ db, warehouse, admin, collect, log, directory })
  const journeys = openJourneys({
    db,
    warehouse,
    log,
    labelsOf: people.labelsOf,
    segmentPeople: people.segmentPeople,
    patienceMs: 120_000,
  })
  const insights = openInsights(warehouse)
  collect.onSettled(journeys.refresh)
  const routes = router({ admin, collect, people, journeys, insights })
  const client: Client = createRouterClient(routes, { context: { caller: { kind: 'local' } } })

  async function ended(workspace: string, { id }: Import): Promise<Import> {
    await collect.imports.idle()
    return client.collect.import({ workspace, import: id })
  }

  return {
    admin,
    collect,
    people,
    routes,
    /** Asks as a program of this machine, which may do everything. */
    client,
    warehouse,
    postgres,
    directory,
    importFile: async (workspace: string, path: string, mapping?: Mapping): Promise<Import> =>
      ended(workspace, await client.collect.importLocal({ workspace, path, mapping })),
    undo: async (workspace: string, id: string): Promise<Import> =>
      ended(workspace, await client.collect.undoImport({ workspace, import: id })),
    async close(): Promise<void> {
      await collect.close()
      await people.segments.close()
      await journeys.close()
      await warehouse.close()
      await postgres.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** What is built of the web app, as far as routes depend on it. */
async function somePages(directory: string): Promise<string> {
  const pages = await mkdtemp(join(directory, 'pages-'))
  await mkdir(join(pages, 'assets'))
  await mkdir(join(pages, 'capture'))
  const icons = ['icon-180.png', 'icon-192.png', 'icon-512.png'].map((name) => `capture/${name}`)
  for (const name of ['index.html', 't.js', 'assets/app.js', 'capture/page.html', 'capture/worker.js', ...icons]) {
    await writeFile(join(pages, name), '<title>The app</title>')
  }
  return pages
}

/** Serves the product on any free port; `change` sees the server before the features add their routes. */
export async function serveProduct(
  product: Pick<TemporaryProduct, 'admin' | 'collect' | 'people' | 'routes' | 'directory'>,
  change: (app: FastifyInstance) => void = () => {},
) {
  const { admin, routes } = product
  const pages = await somePages(product.directory)
  const http = await createHttp({
    config: { port: 0, host: '127.0.0.1', publicUrl: undefined },
    log: openLog('silent'),
    metrics: openMetrics(),
    contract,
    router: routes,
    recognise: admin.recognise,
    permit: admin.permit,
    authenticate: admin.authenticate,
    isTrusted: admin.isTrusted,
    checks: [],
    pages,
    requestsPerMinute: 100_000,
  })
  change(http.app)
  serveFeatures(http, product, pages)
  const { port } = await http.listen()
  return { url: `http://127.0.0.1:${port}`, routes: http.routes, close: http.close }
}

/** The warehouse of servers, with all migrations applied; they stop when it is closed. */
export const connected = async (servers: ClickHouse): Promise<Warehouse> => {
  const { url: clickhouseUrl, cluster: clickhouseCluster } = servers
  const warehouse = await openWarehouse({ dataDirectory: 'unused', clickhouseUrl, clickhouseCluster })
  await migrate(warehouse, migrationFiles(repositoryRoot(), '.ch.sql'))
  const close = async () => {
    await warehouse.close()
    await servers.stop()
  }
  return { ...warehouse, close }
}

/** A ClickHouse server of its own with all migrations applied. */
export const temporaryServer = async (): Promise<Warehouse> => connected(await startClickHouse())

/** A cluster of two shards of its own with all migrations applied. */
export const temporaryCluster = async (): Promise<Warehouse> => connected(await startCluster(2))
