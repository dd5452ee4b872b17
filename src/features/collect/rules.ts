import { type Condition, maxRuleDepth, numberIn, numberPattern, type Rule, ruleDepth } from '../../kernel/rule.ts'
import { join, p, raw, type Sql, sql } from '../../platform/warehouse/sql.ts'

/** A property as text, empty where it is absent. */
export const propertyText = (key: string): Sql => sql`properties[${key}]`

/** The number that a text stands for, or NULL. */
export const numberSql = (text: Sql): Sql => sql`if(match(${text}, ${numberPattern}), toFloat64OrNull(${text}), NULL)`

const columns = {
  event: raw('name'),
  channel: raw('channel'),
  source: raw('source'),
  session: raw('session'),
  currency: raw('currency'),
  value: raw("ifNull(toString(value), '')"),
} as const

const comparisons = { at_least: raw('>='), at_most: raw('<='), more_than: raw('>'), less_than: raw('<') } as const

const never = raw('false')
export const always = raw('true')

export const anyOf = (list: readonly Sql[]): Sql => (list.length === 0 ? never : sql`(${join(list, ' OR ')})`)

/** Whether a text, given as an expression, stands in a relation to values: `textSatisfies` in SQL, never NULL. */
export function textSql(text: Sql, { op, values }: Pick<Condition, 'op' | 'values'>): Sql {
  switch (op) {
    case 'is':
      return values.length === 0 ? never : sql`has(${p.strings(values)}, ${text})`
    case 'is_not':
      return values.length === 0 ? always : sql`NOT has(${p.strings(values)}, ${text})`
    case 'contains':
      return anyOf(values.map((value) => (value === '' ? always : sql`position(${text}, ${value}) > 0`)))
    case 'starts_with':
      return anyOf(values.map((value) => sql`startsWith(${text}, ${value})`))
    case 'exists':
      return sql`notEmpty(${text})`
    case 'missing':
      return sql`empty(${text})`
    default: {
      const bound = numberIn(values[0] ?? '')
      if (bound === null || !Number.isFinite(bound)) return beyond(text, op, bound)
      return sql`ifNull(${numberSql(text)} ${comparisons[op]} ${p.float(bound)}, false)`
    }
  }
}

const conditionSql = ({ field, key, ...test }: Condition): Sql =>
  textSql(field === 'property' ? propertyText(key ?? '') : columns[field], test)

/** Numbers too large for the engine's parameters compare like infinity. */
function beyond(text: Sql, op: keyof typeof comparisons, bound: number | null): Sql {
  if (bound === null) return never
  return sql`ifNull(${numberSql(text)} ${comparisons[op]} ${bound > 0 ? raw('inf') : raw('-inf')}, false)`
}

/** A rule as a condition over the columns of `events`: never NULL, and nothing a person typed becomes SQL text. */
export function ruleSql(rule: Rule): Sql {
  if (ruleDepth(rule) > maxRuleDepth) throw new RangeError(`A rule may be nested at most ${maxRuleDepth} deep`)
  return compiled(rule)
}

function compiled(rule: Rule): Sql {
  if ('any' in rule) return anyOf(rule.any.map(compiled))
  if ('not' in rule) return sql`NOT (${compiled(rule.not)})`
  if (!('all' in rule)) return conditionSql(rule)
  return rule.all.length === 0 ? always : sql`(${join(rule.all.map(compiled), ' AND ')})`
}
