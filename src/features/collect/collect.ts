import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Live, openLive } from '../../platform/live.ts'
import type { Log } from '../../platform/log.ts'
import type { Database } from '../../platform/postgres/open.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import type { PlacedRequest } from '../admin/index.ts'
import { serveCapturePages } from './capture/pages.ts'
import { captureRoutes } from './capture/routes.ts'
import { openCapture } from './capture/service.ts'
import { channelRoutes } from './channels/routes.ts'
import { openChannels } from './channels/service.ts'
import { openFacets } from './facets/service.ts'
import { identityRoutes } from './identity/routes.ts'
import { openIdentity } from './identity/service.ts'
import { decidedIn, openDecisionStore, openRulesStore } from './identity/store.ts'
import type { KeepOut } from './imports/keepOut.ts'
import { openIntake } from './intake/intake.ts'
import { serveLive } from './intake/liveRoute.ts'
import { collectRoutes, serveUploads } from './routes.ts'
import { openImports } from './service.ts'
import { openSettle, type Settled, type Settling } from './settle.ts'
import { openSourceFigures } from './sources/figures.ts'
import { sourceRoutes } from './sources/routes.ts'
import { serveSegment } from './sources/segment.ts'
import { openSources } from './sources/service.ts'
import { openImportStore } from './store.ts'
import { openDaily } from './tracking/daily.ts'
import { serveTracking } from './tracking/routes.ts'
import { openWorkspaceTurns } from './turns.ts'
import { openUploads } from './uploads.ts'
import { webhookRoutes } from './webhooks/routes.ts'
import { serveWebhooks } from './webhooks/serve.ts'
import { openWebhooks } from './webhooks/service.ts'

export type CollectDeps = {
  readonly db: Database
  readonly warehouse: Warehouse
  readonly log: Log
  /** The folder of all data: uploads and rejected rows lie in it. */
  readonly directory: string
  readonly now?: () => number
  readonly live?: Live
  readonly publicUrl?: string
}

export type Collect = ReturnType<typeof openCollect>

/** Events: how they come in, and what follows from them. */
export function openCollect({
  db,
  warehouse,
  log,
  directory,
  now = Date.now,
  live = openLive(),
  publicUrl,
}: CollectDeps) {
  const listeners: ((settled: Settled) => Promise<void> | void)[] = []
  const decisions = { ...openDecisionStore(db), ...openRulesStore(db) }
  const turns = openWorkspaceTurns()
  const facets = openFacets({ warehouse, turns, log })
  const settlePaths = openSettle(warehouse, decidedIn(decisions), now, turns, facets)

  async function settle(settling: Settling): Promise<void> {
    const settled = await settlePaths(settling)
    for (const listener of listeners) {
      try {
        await listener(settled)
      } catch (error) {
        log.error(
          { err: error, workspace: settling.workspace },
          'What follows from events could not be brought up to date',
        )
      }
    }
  }

  let keptOut: KeepOut = async () => null
  const keepOut: KeepOut = (workspace) => keptOut(workspace)
  const uploads = openUploads(directory, now)
  const sources = openSources({ db, log, now })
  const identity = openIdentity({ warehouse, store: decisions, settle, log, now })
  const intake = openIntake({ warehouse, settle, live, log, directory, now })
  const daily = openDaily(now)
  const channels = openChannels({ db, warehouse, settle, arrived: intake.stored, log, now })
  intake.classify(channels.classify)
  const webhooks = openWebhooks({ db, intake, sources, log, now })
  const capture = openCapture({ db, warehouse, sources, intake, settle, now })
  const store = openImportStore(db)
  const imports = openImports({ warehouse, store, uploads, settle, keepOut, log, directory, now })
  const figures = openSourceFigures({ warehouse, now, settled: intake.settled, rejectedRows: store.rejectedRows })
  const routes = { imports, uploads, warehouse }
  return {
    routes: {
      ...collectRoutes(routes),
      capture: captureRoutes(capture),
      channels: channelRoutes({ channels }),
      webhooks: webhookRoutes({ webhooks }),
      identity: identityRoutes(identity),
      sources: sourceRoutes({ sources, figures }),
    },
    serveUploads: (app: FastifyInstance, placeOf: (request: FastifyRequest) => PlacedRequest) => {
      serveUploads(app, placeOf, routes)
      serveLive(app, { live, placeOf })
      serveSegment(app)
      serveTracking(app, { intake, keys: sources, now, daily, publicUrl })
    },
    serveCapture: (app: FastifyInstance, folder: string) => serveCapturePages(app, folder, capture),
    serveWebhooks: (app: FastifyInstance) => serveWebhooks(app, webhooks),
    imports,
    channels,
    intake,
    /** Brings what follows from events up to a change that did not come as an event. */
    settle,
    guard: intake.guard,
    /** Told of events that say something about consent, before they are stored. */
    hear: intake.hear,
    /** Names people for one day where nothing may name them longer. */
    daily,
    /** Says whom no import may bring back. */
    keepOut(who: KeepOut): void {
      keptOut = who
    },
    classify: intake.classify,
    live,
    sources,
    identity,
    facets,
    /** Told after the events of some people changed, or whose they are, and their paths follow. */
    onSettled(listener: (settled: Settled) => Promise<void> | void): void {
      listeners.push(listener)
    },
    recover: async () => {
      await imports.recover()
      await intake.recover()
      await identity.recover()
      await channels.recover()
    },
    close: async () => {
      await intake.close()
      await channels.close()
      await imports.close()
      await sources.close()
      await identity.idle()
      await facets.close()
    },
  }
}
