import type { Period } from '../../kernel/figures.ts'
import { dayOf, momentsOf } from '../../kernel/period.ts'
import { sql } from '../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import type { Workspace } from '../admin/index.ts'
import { readCodes } from '../collect/index.ts'
import { type Compared, type Counts, phasesOf, type Setting, toFigures } from './figures.ts'
import * as ask from './figuresSql.ts'
import { type Measure, measureOf } from './measure.ts'
import { dayMs, type RunsOf, runRows } from './runs.ts'
import type { Journey, MapFigures, Question } from './schema.ts'
import type { Kept } from './store.ts'

/** A question about a measured journey, with all that its answers share. */
export type Plan = {
  readonly workspace: Workspace
  readonly journey: Journey
  readonly measure: Measure
  readonly of: RunsOf
  readonly question: Question
  /** What is asked, or everything measured. */
  readonly period: Period
  readonly span: ask.Span
  readonly asked: ask.Asked
  readonly before: ask.Asked | null
}

/** Null where nobody travels yet. */
export async function planOf(
  warehouse: Warehouse,
  workspace: Workspace,
  { journey, asOfMs }: Kept,
  question: Question,
): Promise<Plan | null> {
  const measure = measureOf(journey)
  const of: RunsOf = { workspace: workspace.id, journey: journey.id, measure: measure.id }
  const [first] = await warehouse.rows<{ since: number; people: number }>(
    sql`select toFloat64(min(started[1])) as since, toUInt32(count()) as people from ${runRows(of)}`,
  )
  if (!first || first.people === 0 || asOfMs === null) return null
  const zone = workspace.timeZone
  const all = { from: dayOf(first.since, zone), to: dayOf(Math.max(first.since, asOfMs), zone) }
  const period = question.period ?? all
  const base = { ...of, filter: question.filter, asOfMs, gapDays: journey.gapDays }
  return {
    workspace,
    journey,
    measure,
    of,
    question,
    period,
    span: momentsOf(period, zone),
    asked: { ...base, period: question.period && momentsOf(question.period, zone) },
    before: question.compare && { ...base, period: momentsOf(question.compare, zone) },
  }
}

const noTotals: ask.TotalsRow = { runs: 0, value: 0, events: 0, unplaced: 0 }

async function count(warehouse: Warehouse, { asked, journey, measure, span }: Plan): Promise<Counts> {
  const phases = phasesOf(journey, measure)
  const rows = <T>(query: Parameters<Warehouse['rows']>[0]) => warehouse.rows<T>(query, { tag: 'map' })
  const [people, runs, touches, totals, values, emotions, hours] = await Promise.all([
    rows<ask.FactRow>(ask.peopleFactsSql(asked, phases, span)),
    rows<ask.FactRow>(ask.runFactsSql(asked, phases)),
    rows<ask.TouchRow>(ask.touchesSql(asked)),
    rows<ask.TotalsRow>(ask.totalsSql(asked)),
    rows<ask.ValueRow>(ask.valuesSql(asked)),
    rows<ask.EmotionRow>(ask.emotionsSql(asked)),
    rows<ask.HoursRow>(ask.hoursSql(asked, phases)),
  ])
  return { people, runs, touches, totals: totals[0] ?? noTotals, values, emotions, hours }
}

async function compare(warehouse: Warehouse, { before, journey, measure, span }: Plan): Promise<Compared | null> {
  if (!before) return null
  const [people, emotions] = await Promise.all([
    warehouse.rows<ask.FactRow>(ask.peopleFactsSql(before, phasesOf(journey, measure), span), { tag: 'map' }),
    warehouse.rows<ask.EmotionRow>(ask.emotionsSql(before), { tag: 'map' }),
  ])
  return { people, emotions }
}

export async function figuresOf(warehouse: Warehouse, plan: Plan): Promise<MapFigures> {
  const { workspace, journey, measure, question, period, span, asked } = plan
  const [codes, counts, compared] = await Promise.all([
    readCodes(warehouse, workspace.id),
    count(warehouse, plan),
    compare(warehouse, plan),
  ])
  const setting: Setting = {
    asOf: new Date(asked.asOfMs).toISOString(),
    period,
    compare: question.compare,
    days: Math.max(1, (Math.min(span.toMs, asked.asOfMs) - span.fromMs) / dayMs),
    currency: workspace.currency,
    channelName: (code) => codes.channels.get(code) ?? '',
  }
  return { state: 'ready', ...toFigures(journey, measure, counts, compared, setting) }
}

const nothing: Counts = { people: [], runs: [], touches: [], totals: noTotals, values: [], emotions: [], hours: [] }

/** The shape of the figures without any: nobody travels yet, or they are still being measured. */
export function noFigures(
  state: 'measuring' | 'empty',
  { currency, timeZone }: Workspace,
  journey: Journey,
  { period, compare }: Question,
  now: number,
): MapFigures {
  const today = dayOf(now, timeZone)
  const setting: Setting = {
    asOf: new Date(now).toISOString(),
    period: period ?? { from: today, to: today },
    compare,
    days: 1,
    currency,
    channelName: () => '',
  }
  return { state, ...toFigures(journey, measureOf(journey), nothing, null, setting) }
}
