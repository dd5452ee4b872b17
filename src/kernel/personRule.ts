import { z } from 'zod'
import { Period } from './figures.ts'
import { momentsOf } from './period.ts'
import {
  Condition,
  conditionsOf,
  fitsTogether,
  maxRuleDepth,
  Rule,
  type RuleEvent,
  satisfies,
  textSatisfies,
} from './rule.ts'

export const timesOperators = ['at_least', 'at_most', 'exactly'] as const
export type TimesOperator = (typeof timesOperators)[number]
export const identifiersKnown = ['customer', 'user', 'email', 'phone', 'card', 'contact', 'anonymous'] as const
export const consentPurposes = [
  'analytics',
  'personalisation',
  'newsletter',
  'phone',
  'profiling',
  'advertising',
] as const
export const consentStates = ['granted', 'denied', 'withdrawn', 'objected', 'expired', 'none'] as const

/** The last so many days up to the data horizon, or calendar days in the workspace's time zone, both inclusive. */
export const Within = z.union([z.object({ days: z.number().int().min(1).max(3650) }), Period])
export type Within = z.infer<typeof Within>

/** Events that satisfy a rule, counted; `within` null: at any time. */
export const Did = z.object({
  did: Rule,
  times: z.object({ op: z.enum(timesOperators), n: z.number().int().min(0).max(100_000) }),
  within: Within.nullable(),
})
export type Did = z.infer<typeof Did>

/** What holds of a trait is compared as a condition compares text; a trait that nobody states is empty text. */
export const HasTrait = z.object({
  trait: z
    .string()
    .max(60)
    .regex(/^[a-z][a-z0-9_]{0,59}$/),
  op: Condition.shape.op,
  values: Condition.shape.values,
})
export type HasTrait = z.infer<typeof HasTrait>

export const HasIdentifier = z.object({ identifier: z.enum(identifiersKnown), known: z.boolean() })
export type HasIdentifier = z.infer<typeof HasIdentifier>

export const InSegment = z.object({ segment: z.uuid() })
export type InSegment = z.infer<typeof InSegment>

export const HasConsent = z.object({ consent: z.enum(consentPurposes), state: z.enum(consentStates) })
export type HasConsent = z.infer<typeof HasConsent>

export type PersonCondition = Did | HasTrait | HasIdentifier | InSegment | HasConsent

/** A predicate over one person: what they did, what is known of them, what they allowed, where they belong. */
export type PersonRule =
  | PersonCondition
  | { readonly all: readonly PersonRule[] }
  | { readonly any: readonly PersonRule[] }
  | { readonly not: PersonRule }

/** How many `all`, `any` and `not` lie around the innermost condition. */
export function personRuleDepth(rule: PersonRule): number {
  let depth = 0
  let level: readonly PersonRule[] = [rule]
  while (level.length > 0) {
    level = level.flatMap(innerRules)
    if (level.length > 0) depth += 1
  }
  return depth
}

const innerRules = (rule: PersonRule): readonly PersonRule[] =>
  'all' in rule ? rule.all : 'any' in rule ? rule.any : 'not' in rule ? [rule.not] : []

/** The segments that a rule names itself, each once. */
export const segmentsNamed = (rule: PersonRule): string[] => [...new Set(allNamed(rule))]

const allNamed = (rule: PersonRule): string[] =>
  'segment' in rule ? [rule.segment] : innerRules(rule).flatMap(allNamed)

/** The conditions over texts in a rule, those over events among them. */
function* textConditions(rule: PersonRule): Generator<Pick<HasTrait, 'values'>> {
  if ('did' in rule) yield* conditionsOf([rule.did])
  else if ('trait' in rule) yield rule
  else for (const inner of innerRules(rule)) yield* textConditions(inner)
}

/** Nested at most 8 deep; an empty `all` holds always, an empty `any` never. */
export const PersonRule: z.ZodType<PersonRule> = z.lazy(() =>
  z
    .union(
      [
        Did,
        HasTrait,
        HasIdentifier,
        InSegment,
        HasConsent,
        z.object({ all: z.array(PersonRule).max(50) }),
        z.object({ any: z.array(PersonRule).max(50) }),
        z.object({ not: PersonRule }),
      ],
      'This is no rule over people',
    )
    .refine((rule) => personRuleDepth(rule) <= maxRuleDepth, {
      message: `A rule may be nested at most ${maxRuleDepth} deep`,
      abort: true,
    })
    .refine((rule) => fitsTogether(textConditions(rule)), { message: 'A rule may not be so large' }),
)

/** What a rule sees of a person. */
export type PersonFacts = {
  readonly events: readonly (RuleEvent & { readonly timeMs: number })[]
  readonly traits: Readonly<Record<string, string>>
  readonly identifiers: ReadonlySet<string>
  readonly segments: ReadonlySet<string>
  /** By purpose; a purpose that nobody asked about is absent. */
  readonly consents: Readonly<Record<string, string>>
}

/** The data horizon, and the zone in which calendar days are meant. */
export type PersonClock = { readonly asOfMs: number; readonly timeZone: string }

const dayMs = 86_400_000

/** The moments that are meant, from inclusive, to exclusive; null: any. */
export function spanOf(within: Within | null, { asOfMs, timeZone }: PersonClock) {
  if (within === null) return null
  if ('days' in within) return { fromMs: asOfMs - within.days * dayMs, toMs: asOfMs + 1 }
  return momentsOf(within, timeZone)
}

/** Whether a number of times is what is asked for. */
export const timesHold = ({ op, n }: Did['times'], times: number): boolean =>
  op === 'at_least' ? times >= n : op === 'at_most' ? times <= n : times === n

function countDone({ did, within }: Did, { events }: PersonFacts, clock: PersonClock): number {
  const span = spanOf(within, clock)
  const meant = (timeMs: number) => span === null || (timeMs >= span.fromMs && timeMs < span.toMs)
  return events.filter((event) => meant(event.timeMs) && satisfies(did, event)).length
}

/** Whether a person satisfies a rule. */
export function personSatisfies(rule: PersonRule, person: PersonFacts, clock: PersonClock): boolean {
  if ('all' in rule) return rule.all.every((one) => personSatisfies(one, person, clock))
  if ('any' in rule) return rule.any.some((one) => personSatisfies(one, person, clock))
  if ('not' in rule) return !personSatisfies(rule.not, person, clock)
  if ('did' in rule) return timesHold(rule.times, countDone(rule, person, clock))
  if ('trait' in rule) return textSatisfies(person.traits[rule.trait] ?? '', rule)
  if ('identifier' in rule) return person.identifiers.has(rule.identifier) === rule.known
  if ('segment' in rule) return person.segments.has(rule.segment)
  return (person.consents[rule.consent] ?? 'none') === rule.state
}

/** The rules of segments by id; null: a list that people keep by hand. */
export type SegmentRules = ReadonlyMap<string, PersonRule | null>

/** The way from a segment through those that it names back to itself, or null; `rule` is what `from` is about to mean. */
export function circleFrom(from: string, rule: PersonRule, segments: SegmentRules): readonly string[] | null {
  const before = new Map<string, string>()
  const open: (readonly [string, PersonRule])[] = [[from, rule]]
  for (const [id, inner] of open) {
    for (const next of segmentsNamed(inner)) {
      if (next === from) return [...wayTo(id, before), next]
      const meant = segments.get(next)
      if (!meant || before.has(next)) continue
      before.set(next, id)
      open.push([next, meant])
    }
  }
  return null
}

function wayTo(id: string, before: ReadonlyMap<string, string>): string[] {
  const way = [id]
  for (let one = before.get(id); one !== undefined; one = before.get(one)) way.unshift(one)
  return way
}

/** Whether more segments than `most` lie behind each other; 0 lie there where none is named. Circles are too deep. */
export function leadsDeeper(rule: PersonRule, segments: SegmentRules, most: number): boolean {
  let level = new Set(segmentsNamed(rule))
  for (let depth = 0; depth < most && level.size > 0; depth++) {
    level = new Set([...level].flatMap((id) => namedBy(segments.get(id))))
  }
  return level.size > 0
}

const namedBy = (rule: PersonRule | null | undefined): string[] => (rule ? segmentsNamed(rule) : [])
