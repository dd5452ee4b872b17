import { folded, foldedName, foldedStreet } from './fold.ts'
import type { DuplicateReason, Likeness } from './schema.ts'

/** What is compared of a person; empty texts and lists where nothing is known. */
export type Traces = {
  readonly first: string
  readonly last: string
  readonly company: string
  readonly street: string
  readonly postcode: string
  readonly city: string
  readonly birthday: string
  readonly emails: readonly string[]
  readonly phones: readonly string[]
}

/** From this score on two people are proposed as one. */
export const threshold = 0.7

/** Jaro-Winkler: the share of letters in common at nearly the same place, more for a common beginning. */
export function likeness(one: string, other: string): number {
  if (one === other) return 1
  if (one === '' || other === '') return 0
  const reach = Math.max(0, Math.floor(Math.max(one.length, other.length) / 2) - 1)
  const taken = new Array<boolean>(other.length).fill(false)
  const common: string[] = []
  for (let i = 0; i < one.length; i++) {
    const to = Math.min(other.length, i + reach + 1)
    for (let at = Math.max(0, i - reach); at < to; at++) {
      if (taken[at] || one[i] !== other[at]) continue
      taken[at] = true
      common.push(one[i] ?? '')
      break
    }
  }
  if (common.length === 0) return 0
  const there = [...other].filter((_, at) => taken[at])
  const swapped = common.filter((letter, i) => letter !== there[i]).length / 2
  const count = common.length
  const jaro = (count / one.length + count / other.length + (count - swapped) / count) / 3
  let start = 0
  while (start < 4 && start < one.length && one[start] === other[start]) start += 1
  return jaro + start * 0.1 * (1 - jaro)
}

const similarName = 0.91
const similarStreet = 0.92

function texts(one: string, other: string, enough: number): Likeness | null {
  if (one === '' || other === '') return null
  if (one === other) return 'same'
  return likeness(one, other) >= enough ? 'similar' : 'different'
}

/** Names whatever their order; one without a first name is only as good as its last name. */
function names(one: Traces, other: Traces): Likeness | null {
  const [a, b] = [foldedName(one.first, one.last), foldedName(other.first, other.last)]
  if (a === '' || b === '') return null
  if (a === b) return a.includes(' ') ? 'same' : 'similar'
  if (one.first !== '' && other.first !== '') {
    const first = likeness(folded(one.first), folded(other.first))
    const last = likeness(folded(one.last), folded(other.last))
    if (first >= similarName && last >= similarName) return 'similar'
  }
  return likeness(a, b) >= 0.95 ? 'similar' : 'different'
}

/** The same day, day and month the other way round or one digit off, another day. */
function birthdays(one: string, other: string): Likeness | null {
  if (one === '' || other === '') return null
  if (one === other) return 'same'
  const [year, month, day] = one.split('-')
  if (other === `${year}-${day}-${month}`) return 'similar'
  const off = [...one].filter((letter, i) => letter !== other[i]).length
  return one.length === other.length && off === 1 ? 'similar' : 'different'
}

const lists = (one: readonly string[], other: readonly string[]): Likeness | null => {
  if (one.length === 0 || other.length === 0) return null
  return one.some((value) => other.includes(value)) ? 'same' : 'different'
}

type Weights = Readonly<Record<Likeness, number>>
const weights: Readonly<Record<DuplicateReason['field'], Weights>> = {
  email: { same: 0.75, similar: 0, different: 0 },
  phone: { same: 0.6, similar: 0, different: 0 },
  name: { same: 0.45, similar: 0.3, different: -0.35 },
  birthday: { same: 0.35, similar: 0.15, different: -0.4 },
  street: { same: 0.25, similar: 0.15, different: 0 },
  postcode: { same: 0.1, similar: 0, different: 0 },
  city: { same: 0.05, similar: 0, different: -0.05 },
  company: { same: 0.1, similar: 0.05, different: 0 },
}

export type Score = { readonly score: number; readonly reasons: readonly DuplicateReason[] }

/**
 * How much speaks for two people being one, from 0 to 1, and what. An e-mail address or a phone number in common always
 * suffices to ask.
 */
export function scoreOf(one: Traces, other: Traces): Score {
  const found: readonly (readonly [DuplicateReason['field'], Likeness | null])[] = [
    ['email', lists(one.emails, other.emails)],
    ['phone', lists(one.phones, other.phones)],
    ['name', names(one, other)],
    ['birthday', birthdays(one.birthday, other.birthday)],
    ['street', texts(foldedStreet(one.street), foldedStreet(other.street), similarStreet)],
    ['postcode', texts(one.postcode, other.postcode, 2)],
    ['city', texts(folded(one.city), folded(other.city), similarName)],
    ['company', texts(folded(one.company), folded(other.company), similarName)],
  ]
  const reasons = found.flatMap(([field, kind]) => (kind ? [{ field, likeness: kind }] : []))
  const sum = reasons.reduce((total, { field, likeness: kind }) => total + weights[field][kind], 0)
  const shared = reasons.some(
    ({ field, likeness: kind }) => (field === 'email' || field === 'phone') && kind === 'same',
  )
  const score = Math.min(1, Math.max(shared ? threshold : 0, sum))
  return { score: Math.round(score * 1000) / 1000, reasons }
}
