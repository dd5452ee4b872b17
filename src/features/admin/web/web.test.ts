import { describe, expect, test } from 'vitest'
import { safeAddress } from './address.ts'
import { currencyOf, settingsFor } from './defaults.ts'

describe('after signing in', () => {
  test('the way leads back to addresses of this app only', () => {
    expect(safeAddress('/w/1/people?search=a')).toBe('/w/1/people?search=a')
    for (const to of [undefined, '', 'https://other.example', '//other.example', '/\\other.example', 'javascript:x']) {
      expect(safeAddress(to)).toBe('/')
    }
  })
})

describe('a new workspace', () => {
  const from = (timeZone: string, ...languages: string[]) => settingsFor({ languages, timeZone, language: 'en' })

  test('takes its money from the clock in Europe and from the language elsewhere', () => {
    expect(from('Europe/Berlin', 'en-US').currency).toBe('EUR')
    expect(from('Europe/Zurich', 'de-CH').currency).toBe('CHF')
    expect(from('America/New_York', 'en-US', 'de').currency).toBe('USD')
    expect(from('Asia/Tokyo', 'ja').currency).toBe('JPY')
  })

  test('keeps a zone that exists and falls back to UTC', () => {
    expect(from('Europe/Berlin', 'de').timeZone).toBe('Europe/Berlin')
    expect(from('Mars/Olympus', 'de').timeZone).toBe('UTC')
  })

  test('is not confused by tags that no country has', () => {
    expect([currencyOf('not a tag'), currencyOf('eo'), currencyOf('en-GB')]).toEqual(['EUR', 'EUR', 'GBP'])
  })
})
