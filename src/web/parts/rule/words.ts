import type { Condition, Rule } from '../../../kernel/rule.ts'
import { type Form, formIn, type Grammar } from './form.ts'

/** The small words out of which a rule is said. */
export type RuleWords = {
  readonly fields: Readonly<Record<Exclude<Condition['field'], 'property'>, string>>
  readonly operators: Readonly<Record<Condition['op'], string>>
  readonly and: string
  readonly or: string
  readonly not: string
  readonly always: string
  readonly never: string
  readonly nothing: string
  readonly quote: (text: string) => string
  /** How people say an event or a channel by its code. */
  readonly nameOf: (field: Condition['field'], code: string) => string
}

export const needsNoValue = (op: Condition['op']): boolean => op === 'exists' || op === 'missing'

/** Comparisons with a whole code, which therefore can be said by its name. */
export const meansWhole = (op: Condition['op']): boolean => op === 'is' || op === 'is_not'

export const conditionInWords = ({ field, key, op, values }: Condition, words: RuleWords): string => {
  const subject = field === 'property' ? words.quote(key ?? '') : words.fields[field]
  const object = needsNoValue(op)
    ? ''
    : values.length === 0
      ? ` ${words.nothing}`
      : ` ${values.map((value) => words.quote(meansWhole(op) ? words.nameOf(field, value) : value)).join(` ${words.or} `)}`
  return `${subject} ${words.operators[op]}${object}`
}

type Saying<Rule> = {
  readonly say: (rule: Rule) => string
  readonly partsOf: Grammar<Rule, unknown>['partsOf']
  readonly by: string
  readonly empty: string
}

/** Rules said one after the other; those that hold several themselves stand in brackets. */
export function joinedInWords<Rule>(rules: readonly Rule[], { say, partsOf, by, empty }: Saying<Rule>): string {
  if (rules.length === 0) return empty
  const isGroup = (rule: Rule) => (partsOf(rule)?.rules.length ?? 0) > 1
  return rules.map((rule) => (rules.length > 1 && isGroup(rule) ? `(${say(rule)})` : say(rule))).join(` ${by} `)
}

const partsOf: Grammar<Rule, Condition>['partsOf'] = (rule) =>
  'all' in rule ? { join: 'all', rules: rule.all } : 'any' in rule ? { join: 'any', rules: rule.any } : null

/** A rule as one sentence without a full stop. */
export const ruleInWords = (rule: Rule, words: RuleWords): string => {
  const say = (one: Rule) => ruleInWords(one, words)
  if ('all' in rule) return joinedInWords(rule.all, { say, partsOf, by: words.and, empty: words.always })
  if ('any' in rule) return joinedInWords(rule.any, { say, partsOf, by: words.or, empty: words.never })
  if ('not' in rule) return `${words.not} (${ruleInWords(rule.not, words)})`
  return conditionInWords(rule, words)
}

/** Null where the rule is nested deeper than the form can show, or negates. */
export const formOf = (rule: Rule): Form<Condition> | null =>
  formIn<Rule, Condition>(rule, { leafOf: (one) => ('field' in one ? one : null), partsOf })

/** A condition says something once its values (and its key) are there. */
export const isComplete = ({ field, key, op, values }: Condition): boolean =>
  (field !== 'property' || Boolean(key)) && (needsNoValue(op) || values.length > 0)
