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
export const Condition = z.object({
  field: z.enum(fields),
  key: z.string().min(1).max(200).optional(),
  op: z.enum([...textOperators, ...numberOperators, ...presenceOperators]),
  values: z.array(z.string().max(2000)).max(200).default([]),
})
export type Condition = z.infer<typeof Condition>

export type Rule =
  | Condition
  | { readonly all: readonly Rule[] }
  | { readonly any: readonly Rule[] }
  | { readonly not: Rule }

/** Nested at most 8 deep; an empty `all` holds always, an empty `any` never. */
export const Rule: z.ZodType<Rule> = z.lazy(() =>
  z.union([
    Condition,
    z.object({ all: z.array(Rule).max(50) }),
    z.object({ any: z.array(Rule).max(50) }),
    z.object({ not: Rule }),
  ]),
)

/** What a rule sees of an event. Property values are compared as text; numbers in their shortest decimal form. */
export type RuleEvent = {
  readonly event: string
  readonly channel: string
  readonly source: string
  readonly session: string
  readonly currency: string
  readonly value: number | null
  readonly properties: Readonly<Record<string, string | number | boolean | null>>
}

export const eventIs = (...names: readonly string[]): Rule => ({ field: 'event', op: 'is', values: [...names] })
