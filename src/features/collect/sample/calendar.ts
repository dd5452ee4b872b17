import { type Choice, choice, pick, type Random } from '../../../kernel/random.ts'
import { groundTruth } from './groundTruth.ts'

const hour = 3_600_000
const day = 24 * hour

/**
 * The twelve months of a sample in German local time. A moment inside is a number of days since the first midnight,
 * so 1.5 is noon of the second day; `utc` turns it into milliseconds since 1970.
 */
export type Calendar = {
  readonly from: number
  readonly until: number
  readonly days: number
  /** Per day: midnight as UTC milliseconds, 0 = Sunday, month 0..11, 1 = shops closed, 1 = payments break on mobile. */
  readonly midnight: Float64Array
  readonly weekday: Uint8Array
  readonly month: Uint8Array
  readonly closed: Uint8Array
  readonly faulty: Uint8Array
  /** Days by how many people think of bicycles. */
  readonly season: Choice<number>
}

/** Clock changes at 01:00 UTC of the last Sunday of March and October. */
const hoursAhead = (utcMidnight: number): number => {
  const year = new Date(utcMidnight).getUTCFullYear()
  const lastSunday = (month: number): number => {
    const last = new Date(Date.UTC(year, month + 1, 0))
    return last.getTime() - last.getUTCDay() * day
  }
  return utcMidnight >= lastSunday(2) && utcMidnight < lastSunday(9) ? 2 : 1
}

/** Easter Sunday as UTC midnight (the anonymous Gregorian computus). */
export const easter = (year: number): number => {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7
  const f = Math.floor((a + 11 * d + 22 * e) / 451)
  const month = Math.floor((d + e - 7 * f + 114) / 31)
  return Date.UTC(year, month - 1, ((d + e - 7 * f + 114) % 31) + 1)
}

/** Holidays of all German states, as month-day, and as days from Easter. */
const fixedHolidays = ['0-1', '4-1', '9-3', '11-25', '11-26']
const easterHolidays = [-2, 1, 39, 50]

export const isHoliday = (utcMidnight: number): boolean => {
  const date = new Date(utcMidnight)
  if (fixedHolidays.includes(`${date.getUTCMonth()}-${date.getUTCDate()}`)) return true
  return easterHolidays.includes(Math.round((utcMidnight - easter(date.getUTCFullYear())) / day))
}

/** Interest in bicycles in the middle of each month, January first: spring peaks, winter sleeps. */
const interest = [0.5, 0.7, 1.25, 1.6, 1.55, 1.3, 1.1, 1, 0.95, 0.75, 0.65, 0.6]
const weekdayInterest = [1.12, 1, 0.95, 0.95, 0.95, 0.92, 1.15]

const interestOn = (utcMidnight: number): number => {
  const date = new Date(utcMidnight)
  const position = date.getUTCMonth() + (date.getUTCDate() - 15) / 30
  const before = Math.floor(position)
  const share = position - before
  const at = (month: number): number => interest[(month + 12) % 12] ?? 1
  return (at(before) * (1 - share) + at(before + 1) * share) * (weekdayInterest[date.getUTCDay()] ?? 1)
}

/** The calendar month in which payments on mobile devices break, as UTC midnights of its first day and the next. */
const faultMonth = (until: Date): { first: number; next: number } => {
  const back = groundTruth.payment.fault.monthsBack
  const [year, month] = [until.getUTCFullYear(), until.getUTCMonth()]
  return { first: Date.UTC(year, month - back, 1), next: Date.UTC(year, month - back + 1, 1) }
}

export const calendarUntil = (until: Date): Calendar => {
  if (Number.isNaN(until.getTime())) throw new RangeError('A sample needs a valid date to end at')
  const [year, month, date] = [until.getUTCFullYear(), until.getUTCMonth(), until.getUTCDate()]
  const first = Date.UTC(year - 1, month, date)
  const dates: number[] = []
  for (let at = first; at < until.getTime(); at += day) dates.push(at)
  const fault = faultMonth(until)
  return {
    from: first - hoursAhead(first) * hour,
    until: until.getTime(),
    days: dates.length,
    midnight: Float64Array.from(dates, (at) => at - hoursAhead(at) * hour),
    weekday: Uint8Array.from(dates, (at) => new Date(at).getUTCDay()),
    month: Uint8Array.from(dates, (at) => new Date(at).getUTCMonth()),
    closed: Uint8Array.from(dates, (at) => (new Date(at).getUTCDay() === 0 || isHoliday(at) ? 1 : 0)),
    faulty: Uint8Array.from(dates, (at) => (at >= fault.first && at < fault.next ? 1 : 0)),
    season: choice(dates.map((at, index): [number, number] => [index, interestOn(at)])),
  }
}

/** UTC milliseconds; Infinity once the sample has ended. */
export const utc = (calendar: Calendar, at: number): number => {
  const midnight = calendar.midnight[Math.floor(at)]
  if (midnight === undefined) return Number.POSITIVE_INFINITY
  const time = midnight + Math.floor((at % 1) * day)
  return time < calendar.until ? time : Number.POSITIVE_INFINITY
}

/** Opening hours by weekday, Sunday first; the last visit begins an hour before closing. */
const weekly = (week: readonly [number, number], saturday: readonly [number, number]): readonly (readonly [number, number])[] =>
  [[0, 0], week, week, week, week, week, saturday] // biome-ignore format: one row is one week
export const shopHours = weekly([10, 19], [10, 16])
export const officeHours = weekly([9, 18], [10, 14])
export const carrierHours = weekly([8, 19], [8, 16])

const visitors = [0, 0.8, 0.9, 0.9, 1, 1.35, 2.6]

const within = (dice: Random, hours: readonly (readonly [number, number])[], weekday: number): number => {
  const [opens, closes] = hours[weekday] ?? [10, 16]
  return (opens + (closes - 1 - opens) * Math.sqrt(dice.uniform() * dice.between(0.5, 1))) / 24
}

/** A visit to a shop on one of the six days from `day` on, Saturdays most; shops are shut on Sundays and holidays. */
export const shopVisit = (calendar: Calendar, dice: Random, from: number): number => {
  const start = Math.max(0, Math.floor(from))
  let total = 0
  for (let at = start; at < start + 6; at++)
    total += calendar.closed[at] ? 0 : (visitors[calendar.weekday[at] ?? 1] ?? 0)
  let left = dice.uniform() * total
  for (let at = start; at < start + 6; at++) {
    left -= calendar.closed[at] ? 0 : (visitors[calendar.weekday[at] ?? 1] ?? 0)
    if (left < 0) return at + within(dice, shopHours, calendar.weekday[at] ?? 1)
  }
  return start + 6
}

/** The first working day from `from` on, at some minute of the given hours. */
export const workday = (
  calendar: Calendar,
  dice: Random,
  from: number,
  hours: readonly (readonly [number, number])[],
): number => {
  let at = Math.max(0, Math.floor(from))
  while (calendar.closed[at]) at++
  return at + within(dice, hours, calendar.weekday[at] ?? 1)
}

const weekdayWeb = [2, 1, 1, 0.5, 0.5, 1, 3, 6, 8, 9, 9, 10, 13, 11, 10, 10, 12, 14, 17, 22, 26, 24, 15, 6]
const sundayWeb = [3, 2, 1, 0.5, 0.5, 0.5, 1, 3, 7, 12, 17, 18, 15, 15, 17, 18, 18, 18, 20, 24, 27, 22, 12, 5]
const [onWeekdays, onSundays] = [weekdayWeb, sundayWeb].map((weights) =>
  choice(weights.map((weight, index): [number, number] => [index, weight])),
)

/** A visit to the website after `from`, mostly in the evening, on Sundays all day. */
export const webVisit = (calendar: Calendar, dice: Random, from: number): number => {
  const start = Math.floor(from)
  const hours = calendar.weekday[start] === 0 ? onSundays : onWeekdays
  const at = start + ((hours ? pick(dice, hours) : 20) + dice.uniform()) / 24
  return at > from ? at : from + dice.exponential(0.05)
}
