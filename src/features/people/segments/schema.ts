import { z } from 'zod'
import { PersonRule } from '../../../kernel/personRule.ts'
import { PersonRow } from '../schema.ts'

/** `rule` null: a list that people keep by hand. */
export const SegmentDraft = z.object({
  name: z.string().trim().min(1).max(120),
  description: z.string().trim().max(1000).default(''),
  rule: PersonRule.nullable(),
})
export type SegmentDraft = z.infer<typeof SegmentDraft>

/** How many people of how many, at a moment. */
export const SegmentCount = z.object({
  people: z.number().int(),
  everybody: z.number().int(),
  at: z.iso.datetime(),
})
export type SegmentCount = z.infer<typeof SegmentCount>

export const SegmentDay = z.object({ day: z.iso.date(), people: z.number().int(), everybody: z.number().int() })
export type SegmentDay = z.infer<typeof SegmentDay>

const shared = {
  id: z.uuid(),
  version: z.number().int(),
  changed: z.iso.datetime(),
  /** The last count; null before the first. */
  count: SegmentCount.nullable(),
  /** It is being counted anew: ask again in a moment. */
  counting: z.boolean(),
  /** One entry for each day on which it was counted, oldest first. */
  days: z.array(SegmentDay),
}

export const Segment = SegmentDraft.extend(shared)
export type Segment = z.infer<typeof Segment>

/** What a rule finds before it is saved, with ten of the people, latest contact first. */
export const SegmentPreview = z.object({
  people: z.number().int(),
  everybody: z.number().int(),
  sample: z.array(PersonRow),
})
export type SegmentPreview = z.infer<typeof SegmentPreview>

/** What became of identifiers that were pasted. `missing` holds the first 200 of those that name nobody. */
export const Pasted = z.object({
  read: z.number().int(),
  added: z.number().int(),
  already: z.number().int(),
  missing: z.array(z.string()),
  missingCount: z.number().int(),
})
export type Pasted = z.infer<typeof Pasted>
