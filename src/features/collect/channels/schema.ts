import { z } from 'zod'
import { fitsTogether } from '../../../kernel/rule.ts'

/** What an entry into a session says, as it came: the keys of `events.entry`. */
export type Entry = Readonly<Record<string, string>>

/**
 * What rules look at, made of an entry, always in lower case. `source` and `medium` are those of the campaign; without
 * one they follow from the click id or the site that led here, and are `(direct)` and `(none)` where nothing did.
 * `site`: what kind of site the source is. `occasion`: `shopping` where the campaign's name speaks of a shop.
 */
export const entryFacts = [
  'source',
  'medium',
  'campaign',
  'term',
  'content',
  'referrer',
  'click',
  'landing',
  'site',
  'occasion',
] as const
export const EntryFact = z.enum(entryFacts)
export type EntryFact = z.infer<typeof EntryFact>
export type Facts = Readonly<Record<EntryFact, string>>

export const entryOperators = ['is', 'is_not', 'contains', 'starts_with', 'ends_with', 'exists', 'missing'] as const

/** Holds for any of `values` (`is_not`: for none of them); values are compared without regard to case. */
export const EntryCondition = z.object({
  fact: EntryFact,
  op: z.enum(entryOperators),
  values: z.array(z.string().max(200)).max(100).default([]),
})
export type EntryCondition = z.infer<typeof EntryCondition>

/** Two levels are enough for every channel: all of these, each of them one condition or any of several. */
export const EntryRule = z.object({
  all: z.array(z.object({ any: z.array(EntryCondition).min(1).max(20) })).max(20),
})
export type EntryRule = z.infer<typeof EntryRule>

export const ChannelName = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[\p{L}\p{N}_ .&-]+$/u, 'is made of letters, digits, spaces and _ . & -')

/** A channel and when a session comes by it; the first that holds in a list counts. */
export const ChannelRule = z.object({ channel: ChannelName, rule: EntryRule })
export type ChannelRule = z.infer<typeof ChannelRule>

export const ChannelRules = z
  .array(ChannelRule)
  .max(100)
  .refine(
    (rules) =>
      fitsTogether(
        rules.flatMap(({ rule }) => rule.all.flatMap(({ any }) => any)),
        2,
      ),
    {
      message: 'The rules together are too large',
    },
  )
export type ChannelRules = readonly ChannelRule[]

/** Where no rule holds. */
export const otherChannel = 'other'

export const recountStates = ['waiting', 'renaming', 'settling', 'done', 'failed'] as const
/** Past events on their way to the channels of changed rules. */
export const Recount = z.object({
  state: z.enum(recountStates),
  progress: z.number().min(0).max(1),
  /** Events whose channel changed. */
  changed: z.number(),
  started: z.iso.datetime(),
  finished: z.iso.datetime().nullable(),
})
export type Recount = z.infer<typeof Recount>

/** `version` 0: the rules that the product brings. */
export const ChannelBook = z.object({
  version: z.number().int(),
  rules: ChannelRules,
  isDefault: z.boolean(),
  saved: z.iso.datetime().nullable(),
  recount: Recount.nullable(),
})
export type ChannelBook = z.infer<typeof ChannelBook>

/** What other rules would do to the visits of the last 30 days before the latest event. */
export const ChannelPreview = z.object({
  visits: z.number(),
  changed: z.number(),
  changes: z.array(z.object({ before: z.string(), after: z.string(), visits: z.number() })),
  channels: z.array(z.object({ channel: z.string(), visits: z.number() })),
})
export type ChannelPreview = z.infer<typeof ChannelPreview>
