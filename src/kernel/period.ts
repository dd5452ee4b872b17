import type { Period } from './figures.ts'

const dayMs = 86_400_000

const formats = new Map<string, Intl.DateTimeFormat>()

const partsOf = (zone: string): Intl.DateTimeFormat => {
  const known = formats.get(zone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-u-ca-iso8601', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  formats.set(zone, format)
  return format
}

/** How far the clocks of the zone are ahead of UTC at a moment, in ms. */
function aheadBy(format: Intl.DateTimeFormat, moment: number): number {
  const part = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]))
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(moment / 1000) * 1000
}

/**
 * The first moment of a calendar day (such as 2026-03-29) in a time zone, in ms since 1970. Where clocks jump over
 * midnight the day begins after the gap, where they show it twice with the first.
 */
export function dayStart(day: string, timeZone: string): number {
  const format = partsOf(timeZone)
  const midnight = Date.parse(`${day}T00:00:00Z`)
  const offsets = [-1, 0, 1].map((days) => aheadBy(format, midnight + days * dayMs))
  const moments = offsets.map((offset) => midnight - offset)
  const shown = moments.filter((moment) => moment + aheadBy(format, moment) >= midnight)
  return Math.min(...shown)
}

/** The moments of calendar days, both inclusive, in a time zone: from inclusive, to exclusive, in ms since 1970. */
export function momentsOf({ from, to }: Period, timeZone: string): { fromMs: number; toMs: number } {
  const after = new Date(Date.parse(`${to}T00:00:00Z`) + dayMs).toISOString().slice(0, 10)
  return { fromMs: dayStart(from, timeZone), toMs: dayStart(after, timeZone) }
}

/** The calendar day of a moment in a time zone, such as 2026-03-29. */
export function dayOf(moment: number, timeZone: string): string {
  const parts = Object.fromEntries(
    partsOf(timeZone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  )
  return `${parts.year}-${parts.month}-${parts.day}`
}
