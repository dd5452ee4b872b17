import type { Did, PersonRule } from '../../../../kernel/personRule.ts'
import type { Condition, Rule } from '../../../../kernel/rule.ts'
import type { SegmentDraft } from '../../segments/schema.ts'
import type { SegmentTexts } from './texts.ts'

type Counted = { readonly name: string; readonly count: number }

const bought = [
  /purchase|kauf|order_?(complete|placed)|bestellung|transaction|checkout_?(complete|success)|receipt|\bsale\b|verkauf/i,
  /order|bestell|payment|zahlung|booking|buchung|contract|vertrag/i,
]
const takenBack = /fail|fehl|error|cancel|abort|abbruch|storn|return|refund|retour|reject|declin/i

/** The event that most looks like a purchase; `purchase` where nothing does. */
function purchaseIn(events: readonly Counted[]): string {
  const fine = events.filter(({ name }) => !takenBack.test(name)).sort((a, b) => b.count - a.count)
  for (const sign of bought) {
    const found = fine.find(({ name }) => sign.test(name))
    if (found) return found.name
  }
  return 'purchase'
}

const worse = (key: string, bound: string): Condition => ({ field: 'property', key, op: 'at_most', values: [bound] })
/** A rating counts where somebody gave it; elsewhere it is what a product page shows. */
const rated: Condition = {
  field: 'event',
  op: 'contains',
  values: ['review', 'rating', 'survey', 'feedback', 'bewert', 'umfrage'],
}
const unhappy: Rule = {
  any: [
    worse('nps', '6'),
    worse('csat', '2'),
    worse('ces', '3'),
    worse('emotion', '-1'),
    { all: [rated, worse('rating', '2')] },
  ],
}

const did = (rule: Rule, op: Did['times']['op'], n: number, days: number | null = null): Did => ({
  did: rule,
  times: { op, n },
  within: days === null ? null : { days },
})

export type Starter = SegmentDraft & { readonly rule: PersonRule }

/** Three segments to begin with, made for the events that happen here. */
export function startersIn(events: readonly Counted[], texts: SegmentTexts['starters']): readonly Starter[] {
  const purchase: Rule = { field: 'event', op: 'is', values: [purchaseIn(events)] }
  const anything: Rule = { field: 'event', op: 'is_not', values: [purchaseIn(events)] }
  return [
    { ...texts.regulars, rule: did(purchase, 'at_least', 2) },
    { ...texts.hesitant, rule: { all: [did(anything, 'at_least', 1, 30), did(purchase, 'exactly', 0, 30)] } },
    { ...texts.unhappy, rule: did(unhappy, 'at_least', 1) },
  ]
}
