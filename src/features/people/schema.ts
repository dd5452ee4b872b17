import { z } from 'zod'
import { readJson } from '../../kernel/json.ts'
import { PersonRule } from '../../kernel/personRule.ts'

export const TraitKey = z
  .string()
  .max(60)
  .regex(/^[a-z][a-z0-9_]{0,59}$/)

export const peopleSorts = ['last', 'first', 'touches', 'value'] as const
export const PeopleSort = z.enum(peopleSorts)
export type PeopleSort = z.infer<typeof PeopleSort>

export const PeopleOrder = z.object({
  sort: PeopleSort.default('last'),
  order: z.enum(['desc', 'asc']).default('desc'),
})
export type PeopleOrder = z.infer<typeof PeopleOrder>

export const knownKinds = ['all', 'known', 'anonymous'] as const

/** Which people a list shows. `search`: every word must be found in something that names the person. */
export const PeopleFilter = z.object({
  search: z.string().max(200).default(''),
  known: z.enum(knownKinds).default('all'),
  segment: z.uuid().optional(),
  /** Only people who satisfy it. */
  rule: PersonRule.optional(),
})
export type PeopleFilter = z.infer<typeof PeopleFilter>

/** As much of a rule as the address of a request can carry. */
export const longestRuleText = 6_000

/** A rule as the compact JSON text that an address carries. */
export const RuleText = z.codec(z.string().max(longestRuleText, 'The rule is too long for an address'), PersonRule, {
  decode: (text, { issues }) => {
    try {
      return Object(readJson(text))
    } catch {
      issues.push({ code: 'invalid_format', format: 'json_string', input: text, message: 'The rule cannot be read' })
      return z.NEVER
    }
  },
  encode: (rule) => JSON.stringify(rule),
})

/** The filter as an address carries it. */
export const PeopleQuery = PeopleFilter.extend({ rule: RuleText.optional() })

/** Identifiers and traits shown beside the name: kinds of identifiers and keys of traits. */
export const PeopleColumns = z.union([z.array(TraitKey).max(20), TraitKey.transform((one) => [one])]).default([])

/** A person as a row of a list. `label` is a name, an identifier, or "Unknown · 4f2a" where nothing names them. */
export const PersonRow = z.object({
  personId: z.string(),
  label: z.string(),
  /** Whether something names them. */
  named: z.boolean(),
  first: z.iso.datetime(),
  last: z.iso.datetime(),
  touches: z.number(),
  value: z.string(),
  /** The columns that were asked for, where they are known. */
  facts: z.record(z.string(), z.string()),
})
export type PersonRow = z.infer<typeof PersonRow>

/** What one source says; an empty value takes back what it said before. */
export const Statement = z.object({ key: z.string(), value: z.string(), source: z.string(), at: z.iso.datetime() })
export type Statement = z.infer<typeof Statement>

/** What holds, and what other sources say about the same. */
export const Trait = Statement.extend({ others: z.array(Statement) })
export type Trait = z.infer<typeof Trait>

export const PersonIdentity = z.object({
  anchor: z.string(),
  kind: z.string(),
  value: z.string(),
  seen: z.iso.datetime(),
})
export type PersonIdentity = z.infer<typeof PersonIdentity>

const Count = z.object({ name: z.string(), count: z.number() })

/** Everything about one person but their events. `personId` differs from what was asked where they were merged. */
export const Profile = z.object({
  personId: z.string(),
  label: z.string(),
  named: z.boolean(),
  first: z.iso.datetime().nullable(),
  last: z.iso.datetime().nullable(),
  touches: z.number(),
  value: z.string(),
  /** Events with a value above zero. */
  paid: z.number(),
  identities: z.array(PersonIdentity),
  traits: z.array(Trait),
  events: z.array(Count),
  channels: z.array(Count),
})
export type Profile = z.infer<typeof Profile>

export const TimelineEvent = z.object({
  message: z.string(),
  time: z.iso.datetime(),
  name: z.string(),
  channel: z.string(),
  source: z.string(),
  session: z.string(),
  value: z.string().nullable(),
  currency: z.string(),
  properties: z.record(z.string(), z.string()),
})
export type TimelineEvent = z.infer<typeof TimelineEvent>

export const Timeline = z.object({
  personId: z.string(),
  label: z.string(),
  identities: z.array(z.object({ kind: z.string(), value: z.string() })),
  touches: z.number(),
  value: z.string(),
  events: z.array(TimelineEvent),
  more: z.boolean(),
})
export type Timeline = z.infer<typeof Timeline>
