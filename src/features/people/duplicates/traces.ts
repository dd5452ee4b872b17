import type { TraceRow } from './queries.ts'
import type { Traces } from './score.ts'

/** What is known of a person in the form in which it is compared. */
export function tracesOf({ keys, texts }: Pick<TraceRow, 'keys' | 'texts'>): Traces {
  const all = (key: string) => texts.filter((_, i) => keys[i] === key)
  const one = (key: string) => all(key)[0] ?? ''
  const [first, last] = [one('first_name'), one('last_name')]
  return {
    first,
    last: first === '' && last === '' ? one('name') : last,
    company: one('company'),
    street: one('street'),
    postcode: one('postcode'),
    city: one('city'),
    birthday: one('birthday'),
    emails: all('email'),
    phones: all('phone'),
  }
}
