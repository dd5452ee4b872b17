import type { Log } from '../../../platform/log.ts'
import type { Database } from '../../../platform/postgres/open.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { Admin } from '../../admin/index.ts'
import type { Collect } from '../../collect/index.ts'
import { openTraits } from '../traits/service.ts'
import { openCounting } from './counting.ts'
import { openLists } from './lists.ts'
import { segmentRoutes } from './routes.ts'
import { openPeopleOfSegments, openSegmentService } from './service.ts'
import { openSegmentStore } from './store.ts'

export type SegmentOptions = {
  readonly db: Database
  readonly warehouse: Warehouse
  readonly admin: Pick<Admin, 'settingsOf'>
  readonly collect: Pick<Collect, 'identity' | 'onSettled'>
  readonly log: Log
  readonly now?: () => number
}

/** Segments: who is in them, what people do with them, and how they are counted. */
export function openSegments({ db, warehouse, admin, collect, log, now = Date.now }: SegmentOptions) {
  const { settingsOf } = admin
  const store = openSegmentStore(db)
  const people = openPeopleOfSegments({ store, warehouse, settingsOf, now })
  const counting = openCounting({ store, settingsOf, measure: people.measure, log, now })
  const service = openSegmentService({
    store,
    lists: openLists({ warehouse, now }),
    counting,
    people,
    warehouse,
    traits: openTraits({ warehouse, now }),
    personOf: collect.identity.personOf,
    now,
  })
  collect.onSettled(({ workspace }) => counting.changed(workspace))
  return {
    routes: { segments: segmentRoutes(service) },
    narrows: people.narrows,
    /** Who is in a segment now, as a SELECT of `person`. */
    people: people.people,
    counting,
    service,
  }
}

export type Segments = ReturnType<typeof openSegments>
