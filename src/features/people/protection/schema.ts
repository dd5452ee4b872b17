import { z } from 'zod'

export const requestKinds = ['copy', 'correction', 'restriction', 'objection', 'erasure'] as const
export const RequestKind = z.enum(requestKinds)
export type RequestKind = z.infer<typeof RequestKind>

export const RequestState = z.enum(['open', 'done', 'refused'])
export type RequestState = z.infer<typeof RequestState>

/** Something a person asked for; `due` is one month after it came. `person` is null once the person was erased. */
export const ProtectionRequest = z.object({
  id: z.uuid(),
  person: z.string().nullable(),
  label: z.string(),
  kind: RequestKind,
  state: RequestState,
  askedBy: z.enum(['person', 'staff']),
  note: z.string(),
  answer: z.string(),
  created: z.iso.datetime(),
  due: z.iso.datetime(),
  closed: z.iso.datetime().nullable(),
})
export type ProtectionRequest = z.infer<typeof ProtectionRequest>

/** What is kept of one person, counted by kind. */
export const Holdings = z.object({
  identities: z.number(),
  traits: z.number(),
  events: z.number(),
  consents: z.number(),
  runs: z.number(),
  merges: z.number(),
})
export type Holdings = z.infer<typeof Holdings>

export const PersonProtection = z.object({
  personId: z.string(),
  label: z.string(),
  identities: z.array(z.object({ kind: z.string(), value: z.string() })),
  holdings: Holdings,
  from: z.iso.datetime().nullable(),
  to: z.iso.datetime().nullable(),
  restriction: z.object({ since: z.iso.datetime(), reason: z.string() }).nullable(),
  /** No report counts this person, since their data are restricted or they refused analytics. */
  withheld: z.boolean(),
  requests: z.array(ProtectionRequest),
})
export type PersonProtection = z.infer<typeof PersonProtection>

/**
 * What the search afterwards found. `left`: places where something still stands; empty is what it should be. `short`:
 * identifiers that are too short to be looked for inside other texts.
 */
export const ErasureChecks = z.object({
  short: z.number().default(0),
  asked: z.number(),
  filesRead: z.number(),
  oldParts: z.number(),
  left: z.array(z.object({ where: z.string(), count: z.number() })),
})
export type ErasureChecks = z.infer<typeof ErasureChecks>

/** The protocol of an erasure: how many rows of which store, and what the search afterwards found. */
export const Erasure = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  by: z.string(),
  reason: z.enum(['person', 'retention']),
  people: z.number(),
  counts: z.record(z.string(), z.number()),
  checks: ErasureChecks,
})
export type Erasure = z.infer<typeof Erasure>

/** An erasure that was asked for and goes on until it is done; `failed`: when it was last interrupted by a fault. */
export const UnfinishedErasure = z.object({
  id: z.uuid(),
  asked: z.iso.datetime(),
  by: z.string(),
  tries: z.number(),
  failed: z.iso.datetime().nullable(),
})
export type UnfinishedErasure = z.infer<typeof UnfinishedErasure>

export const Erasures = z.object({ unfinished: z.array(UnfinishedErasure), done: z.array(Erasure) })
export type Erasures = z.infer<typeof Erasures>

export const RetentionPlan = z.object({
  anonymousEvents: z.number(),
  oldEvents: z.number(),
  inactivePeople: z.number(),
  ran: z.iso.datetime().nullable(),
})
export type RetentionPlan = z.infer<typeof RetentionPlan>

/** The words that confirm an erasure, in the languages of the interface. */
export const erasureWords = ['löschen', 'erase'] as const
