import { createContext, type ReactNode, use, useMemo } from 'react'
import type { Share } from '../kernel/figures.ts'
import { type Language, useLanguage } from './i18n.tsx'

export type Moment = string | number | Date
type Settings = { readonly language: Language; readonly timeZone: string; readonly currency: string }

const minus = '−'
const locales: Record<Language, string> = { de: 'de-DE', en: 'en-GB' }
const units: Record<Language, Record<'second' | 'minute' | 'hour' | 'day', readonly [one: string, many: string]>> = {
  de: { second: ['Sek.', 'Sek.'], minute: ['Min.', 'Min.'], hour: ['Std.', 'Std.'], day: ['Tag', 'Tage'] },
  en: { second: ['sec', 'sec'], minute: ['min', 'min'], hour: ['hr', 'hrs'], day: ['day', 'days'] },
}

const toDate = (moment: Moment): Date => (moment instanceof Date ? moment : new Date(moment))
const figures = (most: number) => ({ maximumFractionDigits: most })

function numbers(locale: string, currency: string) {
  const number = (n: number, digits = 0) => new Intl.NumberFormat(locale, figures(digits)).format(n).replace('-', minus)
  const percent = (share: number, digits = 1) =>
    new Intl.NumberFormat(locale, { style: 'percent', ...figures(digits) }).format(share).replace('-', minus)
  const sign = (n: number, text: string) => (n > 0 ? `+${text}` : text)
  return {
    number,
    percent,
    compact: (n: number) =>
      new Intl.NumberFormat(locale, { notation: 'compact', maximumSignificantDigits: 3 }).format(n).replace('-', minus),
    money: (amount: number | string, of = currency, digits?: number) => {
      const n = Number(amount)
      const most = digits ?? (Math.abs(n) >= 1000 ? 0 : 2)
      return new Intl.NumberFormat(locale, {
        style: 'currency',
        currency: of || currency,
        minimumFractionDigits: most,
        maximumFractionDigits: most,
      })
        .format(n)
        .replace('-', minus)
    },
    signed: (n: number, digits = 1) => sign(n, number(n, digits)),
    signedPercent: (share: number, digits = 0) => sign(share, percent(share, digits)),
    interval: ({ low, high }: Pick<Share, 'low' | 'high'>, digits = 1) =>
      low === null || high === null ? '' : `${number(low * 100, digits)}–${percent(high, digits)}`,
    list: (items: readonly string[]) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(items),
  }
}

function dates(locale: string, timeZone: string) {
  const form = (options: Intl.DateTimeFormatOptions, zone = timeZone) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone: zone, ...options })
    return (moment: Moment) => format.format(toDate(moment))
  }
  const day = { day: 'numeric', month: 'short', year: 'numeric' } as const
  const range = (zone: string) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone: zone, ...day })
    return (from: Moment, to: Moment) => format.formatRange(toDate(from), toDate(to))
  }
  const calendarRange = range('UTC')
  return {
    date: form(day),
    dayMonth: form({ day: 'numeric', month: 'short' }),
    longDate: form({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
    dateTime: form({ ...day, hour: '2-digit', minute: '2-digit' }),
    time: form({ hour: '2-digit', minute: '2-digit' }),
    seconds: form({ hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    dateRange: range(timeZone),
    calendarDay: form({ weekday: 'short', ...day }, 'UTC'),
    /** Calendar days belong to no zone: they are shown as written. */
    period: ({ from, to }: { readonly from: string; readonly to: string }) => calendarRange(from, to),
  }
}

/** Hours in the unit a person would use; one decimal below ten. */
function durationIn(language: Language, number: (n: number, digits?: number) => string) {
  return (hours: number) => {
    const [amount, unit] =
      hours * 3600 < 59.5
        ? ([hours * 3600, 'second'] as const)
        : hours < 1
          ? ([hours * 60, 'minute'] as const)
          : hours < 48
            ? ([hours, 'hour'] as const)
            : ([hours / 24, 'day'] as const)
    const text = number(amount, amount < 10 && unit !== 'second' ? 1 : 0)
    return `${text} ${units[language][unit][text === '1' ? 0 : 1]}`
  }
}

function bytesIn(number: (n: number, digits?: number) => string) {
  const names = ['B', 'kB', 'MB', 'GB', 'TB']
  return (bytes: number) => {
    const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), names.length - 1)
    const amount = bytes / 1000 ** power
    return `${number(amount, amount < 10 && power > 0 ? 1 : 0)} ${names[power] ?? 'B'}`
  }
}

/** Numbers, money and times as the reader's language and the workspace's zone and currency write them. */
export function formatOf({ language, timeZone, currency }: Settings) {
  const locale = locales[language]
  const all = numbers(locale, currency)
  return {
    locale,
    ...all,
    ...dates(locale, timeZone),
    duration: durationIn(language, all.number),
    bytes: bytesIn(all.number),
  }
}

export type Format = ReturnType<typeof formatOf>

const Place = createContext({ timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, currency: 'EUR' })

/** Below this, figures are written in the zone and currency of one workspace. */
export function FormatProvider(props: { timeZone: string; currency: string; children: ReactNode }) {
  const { timeZone, currency, children } = props
  const place = useMemo(() => ({ timeZone, currency }), [timeZone, currency])
  return <Place value={place}>{children}</Place>
}

export function useFormat(): Format {
  const language = useLanguage()
  const { timeZone, currency } = use(Place)
  return useMemo(() => formatOf({ language, timeZone, currency }), [language, timeZone, currency])
}
