import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Log } from '../../platform/log.ts'
import type { Database } from '../../platform/postgres/open.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import type { Admin, Caller } from '../admin/index.ts'
import { collectRoutes, serveUploads } from './routes.ts'
import { openImports } from './service.ts'
import { openSettle, type Settling } from './settle.ts'
import { openImportStore } from './store.ts'
import { openUploads } from './uploads.ts'

export type CollectDeps = {
  readonly db: Database
  readonly warehouse: Warehouse
  readonly admin: Pick<Admin, 'inWorkspace'>
  readonly log: Log
  /** The folder of all data: uploads and rejected rows lie in it. */
  readonly directory: string
  readonly now?: () => number
}

/** Told after the events of some people changed and their paths follow them. */
export type Settled = Settling

export type Collect = ReturnType<typeof openCollect>

/** Events: how they come in, and what follows from them. */
export function openCollect({ db, warehouse, admin, log, directory, now = Date.now }: CollectDeps) {
  const listeners: ((settled: Settled) => Promise<void> | void)[] = []
  const settlePaths = openSettle(warehouse)

  async function settle(settling: Settling): Promise<void> {
    await settlePaths(settling)
    for (const listener of listeners) {
      try {
        await listener(settling)
      } catch (error) {
        log.error(
          { err: error, workspace: settling.workspace },
          'What follows from events could not be brought up to date',
        )
      }
    }
  }

  const uploads = openUploads(directory, now)
  const imports = openImports({ warehouse, store: openImportStore(db), uploads, settle, log, directory, now })
  const routes = { imports, uploads, warehouse, inWorkspace: admin.inWorkspace }
  return {
    routes: collectRoutes(routes),
    serveUploads: (app: FastifyInstance, callerOf: (request: FastifyRequest, reply: FastifyReply) => Promise<Caller>) =>
      serveUploads(app, callerOf, routes),
    imports,
    onSettled(listener: (settled: Settled) => Promise<void> | void): void {
      listeners.push(listener)
    },
    recover: imports.recover,
    close: imports.close,
  }
}
