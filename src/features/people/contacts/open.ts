import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Log } from '../../../platform/log.ts'
import type { Database } from '../../../platform/postgres/open.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { PlacedRequest } from '../../admin/index.ts'
import type { Collect } from '../../collect/index.ts'
import { duplicateRoutes } from '../duplicates/routes.ts'
import { openDuplicateService } from '../duplicates/service.ts'
import type { PeopleService } from '../service.ts'
import type { LawDoor } from './carryOut.ts'
import { contactRoutes, serveContacts } from './routes.ts'
import { openContactService } from './service.ts'

export type ContactOptions = {
  readonly db: Database
  readonly warehouse: Warehouse
  readonly collect: Pick<Collect, 'imports' | 'identity'>
  readonly log: Log
  readonly directory: string
  readonly people: Pick<PeopleService, 'everybody' | 'labelsOf' | 'profile'>
  readonly law: LawDoor
  readonly now?: () => number
}

export type Contacts = ReturnType<typeof openContacts>

/** Contacts from files and into files, and those of them who may be one person. */
export function openContacts({ db, warehouse, collect, log, directory, people, law, now = Date.now }: ContactOptions) {
  const duplicates = openDuplicateService({
    db,
    warehouse,
    log,
    identity: collect.identity,
    labelsOf: people.labelsOf,
    profileOf: people.profile,
    now,
  })
  const service = openContactService({
    db,
    warehouse,
    imports: collect.imports,
    directory,
    law,
    imported: duplicates.searchSoon,
    now,
  })
  const deps = { service, warehouse, everybody: people.everybody }
  return {
    routes: { contacts: contactRoutes(deps), duplicates: duplicateRoutes(duplicates) },
    serve: (app: FastifyInstance, placeOf: (request: FastifyRequest) => PlacedRequest) =>
      serveContacts(app, placeOf, deps),
    /** Resolves when nothing of it runs. */
    idle: duplicates.idle,
  }
}
