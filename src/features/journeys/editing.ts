import { randomUUID } from 'node:crypto'
import { commonFault } from '../../kernel/fault.ts'
import type { Rule } from '../../kernel/rule.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import type { Workspace } from '../admin/index.ts'
import { readCodes } from '../collect/index.ts'
import { draftJourney, type Facts } from './draft.ts'
import { type HappeningRow, happeningsSql, sampledPeopleSql, sizeSql } from './draftSql.ts'
import { journeyFault } from './faults.ts'
import type { Measuring } from './measuring.ts'
import { phaseModels } from './phaseModels.ts'
import type { Journey, JourneyDraft, JourneyRow } from './schema.ts'
import type { JourneyStore } from './store.ts'

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

function checked(draft: JourneyDraft): void {
  const problem = problemOf(draft)
  if (problem !== null) throw journeyFault('journey.invalid', problem)
}

const missing = () => commonFault('thing.missing', 'There is no such journey')

export type EditingDeps = {
  readonly store: JourneyStore
  readonly measuring: Measuring
  readonly warehouse: Warehouse
  readonly now: () => number
}

/** Drafting, drawing and keeping journeys. Whatever changes what is measured starts a measurement. */
export function openEditing({ store, measuring, warehouse, now }: EditingDeps) {
  const measureSoon = (workspace: string, id: string) => {
    measuring.request(workspace, id).catch(() => undefined)
  }
  return {
    list: (workspace: string): Promise<JourneyRow[]> => store.rows(workspace),
    async draft({ id: workspace, language }: Workspace, order: { phaseModel: string; goal: Rule; name: string }) {
      const model = phaseModels.find(({ id }) => id === order.phaseModel)
      if (!model) throw journeyFault('model.missing', `There is no phase model "${order.phaseModel}".`)
      const facts = await readFacts(warehouse, workspace, order.goal)
      return draftJourney(facts, { name: order.name, model, goal: order.goal, language })
    },
    async create(workspace: string, draft: JourneyDraft): Promise<Journey> {
      checked(draft)
      const journey = await store.insert(workspace, randomUUID(), draft, now())
      measureSoon(workspace, journey.id)
      return journey
    },
    async get(workspace: string, id: string): Promise<Journey> {
      const kept = await store.find(workspace, id)
      if (!kept) throw missing()
      return kept.journey
    },
    async save(workspace: string, id: string, draft: JourneyDraft, version: number): Promise<Journey> {
      checked(draft)
      const saved = await store.save(workspace, id, draft, version, now())
      const kept = await store.find(workspace, id)
      if (!kept) throw missing()
      if (!saved) throw commonFault('thing.stale')
      measureSoon(workspace, id)
      return kept.journey
    },
    async remove(workspace: string, id: string): Promise<void> {
      if (!(await store.remove(workspace, id))) throw missing()
      measuring.forget(workspace, id).catch(() => undefined)
    },
  }
}
