import type { Language, WorkspaceSettings } from '../schema.ts'

const currencies: Record<string, string> = {
  AU: 'AUD',
  BR: 'BRL',
  CA: 'CAD',
  CH: 'CHF',
  CN: 'CNY',
  CZ: 'CZK',
  DK: 'DKK',
  GB: 'GBP',
  HU: 'HUF',
  IN: 'INR',
  JP: 'JPY',
  LI: 'CHF',
  MX: 'MXN',
  NO: 'NOK',
  NZ: 'NZD',
  PL: 'PLN',
  RO: 'RON',
  SE: 'SEK',
  TR: 'TRY',
  US: 'USD',
}

/** The money of the country that a language tag names or implies; the euro elsewhere. */
export function currencyOf(tag: string): string {
  try {
    return currencies[new Intl.Locale(tag).maximize().region ?? ''] ?? 'EUR'
  } catch {
    return 'EUR'
  }
}

export const zones = (): readonly string[] => [
  'UTC',
  ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC'),
]

const zoneCurrencies: Record<string, string> = {
  Bucharest: 'RON',
  Budapest: 'HUF',
  Copenhagen: 'DKK',
  Istanbul: 'TRY',
  Kyiv: 'UAH',
  London: 'GBP',
  Oslo: 'NOK',
  Prague: 'CZK',
  Stockholm: 'SEK',
  Vaduz: 'CHF',
  Warsaw: 'PLN',
  Zurich: 'CHF',
}

type Browser = { readonly languages: readonly string[]; readonly timeZone: string; readonly language: Language }

/** What a new workspace starts with. In Europe the clock tells the country better than the browser's language does. */
export function settingsFor({ languages, timeZone, language }: Browser): WorkspaceSettings {
  const [continent, city = ''] = timeZone.split('/')
  const tag = languages.find((one) => one.includes('-')) ?? languages[0] ?? language
  const currency = continent === 'Europe' ? (zoneCurrencies[city] ?? 'EUR') : currencyOf(tag)
  return { name: '', timeZone: zones().includes(timeZone) ? timeZone : 'UTC', currency, language }
}

/** Currency codes with their names, the common ones first. */
export function currencyChoices(locale: string): readonly { readonly value: string; readonly label: string }[] {
  const names = new Intl.DisplayNames([locale], { type: 'currency' })
  const common = ['EUR', 'CHF', 'GBP', 'USD']
  const all = [...common, ...Intl.supportedValuesOf('currency').filter((code) => !common.includes(code))]
  return all.map((value) => ({ value, label: `${value} · ${names.of(value) ?? value}` }))
}
