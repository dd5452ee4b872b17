import { describe, expect, test } from 'vitest'
import { formatOf } from './format.tsx'
import { defineTexts, languageOf } from './i18n.tsx'

const german = formatOf({ language: 'de', timeZone: 'Europe/Berlin', currency: 'EUR' })
const english = formatOf({ language: 'en', timeZone: 'America/New_York', currency: 'USD' })
/** Intl writes several kinds of spaces. */
const plain = (text: string): string => text.replace(/[\u00a0\u2009\u202f]/g, ' ')

describe('figures', () => {
  test('are written as the language writes them, with a true minus', () => {
    expect(plain(german.number(20014))).toBe('20.014')
    expect(plain(german.percent(0.1189))).toBe('11,9 %')
    expect(german.signed(-1.25)).toBe('−1,3')
    expect(english.signedPercent(0.06)).toBe('+6%')
    expect(plain(german.interval({ low: 0.114, high: 0.123 }))).toBe('11,4–12,3 %')
    expect(german.interval({ low: null, high: null })).toBe('')
  })

  test('money shows cents only where they matter', () => {
    expect(plain(german.money('1299.5'))).toBe('1.300 €')
    expect(plain(german.money('95.1'))).toBe('95,10 €')
    expect(english.money(12, 'EUR')).toBe('€12.00')
  })

  test('durations and sizes choose their unit', () => {
    expect([0.005, 0.2, 5, 30, 72].map(german.duration)).toEqual(['18 Sek.', '12 Min.', '5 Std.', '30 Std.', '3 Tage'])
    expect(english.duration(1)).toBe('1 hr')
    expect([0, 999, 2_345_678, 12_000_000_000].map(german.bytes)).toEqual(['0 B', '999 B', '2,3 MB', '12 GB'])
  })
})

describe('times', () => {
  test('are those of the workspace', () => {
    expect(plain(german.dateTime('2026-03-31T22:30:00.000Z'))).toBe('1. Apr. 2026, 00:30')
    expect(english.time('2026-03-31T22:30:00.000Z')).toBe('18:30')
  })

  test('calendar days are shown as written, whatever the zone', () => {
    expect(english.period({ from: '2026-01-01', to: '2026-12-31' })).toContain('1 Jan')
    expect(german.calendarDay('2026-03-31')).toBe('Di., 31. März 2026')
  })
})

describe('languages', () => {
  test('the first that is spoken here is taken, else English', () => {
    expect(languageOf(['fr-FR', 'de-AT', 'en'])).toBe('de')
    expect(languageOf(['fr'])).toBe('en')
    expect(languageOf([])).toBe('en')
  })

  test('texts keep their words', () => {
    expect(defineTexts({ de: { a: 'ja' }, en: { a: 'yes' } }).en.a).toBe('yes')
  })
})
