import type { Did, HasTrait, PersonRule } from '../../../../kernel/personRule.ts'
import { conditionInWords, joinedInWords, type RuleWords, ruleInWords } from '../../../../web/parts/rule/words.ts'
import { partsOf } from './personForm.ts'
import type { SegmentTexts } from './texts.ts'

/** What a rule over people is said with. */
export type PersonWords = {
  readonly rule: RuleWords
  readonly person: Pick<SegmentTexts, 'builder' | 'words'>
  readonly nameOf: (segment: string) => string | undefined
  /** A calendar day in words. */
  readonly day: (day: string) => string
}

function didInWords({ did, times, within }: Did, { rule, person: { words }, day }: PersonWords): string {
  const said = `${words.times[times.op](times.n)}: ${ruleInWords(did, rule)}`
  if (within === null) return said
  return `${said}, ${'days' in within ? words.days(within.days) : words.period(day(within.from), day(within.to))}`
}

const nameOfTrait = (traits: Readonly<Record<string, string>>, key: string): string => traits[key] ?? key

/** The comparison is said as that of a property, under the trait's own name. */
function traitInWords({ trait, op, values }: HasTrait, { rule, person: { builder } }: PersonWords): string {
  const name = nameOfTrait(builder.traits, trait)
  return conditionInWords({ field: 'property', key: name, op, values: [...values] }, rule)
}

/** A rule over people as one sentence without a full stop. */
export function personRuleInWords(one: PersonRule, words: PersonWords): string {
  const { rule, person } = words
  const say = (inner: PersonRule) => personRuleInWords(inner, words)
  if ('all' in one) return joinedInWords(one.all, { say, partsOf, by: rule.and, empty: person.words.everybody })
  if ('any' in one) return joinedInWords(one.any, { say, partsOf, by: rule.or, empty: person.words.nobody })
  if ('not' in one) return `${rule.not} (${say(one.not)})`
  if ('did' in one) return didInWords(one, words)
  if ('trait' in one) return traitInWords(one, words)
  if ('identifier' in one) {
    const { identifiers, known } = person.builder
    return `${identifiers[one.identifier]} ${one.known ? known.yes : known.no}`
  }
  if ('segment' in one) return person.words.in(words.nameOf(one.segment) ?? person.words.gone)
  return `${person.builder.purposes[one.consent]}: ${person.builder.states[one.state]}`
}
