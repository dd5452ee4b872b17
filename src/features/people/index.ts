import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Log } from '../../platform/log.ts'
import type { Database } from '../../platform/postgres/open.ts'
import type { Sql } from '../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import type { Admin, PlacedRequest } from '../admin/index.ts'
import type { Collect } from '../collect/index.ts'
import { type Contacts, openContacts } from './contacts/open.ts'
import { type Law, openLaw } from './law.ts'
import { servePeopleFile } from './list/file.ts'
import type { Narrow } from './list/service.ts'
import { personRoutes } from './routes.ts'
import { openSegments, type Segments } from './segments/open.ts'
import { openPeopleService, type PeopleService } from './service.ts'

export type { NewDecision } from './consent/decisions.ts'
export type { ConsentState, Decision, Purpose, PurposeConsent } from './consent/schema.ts'
export type { Narrow } from './list/service.ts'
export type { PeopleFilter, PersonRow, Profile, Statement, Timeline, TimelineEvent, Trait } from './schema.ts'

export type PeopleOptions = {
  readonly db: Database
  readonly warehouse: Warehouse
  readonly admin: Pick<Admin, 'settingsOf' | 'audit'>
  readonly collect: Pick<
    Collect,
    | 'settle'
    | 'guard'
    | 'hear'
    | 'daily'
    | 'keepOut'
    | 'imports'
    | 'intake'
    | 'identity'
    | 'onSettled'
    | 'facets'
    | 'sources'
  >
  readonly log: Log
  /** The folder of all data. */
  readonly directory: string
  /** Further parts of the filter of lists, such as segments. */
  readonly narrows?: readonly Narrow[]
  /** Between the tries of an erasure that fails, in ms. */
  readonly erasurePauses?: readonly number[]
  readonly now?: () => number
}

export type People = PeopleService & {
  readonly routes: ReturnType<typeof personRoutes> & Law['routes'] & Contacts['routes'] & Segments['routes']
  /** Contacts from and into files, and duplicates among them. */
  readonly contacts: Pick<Contacts, 'idle'>
  /** What people decided: `record(workspace, decisions)`, `of(workspace, person)`, `mayContact(...)`, `changed(workspace)`. */
  readonly consents: Law['consents']
  /** Who was erased and must not come back: `among(workspace, anchors)`, `keptOut(workspace)`. */
  readonly suppression: Law['suppression']
  /** Removes what is kept too long, once a day. */
  readonly retention: Pick<Law['daily'], 'start' | 'close' | 'runDue'>
  /** Goes on with erasures that were not finished, when the program begins. */
  readonly erasing: Pick<Law['erasing'], 'resume' | 'idle' | 'close'>
  /** Who is in a segment now, as a SELECT of `person`; the fault `thing.missing` where there is no such segment. */
  segmentPeople(workspace: string, segment: string): Promise<Sql>
  /** Counts segments, once a day and when asked. */
  readonly segments: Pick<Segments['counting'], 'start' | 'close' | 'idle' | 'runDue'>
  /** Adds what JSON cannot carry: the list as a file. */
  serve(app: FastifyInstance, placeOf: (request: FastifyRequest) => PlacedRequest): void
}

/** People, what is known of them and what they did. */
export function openPeople(options: PeopleOptions): People {
  const segments = openSegments(options)
  const service = openPeopleService({ ...options, narrows: [...(options.narrows ?? []), ...segments.narrows] })
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
    erasing: law.erasing,
    segmentPeople: segments.people,
    segments: segments.counting,
    routes: { ...personRoutes(service), ...law.routes, ...contacts.routes, ...segments.routes },
    serve: (app, placeOf) => {
      servePeopleFile(app, placeOf, service)
      law.serve(app)
      contacts.serve(app, placeOf)
    },
  }
}
