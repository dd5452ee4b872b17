import { z } from 'zod'
import { IdentifierKind } from '../schema.ts'

/** No person has more identifiers than this, whatever the rules say. */
export const mostIdentifiers = 1_000

const Limit = z.number().int().min(1).max(mostIdentifiers)

/**
 * Which identifiers may be one person. `limits`: how many of a kind one person has at most; `exclusive`: two of such a kind
 * are two people unless somebody says otherwise; `blocked`: texts that name nobody, in whatever kind.
 */
export const IdentityRules = z.object({
  limits: z.partialRecord(IdentifierKind, Limit),
  exclusive: z.array(IdentifierKind).max(6),
  blocked: z.array(z.string().trim().min(1).max(500)).max(1_000),
})
export type IdentityRules = z.infer<typeof IdentityRules>

export const usualRules: IdentityRules = {
  limits: { email: 5, phone: 5, card: 5 },
  exclusive: ['customer', 'user'],
  blocked: [],
}

const Anchor = z.string().regex(/^\d{1,39}$/)
const Moment = z.iso.datetime()

/** Why two identifiers are one person: said together, one declared to be the other, seen together by
 * a browser that proved nothing, or a decision of somebody. */
export const Proof = z.object({
  with: Anchor,
  kind: z.string(),
  value: z.string(),
  how: z.enum(['together', 'alias', 'unproven', 'decision']),
  at: Moment.nullable(),
  source: z.string(),
  message: z.string(),
})
export type Proof = z.infer<typeof Proof>

export const refusalReasons = ['parted', 'blocked', 'exclusive', 'limit', 'cap', 'unproven'] as const
export const RefusalReason = z.enum(refusalReasons)
export type RefusalReason = z.infer<typeof RefusalReason>

/** `proofs`: what ties it to other identifiers of the person; `refused`: what would have tied it to other people. */
export const PersonIdentifier = z.object({
  anchor: Anchor,
  kind: z.string(),
  value: z.string(),
  seen: Moment.nullable(),
  proofs: z.array(Proof),
  refused: z.array(Proof.extend({ reason: RefusalReason, person: Anchor })),
})
export type PersonIdentifier = z.infer<typeof PersonIdentifier>

/**
 * What became of people. `merged`, `joined`, `restored`: `other` became part of `person`; `parted`: it left; `refused`: it
 * stayed apart. `anchor` (of `other`) and `with` are the identifiers it was about; `actor` is empty where nobody decided.
 */
export const MergeEntry = z.object({
  id: z.uuid(),
  at: Moment,
  what: z.enum(['merged', 'refused', 'parted', 'joined', 'restored']),
  person: Anchor,
  other: Anchor,
  anchor: z.object({ anchor: Anchor, kind: z.string(), value: z.string() }),
  with: z.object({ anchor: Anchor, kind: z.string(), value: z.string() }),
  reason: z.string(),
  actor: z.string(),
  /** Whether it can be undone now. */
  undoable: z.boolean(),
})
export type MergeEntry = z.infer<typeof MergeEntry>
