import { channelLabel, eventLabel } from '../../../kernel/names.ts'
import type { RuleWords } from './words.ts'

const namesIn =
  (language: 'de' | 'en'): RuleWords['nameOf'] =>
  (field, code) =>
    field === 'event' ? eventLabel(code, language) : field === 'channel' ? channelLabel(code, language) : code

/** How a rule is said in each language. */
export const ruleWords: Readonly<Record<'de' | 'en', RuleWords>> = {
  de: {
    fields: {
      event: 'Ereignis',
      channel: 'Kanal',
      source: 'Quelle',
      session: 'Sitzung',
      currency: 'Währung',
      value: 'Wert',
    },
    operators: {
      is: 'ist',
      is_not: 'ist nicht',
      contains: 'enthält',
      starts_with: 'beginnt mit',
      at_least: 'ist mindestens',
      at_most: 'ist höchstens',
      more_than: 'ist mehr als',
      less_than: 'ist weniger als',
      exists: 'ist vorhanden',
      missing: 'fehlt',
    },
    and: 'und',
    or: 'oder',
    not: 'nicht',
    always: 'immer',
    never: 'nie',
    nothing: '…',
    quote: (text) => `„${text}“`,
    nameOf: namesIn('de'),
  },
  en: {
    fields: {
      event: 'event',
      channel: 'channel',
      source: 'source',
      session: 'session',
      currency: 'currency',
      value: 'value',
    },
    operators: {
      is: 'is',
      is_not: 'is not',
      contains: 'contains',
      starts_with: 'starts with',
      at_least: 'is at least',
      at_most: 'is at most',
      more_than: 'is more than',
      less_than: 'is less than',
      exists: 'is present',
      missing: 'is missing',
    },
    and: 'and',
    or: 'or',
    not: 'not',
    always: 'always',
    never: 'never',
    nothing: '…',
    quote: (text) => `“${text}”`,
    nameOf: namesIn('en'),
  },
}
