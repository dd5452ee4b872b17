import { z } from 'zod'

/** One predicate over one event. `property` conditions name a `key`; every other field stands alone. */
export const fields = ['event', 'channel', 'source', 'session', 'currency', 'value', 'property'] as const
export const textOperators = ['is', 'is_not', 'contains', 'starts_with'] as const
export const numberOperators = ['at_least', 'at_most', 'more_than', 'less_than'] as const
export const presenceOperators = ['exists', 'missing'] as const

/**
 * A condition. Text operators hold for any of `values` (`is_not` for none of them) and compare exactly, case-sensitive.
 * Number operators compare the first of `values`; a field that is absent or no number never satisfies them.
 */
export const Condition = z
  .object({
    field: z.enum(fields),
    key: z.string().min(1).max(200).optional(),
    op: z.enum([...textOperators, ...numberOperators, ...presenceOperators]),
    values: z.array(z.string().max(2000)).max(200).default([]),
  })
  .refine((condition) => condition.field !== 'property' || condition.key !== undefined, {
    message: 'A property condition names a key',
    path: ['key'],
  })
export type Condition = z.infer<typeof Condition>

export type Rule =
  | Condition
  | { readonly all: readonly Rule[] }
  | { readonly any: readonly Rule[] }
  | { readonly not: Rule }

export const maxRuleDepth = 8

/** How many `all`, `any` and `not` lie around the innermost condition. */
export function ruleDepth(rule: Rule): number {
  let depth = 0
  let level: readonly Rule[] = [rule]
  while (level.length > 0) {
    level = level.flatMap((one) => ('all' in one ? one.all : 'any' in one ? one.any : 'not' in one ? [one.not] : []))
    if (level.length > 0) depth += 1
  }
  return depth
}

/** What rules may hold together, so that the engine reads them at once: conditions with their values, and characters. */
export const mostRuleParts = 800
export const mostRuleCharacters = 100_000

type Valued = { readonly values: readonly string[] }

/** Whether conditions hold together no more than `times` of what one rule may. */
export function fitsTogether(conditions: Iterable<Valued>, times = 1): boolean {
  let [parts, characters] = [0, 0]
  for (const { values } of conditions) {
    parts += 1 + values.length
    for (const value of values) characters += value.length
  }
  return parts <= times * mostRuleParts && characters <= times * mostRuleCharacters
}

/** The conditions of rules, however they are nested. */
export function* conditionsOf(rules: readonly Rule[]): Generator<Condition> {
  const open = [...rules]
  for (let rule = open.pop(); rule !== undefined; rule = open.pop()) {
    if ('all' in rule) open.push(...rule.all)
    else if ('any' in rule) open.push(...rule.any)
    else if ('not' in rule) open.push(rule.not)
    else yield rule
  }
}

/** Nested at most 8 deep; an empty `all` holds always, an empty `any` never. */
export const Rule: z.ZodType<Rule> = z.lazy(() =>
  z
    .union([
      Condition,
      z.object({ all: z.array(Rule).max(50) }),
      z.object({ any: z.array(Rule).max(50) }),
      z.object({ not: Rule }),
    ])
    .refine((rule) => ruleDepth(rule) <= maxRuleDepth, {
      message: `A rule may be nested at most ${maxRuleDepth} deep`,
      abort: true,
    })
    .refine((rule) => fitsTogether(conditionsOf([rule])), { message: 'A rule may not be so large' }),
)

/** What a rule sees of an event. Property values are text as they came. */
export type RuleEvent = {
  readonly event: string
  readonly channel: string
  readonly source: string
  readonly session: string
  readonly currency: string
  readonly value: number | null
  readonly properties: Readonly<Record<string, string>>
}

export const eventIs = (...names: readonly string[]): Rule => ({ field: 'event', op: 'is', values: [...names] })

/** A decimal number as people and machines write it in text. The SQL compiler uses the same pattern. */
export const numberPattern = '^-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?$'
const numeric = new RegExp(numberPattern)

/** The number that a text stands for, or null. */
export const numberIn = (text: string): number | null => (numeric.test(text) ? Number(text) : null)

function fieldText({ field, key = '' }: Condition, event: RuleEvent): string {
  if (field === 'property') return event.properties[key] ?? ''
  if (field !== 'value') return event[field]
  return event.value === null ? '' : String(event.value).replace('e+', 'e')
}

type Test = (text: string, values: readonly string[]) => boolean

const compared =
  (test: (one: number, other: number) => boolean): Test =>
  (text, [value]) => {
    const [one, other] = [numberIn(text), numberIn(value ?? '')]
    return one !== null && other !== null && test(one, other)
  }

const tests: Readonly<Record<Condition['op'], Test>> = {
  is: (text, values) => values.includes(text),
  is_not: (text, values) => !values.includes(text),
  contains: (text, values) => values.some((value) => text.includes(value)),
  starts_with: (text, values) => values.some((value) => text.startsWith(value)),
  at_least: compared((one, other) => one >= other),
  at_most: compared((one, other) => one <= other),
  more_than: compared((one, other) => one > other),
  less_than: compared((one, other) => one < other),
  exists: (text) => text !== '',
  missing: (text) => text === '',
}

/** Whether a text stands in a relation to values, as in a condition. */
export const textSatisfies = (text: string, { op, values }: Pick<Condition, 'op' | 'values'>): boolean =>
  tests[op](text, values)

/** Whether an event satisfies a rule. What is absent counts as empty text, and empty text as missing. */
export function satisfies(rule: Rule, event: RuleEvent): boolean {
  if ('all' in rule) return rule.all.every((one) => satisfies(one, event))
  if ('any' in rule) return rule.any.some((one) => satisfies(one, event))
  if ('not' in rule) return !satisfies(rule.not, event)
  return textSatisfies(fieldText(rule, event), rule)
}
