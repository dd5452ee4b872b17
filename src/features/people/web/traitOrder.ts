import type { Trait } from '../schema.ts'

/** What is usually known of people, in the order in which people ask for it. */
export const usualKeys = [
  'title',
  'first_name',
  'last_name',
  'name',
  'company',
  'email',
  'phone',
  'street',
  'postcode',
  'city',
  'country',
  'birthday',
  'gender',
  'language',
] as const

const ranks = new Map<string, number>(usualKeys.map((key, i) => [key, i]))

const rankOf = (key: string): number => {
  return ranks.get(key) ?? ranks.size
}

export const inOrder = (traits: readonly Trait[]): Trait[] =>
  [...traits].sort((a, b) => rankOf(a.key) - rankOf(b.key) || a.key.localeCompare(b.key))
