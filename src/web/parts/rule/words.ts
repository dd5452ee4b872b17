import type { Condition, Rule } from '../../../kernel/rule.ts'

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
}

export const needsNoValue = (op: Condition['op']): boolean => op === 'exists' || op === 'missing'

export const conditionInWords = ({ field, key, op, values }: Condition, words: RuleWords): string => {
  const subject = field === 'property' ? words.quote(key ?? '') : words.fields[field]
  const object = needsNoValue(op)
    ? ''
    : values.length === 0
      ? ` ${words.nothing}`
      : ` ${values.map((value) => words.quote(value)).join(` ${words.or} `)}`
  return `${subject} ${words.operators[op]}${object}`
}

const joined = (rules: readonly Rule[], by: string, empty: string, words: RuleWords): string =>
  rules.length === 0
    ? empty
    : rules
        .map((rule) => {
          const said = ruleInWords(rule, words)
          const group = ('all' in rule && rule.all.length > 1) || ('any' in rule && rule.any.length > 1)
          return group && rules.length > 1 ? `(${said})` : said
        })
        .join(` ${by} `)

/** A rule as one sentence without a full stop. */
export const ruleInWords = (rule: Rule, words: RuleWords): string => {
  if ('all' in rule) return joined(rule.all, words.and, words.always, words)
  if ('any' in rule) return joined(rule.any, words.or, words.never, words)
  if ('not' in rule) return `${words.not} (${ruleInWords(rule.not, words)})`
  return conditionInWords(rule, words)
}

/** The form edits groups of groups of conditions; deeper rules are shown in words and kept as they are. */
export type Form = { readonly join: 'all' | 'any'; readonly groups: readonly Group[] }
export type Group = { readonly join: 'all' | 'any'; readonly conditions: readonly Condition[] }

const isCondition = (rule: Rule): rule is Condition => 'field' in rule

const groupOf = (rule: Rule): Group | null => {
  if (isCondition(rule)) return { join: 'all', conditions: [rule] }
  const rules = 'all' in rule ? rule.all : 'any' in rule ? rule.any : null
  return rules?.every(isCondition)
    ? { join: 'all' in rule ? 'all' : 'any', conditions: rules.filter(isCondition) }
    : null
}

/** Null where the rule is nested deeper than the form can show, or negates. */
export const formOf = (rule: Rule): Form | null => {
  const flat = groupOf(rule)
  if (flat) return { join: 'any', groups: [flat] }
  if ('not' in rule || isCondition(rule)) return null
  const groups = ('all' in rule ? rule.all : rule.any).map(groupOf)
  return groups.every((group) => group !== null)
    ? { join: 'all' in rule ? 'all' : 'any', groups: groups.filter((group) => group !== null) }
    : null
}

const ruleOfGroup = ({ join, conditions }: Group): Rule => {
  const [only] = conditions
  if (only && conditions.length === 1) return only
  return join === 'all' ? { all: conditions } : { any: conditions }
}

export const ruleOfForm = ({ join, groups }: Form): Rule => {
  const rules = groups.filter(({ conditions }) => conditions.length > 0).map(ruleOfGroup)
  const [only] = rules
  if (only && rules.length === 1) return only
  return join === 'all' ? { all: rules } : { any: rules }
}

/** A condition says something once its values (and its key) are there. */
export const isComplete = ({ field, key, op, values }: Condition): boolean =>
  (field !== 'property' || Boolean(key)) && (needsNoValue(op) || values.length > 0)
