import type { Did, PersonCondition, PersonRule } from '../../../../kernel/personRule.ts'
import type { Condition, Rule } from '../../../../kernel/rule.ts'
import { isComplete, needsNoValue } from '../../../../web/parts/rule/words.ts'

/** What one line of the form says; only belonging to a segment is turned around. */
export type Leaf = PersonCondition | { readonly not: { readonly segment: string } }
export type PersonGroup = { readonly join: 'all' | 'any'; readonly conditions: readonly Leaf[] }
/** The form edits groups of groups of conditions; deeper rules are shown in words and kept as they are. */
export type PersonForm = { readonly join: 'all' | 'any'; readonly groups: readonly PersonGroup[] }

export const freshEvent: Condition = { field: 'event', op: 'is', values: [] }
export const freshDid: Did = { did: freshEvent, times: { op: 'at_least', n: 1 }, within: null }
export const emptyForm: PersonForm = { join: 'any', groups: [{ join: 'all', conditions: [freshDid] }] }

const leafOf = (rule: PersonRule): Leaf | null => {
  if ('all' in rule || 'any' in rule) return null
  if (!('not' in rule)) return rule
  return 'segment' in rule.not ? { not: rule.not } : null
}

const allOrNull = <T>(list: readonly (T | null)[]): T[] | null => {
  const there = list.filter((one) => one !== null)
  return there.length === list.length ? there : null
}

const groupOf = (rule: PersonRule): PersonGroup | null => {
  const leaf = leafOf(rule)
  if (leaf) return { join: 'all', conditions: [leaf] }
  const rules = 'all' in rule ? rule.all : 'any' in rule ? rule.any : null
  const conditions = rules && allOrNull(rules.map(leafOf))
  return conditions && conditions.length > 0 ? { join: 'all' in rule ? 'all' : 'any', conditions } : null
}

/** Null where the rule is nested deeper than the form can show. */
export function personFormOf(rule: PersonRule): PersonForm | null {
  const flat = groupOf(rule)
  if (flat) return { join: 'any', groups: [flat] }
  const rules = 'all' in rule ? rule.all : 'any' in rule ? rule.any : null
  const groups = rules && allOrNull(rules.map(groupOf))
  return groups && groups.length > 0 ? { join: 'all' in rule ? 'all' : 'any', groups } : null
}

const joined = (join: 'all' | 'any', rules: readonly PersonRule[]): PersonRule => {
  const [only] = rules
  if (only && rules.length === 1) return only
  return join === 'all' ? { all: rules } : { any: rules }
}

export const personRuleOf = ({ join, groups }: PersonForm): PersonRule =>
  joined(
    join,
    groups.filter(({ conditions }) => conditions.length > 0).map((group) => joined(group.join, group.conditions)),
  )

/** The conditions that an event must all satisfy; null where the rule says more than that. */
export function eventConditions(rule: Rule): readonly Condition[] | null {
  if ('field' in rule) return [rule]
  if (!('all' in rule) || rule.all.length === 0) return null
  const conditions = rule.all.filter((one) => 'field' in one)
  return conditions.length === rule.all.length ? conditions : null
}

export const eventRule = (conditions: readonly Condition[]): Rule => {
  const [only] = conditions
  return only && conditions.length === 1 ? only : { all: conditions }
}

/** A line says something once everything it needs is there. */
export function isWholeLeaf(leaf: Leaf): boolean {
  if ('not' in leaf) return leaf.not.segment !== ''
  if ('segment' in leaf) return leaf.segment !== ''
  if ('trait' in leaf)
    return /^[a-z][a-z0-9_]{0,59}$/.test(leaf.trait) && (needsNoValue(leaf.op) || leaf.values.length > 0)
  if (!('did' in leaf)) return true
  const { within } = leaf
  const spanned =
    within === null || ('days' in within ? within.days >= 1 : within.from !== '' && within.from <= within.to)
  return spanned && (eventConditions(leaf.did)?.every(isComplete) ?? true)
}

export const isWholeForm = ({ groups }: PersonForm): boolean =>
  groups.every(({ conditions }) => conditions.every(isWholeLeaf))
