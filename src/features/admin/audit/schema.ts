import { z } from 'zod'
import { largestNumber, PersonId } from '../../../kernel/words.ts'

export const actorKinds = ['user', 'local', 'customer', 'system'] as const
/** Who did it: somebody who signed in (`id` of the account), a program of this machine, a customer, or a timer. */
export const Actor = z.object({ kind: z.enum(actorKinds), id: z.string(), name: z.string() })
export type Actor = z.infer<typeof Actor>

/** One line of the log. People stand in it by their number alone; `details` holds ids and words of the product. */
export const AuditEntry = z.object({
  number: z.number(),
  at: z.iso.datetime(),
  actor: Actor,
  action: z.string(),
  person: z.string().nullable(),
  details: z.record(z.string(), z.string()),
  hash: z.string(),
})
export type AuditEntry = z.infer<typeof AuditEntry>

export const AuditQuestion = z.object({
  person: PersonId.optional(),
  actor: z.string().max(200).optional(),
  action: z.string().max(200).optional(),
  before: z.coerce.number().int().min(1).max(largestNumber).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
export type AuditQuestion = z.infer<typeof AuditQuestion>

export const AuditPage = z.object({
  entries: z.array(AuditEntry),
  more: z.boolean(),
  actors: z.array(Actor),
  actions: z.array(z.string()),
})
export type AuditPage = z.infer<typeof AuditPage>

/** `broken` is the first entry that does not follow from the one before it; `last` the hash that stands for the whole log. */
export const AuditCheck = z.object({
  intact: z.boolean(),
  checked: z.number(),
  broken: z.number().nullable(),
  last: z.string().nullable(),
})
export type AuditCheck = z.infer<typeof AuditCheck>
