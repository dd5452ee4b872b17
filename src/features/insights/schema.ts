import { z } from 'zod'
import { MedianHours, Period, Share } from '../../kernel/figures.ts'
import { DataName } from '../../kernel/words.ts'

/** Report windows such as 30m, 12h, 7d, 4w. */
export const Within = z
  .string()
  .max(5)
  .regex(/^\d{1,4}[mhdw]$/, 'is not a time span such as 12h, 7d or 4w')

export const FunnelQuestion = z.object({
  steps: z.array(DataName.min(1)).min(2).max(12),
  within: Within.default('30d'),
  /** `channel` or a property key: breakdown by its value at the first step. */
  by: z.string().max(200).nullable().default(null),
  period: Period.nullable().default(null),
})
export type FunnelQuestion = z.infer<typeof FunnelQuestion>

export const FunnelStep = z.object({
  name: z.string(),
  people: z.number().int(),
  ofStart: Share,
  ofPrevious: Share,
  /** Time from the first step. */
  hours: MedianHours.nullable(),
})
export type FunnelStep = z.infer<typeof FunnelStep>

export const Funnel = z.object({
  steps: z.array(FunnelStep),
  /** The 20 largest groups by people at the first step; the others follow as one with `rest`. Value '' = has none. */
  groups: z.array(z.object({ value: z.string(), rest: z.boolean(), steps: z.array(FunnelStep) })).nullable(),
})
export type Funnel = z.infer<typeof Funnel>

export const FlowQuestion = z.object({
  depth: z.number().int().min(2).max(12).default(6),
  /** Start at the first occurrence of this event; null = a person's first event. */
  from: DataName.nullable().default(null),
  collapse: z.boolean().default(true),
  period: Period.nullable().default(null),
})
export type FlowQuestion = z.infer<typeof FlowQuestion>

/** `people` went from `from` at position `position` (1-based) to `to`; `to` null = the path ends there. */
export const Flow = z.object({
  people: z.number().int(),
  links: z.array(
    z.object({ position: z.number().int(), from: z.string(), to: z.string().nullable(), people: z.number().int() }),
  ),
})
export type Flow = z.infer<typeof Flow>
