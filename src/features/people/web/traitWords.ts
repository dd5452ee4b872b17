import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { personTexts, wordFor } from './personTexts.ts'

const isDay = /^\d{4}-\d{2}-\d{2}$/

/** How what is known of a person is written: days and genders in the reader's words, all else as it is. */
export function useTraitWords(): (key: string, value: string) => string {
  const { genders } = useTexts(personTexts)
  const format = useFormat()
  return (key, value) => {
    if (key === 'gender') return wordFor(genders, value)
    return key === 'birthday' && isDay.test(value) ? format.date(`${value}T12:00:00Z`) : value
  }
}

/** What a source is called: lists of contacts by their name. */
export function useSourceName(): (source: string) => string {
  const { sources } = useTexts(personTexts)
  return (source) => wordFor(sources, source.replace(/^contacts:/, ''))
}
