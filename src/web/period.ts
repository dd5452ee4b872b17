import type { Period } from '../kernel/figures.ts'

const day = 86_400_000
const write = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

export const shiftDays = (date: string, days: number): string => write(Date.parse(date) + days * day)

export const daysOf = ({ from, to }: Period): number => Math.round((Date.parse(to) - Date.parse(from)) / day) + 1

/** The period of equal length that ends the day before. */
export function periodBefore(period: Period): Period {
  const length = daysOf(period)
  return { from: shiftDays(period.from, -length), to: shiftDays(period.from, -1) }
}

/** 29 February becomes 28 February. */
function yearEarlier(date: string): string {
  const wanted = `${String(Number(date.slice(0, 4)) - 1).padStart(4, '0')}${date.slice(4)}`
  return wanted.endsWith('-02-29') ? `${wanted.slice(0, 5)}02-28` : wanted
}

export const yearBefore = ({ from, to }: Period): Period => ({ from: yearEarlier(from), to: yearEarlier(to) })

/** The last `days` days up to and with `last`. */
export const lastDays = (last: string, days: number): Period => ({ from: shiftDays(last, 1 - days), to: last })

export const lastYear = (last: string): Period => ({ from: shiftDays(yearEarlier(last), 1), to: last })

export const samePeriod = (a: Period | null, b: Period | null): boolean => a?.from === b?.from && a?.to === b?.to

/** The calendar day of a moment in a time zone. */
export const dayIn = (moment: string | number | Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    new Date(moment),
  )
