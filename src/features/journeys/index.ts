import type { Log } from '../../platform/log.ts'
import type { Database } from '../../platform/postgres/open.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import type { Settled } from '../collect/index.ts'
import type { SegmentPeople } from './asking.ts'
import type { LabelsOf } from './detail.ts'
import { journeyRoutes } from './routes.ts'
import { openJourneyService, type WantFacets } from './service.ts'

export { type PhasesReport, phasesReport, phasesText } from './report.ts'
export type { Journey, JourneyDraft, MapFigures } from './schema.ts'

export type JourneysOptions = {
  readonly db: Database
  readonly warehouse: Warehouse
  readonly log: Log
  readonly now?: () => number
  readonly patienceMs?: number
  readonly labelsOf?: LabelsOf
  readonly segmentPeople?: SegmentPeople
  readonly wantFacets?: WantFacets
}

export type Journeys = {
  readonly routes: ReturnType<typeof journeyRoutes>
  /** Brings the runs of these people up to their events. */
  refresh(settled: Settled): Promise<void>
  close(): Promise<void>
}

/** Phase models, journeys, their measured runs and the figures of the map. */
export function openJourneys({
  db,
  warehouse,
  log,
  now = Date.now,
  patienceMs = 1_500,
  labelsOf,
  segmentPeople,
  wantFacets,
}: JourneysOptions): Journeys {
  const service = openJourneyService({
    db,
    warehouse,
    log,
    now,
    patienceMs,
    labelsOf,
    segmentPeople,
    wantFacets,
  })
  const { measuring } = service
  measuring.resume().catch((error: unknown) => log.error({ error }, 'Unfinished measurements could not be taken up'))
  return {
    routes: journeyRoutes(service),
    refresh: measuring.refresh,
    close: measuring.close,
  }
}
