import { randomUUID } from 'node:crypto'
import { commonFault } from '../../kernel/fault.ts'
import type { Rule } from '../../kernel/rule.ts'
import type { Log } from '../../platform/log.ts'
import type { Database } from '../../platform/postgres/open.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import type { Caller, InWorkspace, Workspace } from '../admin/index.ts'
import { readCodes } from '../collect/index.ts'
import { figuresOf, noFigures, planOf } from './asking.ts'
import { detailOf, travellersOf } from './detail.ts'
import type { Who } from './detailSql.ts'
import { draftJourney, type Facts } from './draft.ts'
import { type HappeningRow, happeningsSql, sampledPeopleSql, sizeSql } from './draftSql.ts'
import { journeyFault } from './faults.ts'
import { measureOf } from './measure.ts'
import { openMeasuring } from './measuring.ts'
import { phaseModels } from './phaseModels.ts'
import type {
  Journey,
  JourneyDraft,
  JourneyRow,
  MapFigures,
  Question,
  TouchpointDetail,
  TravellerRow,
} from './schema.ts'
import { type Kept, openJourneyStore } from './store.ts'

export type JourneysDeps = {
  readonly db: Database
  readonly warehouse: Warehouse
  readonly inWorkspace: InWorkspace
  readonly log: Log
  readonly now: () => number
  /** How long a question waits for a measurement before it answers that it is measuring, in ms. */
  readonly patienceMs: number
}

const sampledEvents = 1_000_000

/** What is said of a journey that does not hold together, or null. */
export function problemOf({ phases, touchpoints }: JourneyDraft): string | null {
  const twice = (ids: readonly string[]) => ids.find((id, i) => ids.indexOf(id) !== i)
  const phase = twice(phases.map(({ id }) => id))
  if (phase !== undefined) return `Two phases have the id "${phase}".`
  const touchpoint = twice(touchpoints.map(({ id }) => id))
  if (touchpoint !== undefined) return `Two touchpoints have the id "${touchpoint}".`
  const lost = touchpoints.find((one) => !phases.some(({ id }) => id === one.phase))
  return lost ? `The touchpoint "${lost.name}" stands in a phase that does not exist.` : null
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

async function readFacts(warehouse: Warehouse, workspace: string, goal: Rule): Promise<Facts> {
  const [size] = await warehouse.rows<{ events: number }>(sizeSql(workspace))
  const sampled = Math.max(1, Math.ceil((size?.events ?? 0) / sampledEvents))
  const [rows, people, codes] = await Promise.all([
    warehouse.rows<HappeningRow>(happeningsSql(workspace, goal, sampled), { tag: 'draft' }),
    warehouse.rows<{ people: number }>(sampledPeopleSql(workspace, sampled), { tag: 'draft' }),
    readCodes(warehouse, workspace),
  ])
  const named = rows
    .map((row) => ({ ...row, event: codes.events.get(row.event) ?? '' }))
    .filter(({ event }) => event !== '')
  return {
    people: people[0]?.people ?? 0,
    events: named.filter(({ together }) => together === 1),
    channels: named
      .filter(({ together }) => together === 0)
      .map((row) => ({ ...row, channel: codes.channels.get(row.channel) ?? '' })),
  }
}

export function openJourneyService({ db, warehouse, inWorkspace, log, now, patienceMs }: JourneysDeps) {
  const store = openJourneyStore(db)
  const measuring = openMeasuring({ warehouse, store, log, now })

  async function keptOf(workspace: string, id: string): Promise<Kept> {
    const kept = await store.find(workspace, id)
    if (!kept) throw commonFault('thing.missing', 'There is no such journey')
    return kept
  }

  /** The journey with figures of its present rules, or null while they are being measured. */
  async function measured(workspace: string, id: string): Promise<Kept | null> {
    const kept = await keptOf(workspace, id)
    if (kept.measured === measureOf(kept.journey).id) return kept
    if (!(await endsWithin(measuring.request(workspace, id), patienceMs))) return null
    const again = await keptOf(workspace, id)
    return again.measured === measureOf(again.journey).id ? again : null
  }

  async function planned(caller: Caller, workspace: string, id: string, question: Question) {
    const settings = await inWorkspace(caller, workspace, 'view')
    const kept = await measured(workspace, id)
    return kept && planOf(warehouse, settings, kept, question)
  }

  const checked = (draft: JourneyDraft): void => {
    const problem = problemOf(draft)
    if (problem !== null) throw journeyFault('journey.invalid', problem)
  }

  return {
    measuring,
    async list(caller: Caller, workspace: string): Promise<JourneyRow[]> {
      await inWorkspace(caller, workspace, 'view')
      return store.rows(workspace)
    },
    async draft(
      caller: Caller,
      workspace: string,
      order: { phaseModel: string; goal: Rule; name: string },
    ): Promise<JourneyDraft> {
      const { language } = await inWorkspace(caller, workspace, 'edit')
      const model = phaseModels.find(({ id }) => id === order.phaseModel)
      if (!model) throw journeyFault('model.missing', `There is no phase model "${order.phaseModel}".`)
      const facts = await readFacts(warehouse, workspace, order.goal)
      return draftJourney(facts, { name: order.name, model, goal: order.goal, language })
    },
    async create(caller: Caller, workspace: string, draft: JourneyDraft): Promise<Journey> {
      await inWorkspace(caller, workspace, 'edit')
      checked(draft)
      const journey = await store.insert(workspace, randomUUID(), draft, now())
      measuring.request(workspace, journey.id).catch(() => undefined)
      return journey
    },
    async get(caller: Caller, workspace: string, id: string): Promise<Journey> {
      await inWorkspace(caller, workspace, 'view')
      return (await keptOf(workspace, id)).journey
    },
    async save(caller: Caller, workspace: string, id: string, draft: JourneyDraft, version: number): Promise<Journey> {
      await inWorkspace(caller, workspace, 'edit')
      checked(draft)
      await keptOf(workspace, id)
      if (!(await store.save(workspace, id, draft, version, now()))) throw commonFault('thing.stale')
      measuring.request(workspace, id).catch(() => undefined)
      return (await keptOf(workspace, id)).journey
    },
    async remove(caller: Caller, workspace: string, id: string): Promise<void> {
      await inWorkspace(caller, workspace, 'edit')
      if (!(await store.remove(workspace, id))) throw commonFault('thing.missing', 'There is no such journey')
      measuring.forget(workspace, id).catch(() => undefined)
    },
    async figures(caller: Caller, workspace: string, id: string, question: Question): Promise<MapFigures> {
      const settings: Workspace = await inWorkspace(caller, workspace, 'view')
      const kept = await measured(workspace, id)
      const plan = kept && (await planOf(warehouse, settings, kept, question))
      if (plan) return figuresOf(warehouse, plan)
      const { journey } = kept ?? (await keptOf(workspace, id))
      return noFigures(kept ? 'empty' : 'measuring', settings, journey, question, now())
    },
    async touchpoint(
      caller: Caller,
      workspace: string,
      id: string,
      touchpoint: string,
      question: Question,
    ): Promise<TouchpointDetail> {
      const plan = await planned(caller, workspace, id, question)
      const detail = plan && (await detailOf(warehouse, plan, touchpoint))
      if (!detail) throw commonFault('thing.missing', 'There are no figures of this touchpoint yet')
      return detail
    },
    async travellers(
      caller: Caller,
      workspace: string,
      id: string,
      touchpoint: string,
      page: { who: Who; offset: number; limit: number },
      question: Question,
    ): Promise<{ people: TravellerRow[]; total: number }> {
      const plan = await planned(caller, workspace, id, question)
      const step = plan ? 1 + plan.measure.touchpoints.findIndex((one) => one.id === touchpoint) : 0
      return plan && step > 0 ? travellersOf(warehouse, plan, step, page) : { people: [], total: 0 }
    },
  }
}

export type JourneyService = ReturnType<typeof openJourneyService>
