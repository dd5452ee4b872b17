import { z } from 'zod'

export const duplicateFields = ['email', 'phone', 'name', 'birthday', 'street', 'postcode', 'city', 'company'] as const
export const DuplicateField = z.enum(duplicateFields)
export type DuplicateField = z.infer<typeof DuplicateField>

export const likenesses = ['same', 'similar', 'different'] as const
export const Likeness = z.enum(likenesses)
export type Likeness = z.infer<typeof Likeness>

/** What speaks for or against two people being one. */
export const DuplicateReason = z.object({ field: DuplicateField, likeness: Likeness })
export type DuplicateReason = z.infer<typeof DuplicateReason>

export const duplicateStates = ['open', 'later', 'different', 'merged'] as const
export const DuplicateState = z.enum(duplicateStates)
export type DuplicateState = z.infer<typeof DuplicateState>

const Side = z.object({ personId: z.string(), label: z.string() })

/** Two people who may be one; `score` from 0 to 1. */
export const Duplicate = z.object({
  id: z.uuid(),
  one: Side,
  other: Side,
  score: z.number(),
  reasons: z.array(DuplicateReason),
  state: DuplicateState,
})
export type Duplicate = z.infer<typeof Duplicate>

export const Duplicates = z.object({
  pairs: z.array(Duplicate),
  open: z.number(),
  later: z.number(),
  /** When they were last looked for; null: never. */
  searched: z.iso.datetime().nullable(),
})
export type Duplicates = z.infer<typeof Duplicates>

/** One line of the comparison; `likeness` null where one side says nothing. */
export const ComparedLine = z.object({
  key: z.string(),
  one: z.array(z.string()),
  other: z.array(z.string()),
  likeness: Likeness.nullable(),
})
export type ComparedLine = z.infer<typeof ComparedLine>

const Life = z.object({
  first: z.iso.datetime().nullable(),
  last: z.iso.datetime().nullable(),
  touches: z.number(),
  value: z.string(),
})

/** Two people side by side. */
export const Comparison = Duplicate.extend({
  lines: z.array(ComparedLine),
  lives: z.object({ one: Life, other: Life }),
})
export type Comparison = z.infer<typeof Comparison>

export const DuplicateDecision = z.enum(['merge', 'different', 'later', 'open'])
export type DuplicateDecision = z.infer<typeof DuplicateDecision>
