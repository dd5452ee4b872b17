import type { Did, PersonCondition, PersonRule } from '../../../../kernel/personRule.ts'
import type { Condition, Rule } from '../../../../kernel/rule.ts'
import { type Form, formAsking, formIn, type Grammar, ruleOfForm } from '../../../../web/parts/rule/form.ts'
import { isComplete, needsNoValue } from '../../../../web/parts/rule/words.ts'

/** What one line of the form says; only belonging to a segment is turned around. */
export type Leaf = PersonCondition | { readonly not: { readonly segment: string } }
export type PersonForm = Form<Leaf>

export const freshEvent: Condition = { field: 'event', op: 'is', values: [] }
export const freshDid: Did = { did: freshEvent, times: { op: 'at_least', n: 1 }, within: null }
export const emptyForm: PersonForm = formAsking<Leaf>(freshDid)

const leafOf = (rule: PersonRule): Leaf | null => {
  if ('all' in rule || 'any' in rule) return null
  if (!('not' in rule)) return rule
  return 'segment' in rule.not ? { not: rule.not } : null
}

/** The rules of which all or any hold. */
export const partsOf: Grammar<PersonRule, Leaf>['partsOf'] = (rule) =>
  'all' in rule ? { join: 'all', rules: rule.all } : 'any' in rule ? { join: 'any', rules: rule.any } : null

/** Null where the rule is nested deeper than the form can show. */
export const personFormOf = (rule: PersonRule): PersonForm | null => formIn<PersonRule, Leaf>(rule, { leafOf, partsOf })

export const personRuleOf = (form: PersonForm): PersonRule => ruleOfForm(form)

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
