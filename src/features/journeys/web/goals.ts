type Counted = { readonly name: string; readonly count: number; readonly people: number }

/** Words of names that usually end a journey, strongest first. */
const signs: readonly RegExp[] = [
  /purchase|kauf|order_?(complete|placed)|bestellung|transaction|checkout_?(complete|success)|\bsale\b|verkauf/i,
  /\border\b|bestell|payment|zahlung|bezahl|booking|buchung|contract|vertrag|abschluss|approved|accepted/i,
  /sign_?up|register|registrier|subscribe|abo|lead|anfrage|request|complete|won/i,
]

/** Names of what went wrong or was taken back. */
const setbacks = /fail|fehl|error|cancel|abort|abbruch|storn|return|refund|retour|reject|declin/i

const strength = (name: string): number => {
  if (setbacks.test(name)) return signs.length
  const found = signs.findIndex((sign) => sign.test(name))
  return found < 0 ? signs.length : found
}

/** Events that look like a goal, best first; without any such sign the rarer half of what many people reach. */
export const goalsIn = (events: readonly Counted[], most = 4): Counted[] => {
  const likely = events
    .filter(({ name }) => strength(name) < signs.length)
    .sort((a, b) => strength(a.name) - strength(b.name) || b.people - a.people)
  if (likely.length > 0) return likely.slice(0, most)
  return [...events]
    .sort((a, b) => a.people - b.people)
    .slice(0, Math.ceil(events.length / 2))
    .reverse()
    .slice(0, most)
}
