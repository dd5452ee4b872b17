import type { MedianHours } from '../../kernel/figures.ts'
import { share } from '../../kernel/statistics.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import type { Language } from '../admin/index.ts'
import { figuresOf, type Plan } from './asking.ts'
import {
  type NeighbourRow,
  neighboursSql,
  open,
  type PropertyRow,
  propertyKeysSql,
  propertyValuesSql,
  type TravellerSqlRow,
  travellersSql,
  type Who,
} from './detailSql.ts'
import type { Measure } from './measure.ts'
import { ends } from './runs.ts'
import type { Neighbour, TouchpointDetail, TravellerRow } from './schema.ts'

const mostNeighbours = 8

const hoursOf = ({ median, low, high, n }: NeighbourRow): MedianHours => ({ median, low, high, n })

const endKinds: ReadonlyMap<number, Neighbour['kind']> = new Map([
  [0, 'start'],
  [ends.won, 'goal'],
  [ends.last, 'left'],
  [open, 'open'],
])

/** The neighbours of one side, most frequent first; the share is of all visits. */
export function toNeighbours(rows: readonly NeighbourRow[], { touchpoints }: Measure): Neighbour[] {
  const visits = rows.reduce((sum, { n }) => sum + n, 0)
  return rows.slice(0, mostNeighbours).map((row) => {
    const end = endKinds.get(row.step)
    if (end) return { kind: end, touchpoint: null, share: share(row.n, visits), hours: null }
    const touchpoint = touchpoints[row.step - 1]?.id ?? null
    return { kind: 'touchpoint', touchpoint, share: share(row.n, visits), hours: hoursOf(row) }
  })
}

async function propertiesOf(warehouse: Warehouse, { asked, measure }: Plan, step: number) {
  const found = await warehouse.rows<{ key: string }>(propertyKeysSql(asked, measure, step), { tag: 'touchpoint' })
  const keys = found.map(({ key }) => key)
  if (keys.length === 0) return []
  const rows = await warehouse.rows<PropertyRow>(propertyValuesSql(asked, measure, step, keys), { tag: 'touchpoint' })
  return keys.flatMap((key) => {
    const values = rows.filter((row) => row.key === key).map(({ value, people }) => ({ value, people }))
    return values.length > 0 ? [{ key, values }] : []
  })
}

/** Null where the journey has no such touchpoint. */
export async function detailOf(warehouse: Warehouse, plan: Plan, touchpoint: string): Promise<TouchpointDetail | null> {
  const step = 1 + plan.measure.touchpoints.findIndex(({ id }) => id === touchpoint)
  if (step === 0) return null
  const [figures, neighbours, properties] = await Promise.all([
    figuresOf(warehouse, plan),
    warehouse.rows<NeighbourRow>(neighboursSql(plan.asked, step), { tag: 'touchpoint' }),
    propertiesOf(warehouse, plan, step),
  ])
  const own = figures.touchpoints.find((one) => one.touchpoint === touchpoint)
  if (!own) return null
  const side = (which: number) => neighbours.filter((row) => row.side === which)
  const [onward] = side(2)
  return {
    figures: own,
    before: toNeighbours(side(0), plan.measure),
    after: toNeighbours(side(1), plan.measure),
    hoursToNext: onward ? hoursOf(onward) : null,
    properties,
  }
}

const statuses = ['open', 'won', 'lost'] as const

/** What people are called, in the language of their workspace. */
export type LabelsOf = (
  workspace: string,
  people: readonly string[],
  language: Language,
) => Promise<ReadonlyMap<string, string>>

type Travelling = { readonly warehouse: Warehouse; readonly labelsOf?: LabelsOf | undefined }

export async function travellersOf(
  { warehouse, labelsOf }: Travelling,
  plan: Plan,
  step: number,
  page: { who: Who; offset: number; limit: number },
): Promise<{ people: TravellerRow[]; total: number }> {
  const rows = await warehouse.rows<TravellerSqlRow>(travellersSql(plan.asked, step, page), { tag: 'travellers' })
  const people = rows.map(({ person }) => person)
  const labels = await labelsOf?.(plan.workspace.id, people, plan.workspace.language)
  const travellers = rows.map(({ person, last, touches, state, value }) => ({
    personId: person,
    label: labels?.get(person) ?? person,
    last: new Date(last).toISOString(),
    touches,
    status: statuses[state] ?? 'open',
    value,
  }))
  return { people: travellers, total: rows[0]?.total ?? 0 }
}
