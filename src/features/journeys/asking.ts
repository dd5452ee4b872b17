import type { Period } from '../../kernel/figures.ts'
import { dayOf, momentsOf } from '../../kernel/period.ts'
import { type Sql, sql } from '../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import type { Workspace } from '../admin/index.ts'
import { readCodes, readFacets } from '../collect/index.ts'
import { phasesOf, type Setting, toFigures } from './figures.ts'
import { type CountRow, countSql, type Span } from './figuresSql.ts'
import { type Measure, measureOf } from './measure.ts'
import { dayMs, type RunsOf, runRows } from './runs.ts'
import type { Journey, MapFigures, Question } from './schema.ts'
import type { Kept } from './store.ts'
import type { Asked } from './travels.ts'

/** A question about a measured journey, with all that its answers share. */
export type Plan = {
  readonly workspace: Workspace
  readonly journey: Journey
  readonly measure: Measure
  readonly of: RunsOf
  readonly question: Question
  /** What is asked, or everything measured. */
  readonly period: Period
  readonly span: Span
  readonly asked: Asked
  readonly before: Asked | null
  readonly people: number
  /** Properties that the filter asks for and that must be searched for in all events. */
  readonly searched: readonly string[]
}

/** Who is in a segment of a workspace now, as a SELECT of `person`. */
export type SegmentPeople = (workspace: string, segment: string) => Promise<Sql>

/** Null where nobody travels yet. `segment`: only these people, a SELECT of `person`. */
export async function planOf(
  warehouse: Warehouse,
  workspace: Workspace,
  { journey, asOfMs }: Kept,
  question: Question,
  segment: Sql | null = null,
): Promise<Plan | null> {
  const measure = measureOf(journey)
  const of: RunsOf = { workspace: workspace.id, journey: journey.id, measure: measure.id }
  const properties = question.filter.flatMap(({ field, key }) =>
    field === 'property' && key !== undefined ? [key] : [],
  )
  const [[first], codes, facets] = await Promise.all([
    warehouse.rows<{ since: number; people: number }>(
      sql`select toFloat64(min(started[1])) as since, toUInt32(count()) as people from ${runRows(of)}`,
    ),
    readCodes(warehouse, workspace.id),
    readFacets(warehouse, workspace.id, properties),
  ])
  if (!first || first.people === 0 || asOfMs === null) return null
  const zone = workspace.timeZone
  const all = { from: dayOf(first.since, zone), to: dayOf(Math.max(first.since, asOfMs), zone) }
  const period = question.period ?? all
  const base = {
    ...of,
    filter: question.filter,
    segment,
    asOfMs,
    gapDays: journey.gapDays,
    codes,
    facets: facets.ready,
  }
  return {
    workspace,
    journey,
    measure,
    of,
    question,
    people: first.people,
    searched: facets.missing,
    period,
    span: momentsOf(period, zone),
    asked: { ...base, period: question.period && momentsOf(question.period, zone) },
    before: question.compare && { ...base, period: momentsOf(question.compare, zone) },
  }
}

/** Medians over more people than twice this come from a sample of them, fixed by their ids. */
const enoughForMedians = 100_000

export async function figuresOf(warehouse: Warehouse, plan: Plan): Promise<MapFigures> {
  const { workspace, journey, measure, question, period, span, asked, before, people } = plan
  const oneIn = Math.max(1, Math.floor(people / enoughForMedians))
  const counting = {
    asked,
    compared: before,
    phaseOf: phasesOf(journey, measure),
    phases: journey.phases.length,
    span,
    oneIn,
  }
  const shared = warehouse.kind !== 'cluster'
  const rows = await warehouse.rows<CountRow>(countSql(counting, shared), {
    tag: 'map',
    settings: shared ? { enable_materialized_cte: 1 } : {},
  })
  const setting: Setting = {
    asOf: new Date(asked.asOfMs).toISOString(),
    period,
    compare: question.compare,
    days: Math.max(1, (Math.min(span.toMs, asked.asOfMs) - span.fromMs) / dayMs),
    currency: workspace.currency,
    channelName: (code) => asked.codes.channels.get(code) ?? '',
  }
  return { state: 'ready', ...toFigures(journey, measure, rows, setting) }
}

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
  return { state, ...toFigures(journey, measureOf(journey), [], setting) }
}
