import { commonFault } from '../../kernel/fault.ts'
import type { Log } from '../../platform/log.ts'
import type { Database } from '../../platform/postgres/open.ts'
import type { Sql } from '../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import type { Workspace } from '../admin/index.ts'
import { figuresOf, noFigures, planOf, type SegmentPeople } from './asking.ts'
import { detailOf, type LabelsOf, travellersOf } from './detail.ts'
import type { Who } from './detailSql.ts'
import { type EditingDeps, openEditing } from './editing.ts'
import { measureOf } from './measure.ts'
import { openMeasuring } from './measuring.ts'
import { positionsOf } from './positions.ts'
import type { MapFigures, Position, Question, TouchpointDetail } from './schema.ts'
import { type Kept, openJourneyStore } from './store.ts'

/** Told which properties of a workspace had to be searched for in all events. */
export type WantFacets = (workspace: string, keys: readonly string[]) => void

export type JourneysDeps = {
  readonly db: Database
  readonly warehouse: Warehouse
  readonly log: Log
  readonly now: () => number
  /** How long a question waits for a measurement before it answers that it is measuring, in ms. */
  readonly patienceMs: number
  readonly labelsOf?: LabelsOf | undefined
  readonly segmentPeople?: SegmentPeople | undefined
  readonly wantFacets?: WantFacets | undefined
  /** Between the tries of a measurement that fails, in ms. */
  readonly pauses?: readonly number[] | undefined
}

/** Whether work ends within the time given; it goes on either way. */
async function endsWithin(work: Promise<void>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms)
  })
  const done = work.then(
    () => true,
    () => false,
  )
  return Promise.race([done, patience]).finally(() => clearTimeout(timer))
}

type AnsweringDeps = EditingDeps & Pick<JourneysDeps, 'patienceMs' | 'labelsOf' | 'segmentPeople' | 'wantFacets'>
type Page = { readonly who: Who; readonly offset: number; readonly limit: number }

/** Questions about measured journeys. */
function openAnswering(deps: AnsweringDeps) {
  const { store, measuring, warehouse, now, patienceMs, labelsOf } = deps

  async function keptOf(workspace: string, id: string): Promise<Kept> {
    const kept = await store.find(workspace, id)
    if (!kept) throw commonFault('thing.missing', 'There is no such journey')
    return kept
  }

  async function segmentOf(workspace: string, segment: string): Promise<Sql> {
    if (!deps.segmentPeople) throw commonFault('thing.missing', 'There is no such segment')
    return deps.segmentPeople(workspace, segment)
  }

  /** The journey with complete runs of its present rules, or null while they are being measured. */
  async function measured(workspace: string, id: string): Promise<Kept | null> {
    const isMeasured = ({ measured, journey }: Kept) =>
      measured === measureOf(journey).id && !measuring.isBehind(workspace, id)
    const kept = await keptOf(workspace, id)
    if (isMeasured(kept)) return kept
    if (!(await endsWithin(measuring.request(workspace, id), patienceMs))) return null
    const again = await keptOf(workspace, id)
    return isMeasured(again) ? again : null
  }

  async function withSegment(settings: Workspace, kept: Kept, question: Question) {
    const segment = question.segment ? await segmentOf(settings.id, question.segment) : null
    const plan = await planOf(warehouse, settings, kept, question, segment)
    if (plan && plan.searched.length > 0) deps.wantFacets?.(settings.id, plan.searched)
    return plan
  }

  async function planned(settings: Workspace, id: string, question: Question) {
    const kept = await measured(settings.id, id)
    return kept && withSegment(settings, kept, question)
  }

  return {
    async figures(settings: Workspace, id: string, question: Question): Promise<MapFigures> {
      const { id: workspace } = settings
      const kept = await measured(workspace, id)
      const plan = kept && (await withSegment(settings, kept, question))
      if (plan) return figuresOf(warehouse, plan)
      const { journey } = kept ?? (await keptOf(workspace, id))
      return noFigures(kept ? 'empty' : 'measuring', settings, journey, question, now())
    },
    async touchpoint(
      workspace: Workspace,
      id: string,
      touchpoint: string,
      question: Question,
    ): Promise<TouchpointDetail> {
      const plan = await planned(workspace, id, question)
      const detail = plan && (await detailOf(warehouse, plan, touchpoint))
      if (!detail) throw commonFault('thing.missing', 'There are no figures of this touchpoint yet')
      return detail
    },
    async positions(workspace: string, person: string): Promise<Position[]> {
      const current = (await store.all(workspace)).filter(({ journey }) => !measuring.isBehind(workspace, journey.id))
      return positionsOf(warehouse, workspace, current, person)
    },
    async travellers(workspace: Workspace, id: string, touchpoint: string, page: Page, question: Question) {
      const plan = await planned(workspace, id, question)
      const step = plan ? 1 + plan.measure.touchpoints.findIndex((one) => one.id === touchpoint) : 0
      return plan && step > 0 ? travellersOf({ warehouse, labelsOf }, plan, step, page) : { people: [], total: 0 }
    },
  }
}

/** Everything that callers may do with journeys, and what keeps them measured. */
export function openJourneyService(options: JourneysDeps) {
  const { db, warehouse, log, now, patienceMs, labelsOf, segmentPeople, wantFacets, pauses } = options
  const store = openJourneyStore(db)
  const measuring = openMeasuring({ warehouse, store, log, now, pauses })
  const deps = { store, measuring, warehouse, now }
  return {
    measuring,
    ...openEditing(deps),
    ...openAnswering({ ...deps, patienceMs, labelsOf, segmentPeople, wantFacets }),
  }
}

export type JourneyService = ReturnType<typeof openJourneyService>
