import { z } from 'zod'
import type { Period } from '../../../kernel/figures.ts'
import { Condition } from '../../../kernel/rule.ts'
import { periodBefore, samePeriod, yearBefore } from '../../../web/period.ts'

export const layers = ['measured', 'emotion', 'plan', 'money', 'comparison'] as const
export type Layer = (typeof layers)[number]

const defaultLayers: Layer[] = ['measured', 'emotion', 'plan', 'comparison']

/** Everything that one sees on the map stands in its address, so that a link shows the same. */
export const MapSearch = z.object({
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
  versus: z.enum(['previous', 'year']).optional().catch(undefined),
  filter: z.array(Condition).max(10).default([]).catch([]),
  segment: z.uuid().optional().catch(undefined),
  layers: z.array(z.enum(layers)).default(defaultLayers).catch(defaultLayers),
  zoom: z.enum(['near', 'far']).default('near').catch('near'),
  view: z.enum(['map', 'table']).default('map').catch('map'),
  touchpoint: z.string().optional().catch(undefined),
  phase: z.string().optional().catch(undefined),
  who: z.enum(['all', 'left', 'won']).default('all').catch('all'),
  tab: z.enum(['figures', 'people', 'rule']).default('figures').catch('figures'),
  person: z.string().optional().catch(undefined),
  edit: z.boolean().default(false).catch(false),
  proposal: z.boolean().default(false).catch(false),
  /** What arrives now is shown. */
  live: z.literal(1).optional().catch(undefined),
})
export type MapSearch = z.infer<typeof MapSearch>

/** The address stays short: what is as usual is left out of it. */
export const usual: MapSearch = MapSearch.parse({})

type Chosen = { readonly period: Period | null; readonly compare: Period | null }

/** The period of an address; null = everything, and nothing to compare it with. */
export const chosenIn = ({ from, to, versus }: Pick<MapSearch, 'from' | 'to' | 'versus'>): Chosen => {
  if (!from || !to || from > to) return { period: null, compare: null }
  const period = { from, to }
  return { period, compare: versus ? (versus === 'year' ? yearBefore(period) : periodBefore(period)) : null }
}

export const addressOf = ({ period, compare }: Chosen): Pick<MapSearch, 'from' | 'to' | 'versus'> => ({
  from: period?.from,
  to: period?.to,
  versus: period && compare ? (samePeriod(compare, yearBefore(period)) ? 'year' : 'previous') : undefined,
})
