import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Log } from '../../platform/log.ts'
import type { Database } from '../../platform/postgres/open.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import type { Admin, Caller } from '../admin/index.ts'
import type { Collect } from '../collect/index.ts'
import { type Contacts, openContacts } from './contacts/open.ts'
import { type Law, openLaw } from './law.ts'
import { servePeopleFile } from './list/file.ts'
import type { Narrow } from './list/service.ts'
import { personRoutes } from './routes.ts'
import { openPeopleService, type PeopleService } from './service.ts'

export type { NewDecision } from './consent/decisions.ts'
export type { ConsentState, Decision, Purpose, PurposeConsent } from './consent/schema.ts'
export type { Narrow } from './list/service.ts'
export type { PeopleFilter, PersonRow, Profile, Statement, Timeline, TimelineEvent, Trait } from './schema.ts'

export type PeopleOptions = {
  readonly db: Database
  readonly warehouse: Warehouse
  readonly admin: Pick<Admin, 'inWorkspace' | 'settingsOf' | 'audit'>
  readonly collect: Pick<Collect, 'settle' | 'guard' | 'hear' | 'daily' | 'keepOut' | 'imports' | 'intake' | 'identity'>
  readonly log: Log
  /** The folder of all data. */
  readonly directory: string
  /** Further parts of the filter of lists, such as segments. */
  readonly narrows?: readonly Narrow[]
  readonly now?: () => number
}

export type People = PeopleService & {
  readonly routes: ReturnType<typeof personRoutes> & Law['routes'] & Contacts['routes']
  /** Contacts from and into files, and duplicates among them. */
  readonly contacts: Pick<Contacts, 'idle'>
  /** What people decided: `record(workspace, decisions)`, `of(workspace, person)`, `mayContact(...)`, `changed(workspace)`. */
  readonly consents: Law['consents']
  /** Who was erased and must not come back: `among(workspace, anchors)`, `sql(workspace)`. */
  readonly suppression: Law['suppression']
  /** Removes what is kept too long, once a day. */
  readonly retention: Pick<Law['daily'], 'start' | 'close' | 'runDue'>
  /** Adds what JSON cannot carry: the list as a file. */
  serve(app: FastifyInstance, callerOf: (request: FastifyRequest, reply: FastifyReply) => Promise<Caller>): void
}

/** People, what is known of them and what they did. */
export function openPeople(options: PeopleOptions): People {
  const service = openPeopleService(options)
  const labelsOf = async (workspace: string, people: readonly string[]) =>
    service.labelsOf(workspace, people, (await options.admin.settingsOf(workspace)).language)
  const law = openLaw({ ...options, labelsOf, now: options.now ?? Date.now })
  const keeping = { record: law.consents.record, suppressed: law.suppression.among }
  const contacts = openContacts({ ...options, people: service, law: keeping })
  return {
    ...service,
    contacts,
    consents: law.consents,
    suppression: law.suppression,
    retention: law.daily,
    routes: { ...personRoutes(service), ...law.routes, ...contacts.routes },
    serve: (app, callerOf) => {
      servePeopleFile(app, callerOf, service)
      contacts.serve(app, callerOf)
    },
  }
}
