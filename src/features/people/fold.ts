/**
 * A text without case and accents, in which ä, ae and a are one, as are ß and ss: what the column `folded` of traits holds
 * for names.
 */
export const fold = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .replaceAll('ß', 'ss')
    .replace(/([aou])e/g, '$1')

/** The digits that a phone number shares with all its spellings: without the country, where it is ours, and without the leading zero. */
const nationalDigits = (text: string): string =>
  text
    .replace(/[^0-9+]/g, '')
    .replace(/^(\+|00)49/, '')
    .replace(/^(\+|00?)/, '')

/** One word of a search in the forms in which it is compared. */
export type Term = { readonly plain: string; readonly folded: string; readonly digits: string }

const mostTerms = 6
const fewestDigits = 3

/** What is looked for: all of these. A phone number is one word, however it is spaced. */
export function termsOf(search: string): readonly Term[] {
  const text = search.trim()
  if (text === '') return []
  const digits = /^[+0-9 ()/.\-–]+$/.test(text) ? nationalDigits(text) : ''
  if (digits.length >= fewestDigits) return [{ plain: text.toLowerCase(), folded: fold(text), digits }]
  return text
    .split(/\s+/)
    .slice(0, mostTerms)
    .map((word) => ({ plain: word.toLowerCase(), folded: fold(word), digits: '' }))
}
