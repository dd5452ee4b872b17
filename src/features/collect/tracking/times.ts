/** What storage can hold, with room on both sides. */
export const earliestMs = Date.UTC(1990, 0, 1)
export const latestMs = Date.UTC(2100, 0, 1)
const dayMs = 86_400_000
/** How far back a public source is believed: browsers keep what they could not send. */
const publicPastMs = 30 * dayMs
/** Clocks that differ less are not worth correcting. */
const smallSkewMs = 2_000

const iso = /^[+-]?\d{4,6}-\d\d/

/** A time as SDKs write it: ISO text, milliseconds or seconds since 1970; undefined where it is none. */
export function readTime(value: unknown): number | undefined {
  if (typeof value === 'string' && iso.test(value)) {
    const ms = Date.parse(value)
    return Number.isNaN(ms) ? undefined : ms
  }
  const number = typeof value === 'string' && /^\d{9,16}(\.\d+)?$/.test(value) ? Number(value) : value
  if (typeof number !== 'number' || !Number.isFinite(number)) return undefined
  const ms = Math.trunc(Math.abs(number) < 1e11 ? number * 1000 : number)
  return Math.abs(ms) <= 8.64e15 ? ms : undefined
}

export type Stamp = {
  readonly timeMs: number
  /** For the sorting key: what the client said, as far as it can be stored. */
  readonly rawMs: number
  /** The client's time as it came, where it could not be believed. */
  readonly unbelieved: string | undefined
}

export type Clock = {
  readonly receivedMs: number
  readonly trusted: boolean
  /** The client's clock as it sent, where it tells: not after a failed try, when it may be old. */
  readonly sentMs: number | undefined
}

const within = (ms: number): number => Math.min(Math.max(ms, earliestMs), latestMs)

const wordsOf = (said: unknown): string => (typeof said === 'string' ? said : JSON.stringify(said)).slice(0, 100)

/** When something happened. The clock of a public source is set right by when it sent; what no clock can say is clamped. */
export function stamp(said: unknown, { receivedMs, trusted, sentMs }: Clock): Stamp {
  if (said === undefined || said === null || said === '') {
    return { timeMs: receivedMs, rawMs: receivedMs, unbelieved: undefined }
  }
  const raw = readTime(said)
  if (raw === undefined) return { timeMs: receivedMs, rawMs: receivedMs, unbelieved: wordsOf(said) }
  const skew = trusted || sentMs === undefined ? 0 : receivedMs - sentMs
  const right = raw + (Math.abs(skew) > smallSkewMs ? skew : 0)
  const first = trusted ? earliestMs : receivedMs - publicPastMs
  const last = trusted ? receivedMs + dayMs : receivedMs
  const slightlyLate = right > last && right <= last + smallSkewMs
  const timeMs = right > last ? receivedMs : Math.max(right, first)
  const believed = timeMs === right || slightlyLate
  return { timeMs, rawMs: within(raw), unbelieved: believed ? undefined : wordsOf(said) }
}
