import { eventIs, type Rule } from '../../../kernel/rule.ts'
import type { Touchpoint } from '../schema.ts'

/** A touchpoint of one event, or of a rule. */
export const touchpoint = (id: string, phase: string, rule: Rule = eventIs(id)): Touchpoint => ({
  id,
  name: id,
  phase,
  rule,
  place: 'online',
  media: null,
  department: '',
  assumed: null,
})
