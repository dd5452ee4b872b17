import { z } from 'zod'
import { Period } from '../../../kernel/figures.ts'
import { Within } from '../schema.ts'

const View = z.enum(['chart', 'table']).optional().catch(undefined)
const Days = Period.optional().catch(undefined)

/** The funnel page's question as it stands in the address. */
export const FunnelSearch = z.object({
  steps: z.array(z.coerce.string().min(1).max(200)).max(12).optional().catch(undefined),
  within: Within.optional().catch(undefined),
  by: z.string().max(200).optional().catch(undefined),
  period: Days,
  view: View,
})
export type FunnelSearch = z.infer<typeof FunnelSearch>

export const FlowSearch = z.object({
  from: z.coerce.string().max(200).optional().catch(undefined),
  depth: z.coerce.number().int().min(2).max(12).optional().catch(undefined),
  repeats: z.boolean().optional().catch(undefined),
  period: Days,
  view: View,
})
export type FlowSearch = z.infer<typeof FlowSearch>
