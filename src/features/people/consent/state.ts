import { type Decision, type Purpose, type PurposeConsent, purposes } from './schema.ts'

const refuses = ({ state }: Pick<Decision, 'state'>): boolean => state !== 'granted'

/** Of decisions of one moment the refusal stands last, so that it counts. */
const inOrder = (a: Decision, b: Decision): number =>
  Date.parse(a.at) - Date.parse(b.at) ||
  Number(refuses(a)) - Number(refuses(b)) ||
  (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)

/**
 * What somebody decided about one purpose, from all decisions of all their identifiers: the latest counts, at equal times
 * the refusal, and a grant that an import brings never takes the place of a refusal.
 */
export function stateOf(decisions: readonly Decision[], purpose: Purpose, nowMs: number): PurposeConsent {
  let counts: Decision | null = null
  for (const decision of decisions.filter((one) => one.counts && one.purpose === purpose).sort(inOrder)) {
    const overrides = counts !== null && refuses(counts) && !refuses(decision) && decision.imported
    if (!overrides) counts = decision
  }
  if (counts === null) return { purpose, state: 'none', decision: null }
  const over = !refuses(counts) && counts.expires !== null && Date.parse(counts.expires) <= nowMs
  return { purpose, state: over ? 'expired' : counts.state, decision: counts }
}

export const statesOf = (decisions: readonly Decision[], nowMs: number): PurposeConsent[] =>
  purposes.map((purpose) => stateOf(decisions, purpose, nowMs))

export const isRefusal = (state: PurposeConsent['state']): boolean =>
  state === 'denied' || state === 'withdrawn' || state === 'objected'

const marketing: ReadonlySet<Purpose> = new Set(['newsletter', 'phone', 'advertising'])

/** Whether people may be contacted for a purpose: they said yes, and did not object to advertising as a whole. */
export function mayContact(states: readonly PurposeConsent[], purpose: Purpose): boolean {
  const of = (one: Purpose) => states.find((state) => state.purpose === one)?.state ?? 'none'
  return of(purpose) === 'granted' && !(marketing.has(purpose) && of('advertising') === 'objected')
}
