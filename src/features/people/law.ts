import type { FastifyInstance } from 'fastify'
import type { Log } from '../../platform/log.ts'
import type { Database } from '../../platform/postgres/open.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import type { Admin } from '../admin/index.ts'
import type { Collect } from '../collect/index.ts'
import { openGate } from './consent/gate.ts'
import { serveLink } from './consent/linkRoute.ts'
import { openPreferences } from './consent/preferences.ts'
import { consentRoutes, preferenceRoutes } from './consent/routes.ts'
import { openSaid } from './consent/said.ts'
import { openConsents } from './consent/service.ts'
import { openPrivacyStore } from './consent/store.ts'
import { countryOfWorkspace } from './contacts/fields.ts'
import { openDaily } from './protection/daily.ts'
import { openErase } from './protection/erase.ts'
import { openErasing } from './protection/erasing.ts'
import { openOrders } from './protection/orders.ts'
import { type Known, openPresent } from './protection/present.ts'
import { openRetention } from './protection/retention.ts'
import { protectionRoutes } from './protection/routes.ts'
import { openProtection } from './protection/service.ts'
import { openProtectionStore } from './protection/store.ts'
import { subjectOf } from './protection/subject.ts'
import { openSuppression } from './protection/suppression.ts'

export type LawDeps = {
  readonly db: Database
  readonly warehouse: Warehouse
  readonly admin: Pick<Admin, 'settingsOf' | 'audit'>
  readonly collect: Pick<
    Collect,
    'settle' | 'guard' | 'hear' | 'daily' | 'keepOut' | 'imports' | 'intake' | 'facets' | 'sources'
  >
  readonly log: Log
  /** The folder of all data. */
  readonly directory: string
  readonly labelsOf: (workspace: string, people: readonly string[]) => Promise<ReadonlyMap<string, string>>
  /** Between the tries of an erasure that fails, in ms. */
  readonly erasurePauses?: readonly number[] | undefined
  readonly now: () => number
}

/** Consent and data protection: what is asked, kept, shown, held back and erased. Guards the way into the events. */
export function openLaw({ db, warehouse, admin, collect, log, directory, labelsOf, erasurePauses, now }: LawDeps) {
  const privacy = openPrivacyStore(db)
  const store = openProtectionStore(db)
  const countryOf = async (workspace: string) => countryOfWorkspace(await admin.settingsOf(workspace))
  const suppression = openSuppression(privacy, store, countryOf)
  const gate = openGate({
    warehouse,
    privacy: privacy.privacy,
    suppressed: suppression.list,
    daily: collect.daily,
    now,
  })
  collect.guard(gate.gate)
  collect.keepOut(suppression.keptOut)
  const { settle } = collect
  const present = openPresent(warehouse)
  const consents = openConsents({
    warehouse,
    store: privacy,
    gate,
    settle,
    restricted: store.restricted,
    now,
  })
  collect.hear(openSaid({ warehouse, store: privacy, suppressed: suppression.among, record: consents.record, now }))
  const page = openPreferences({ warehouse, store: privacy, protection: store, consents, admin, now })
  const orders = openOrders(db, async (workspace) => (await privacy.privacy(workspace)).secret)
  const erase = openErase({
    db,
    warehouse,
    store,
    orders,
    suppression,
    gate,
    directory,
    importsOf: async (workspace) => (await collect.imports.all(workspace)).map(({ id }) => id),
    countryOf,
    alone: async (workspace, work) => {
      await collect.intake.settled()
      try {
        return await collect.imports.inTurn(() => collect.facets.without(workspace, work))
      } finally {
        collect.intake.forget()
      }
    },
    arrived: collect.intake.stored,
    settle,
    now,
  })
  const erasing = openErasing({ orders, erase, log, now, pauses: erasurePauses })
  const subjectIn = async (workspace: string, known: Known) =>
    subjectOf(warehouse, workspace, await countryOf(workspace), known)
  const retention = openRetention({ warehouse, erasing, settle, now })
  const daily = openDaily({ privacy, retention, admin, log, now })
  const protection = openProtection({
    warehouse,
    admin,
    store,
    privacy,
    consents,
    present,
    erasing,
    orders,
    subjectOf: subjectIn,
    labelsOf,
    now,
  })
  return {
    consents,
    protection,
    suppression,
    erasing,
    daily,
    serve: (app: FastifyInstance) => serveLink(app, { admin, sources: collect.sources, page, present }),
    routes: {
      consent: consentRoutes({ consents, present, now }),
      protection: protectionRoutes(protection, daily),
      preferences: preferenceRoutes(page),
    },
  }
}

export type Law = ReturnType<typeof openLaw>
