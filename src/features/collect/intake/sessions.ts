import { openMemory } from './memory.ts'

/** A visit: what it is called, how it began and its ends so far. */
export type Session = {
  readonly id: string
  readonly entry: Readonly<Record<string, string>>
  /** In ms since 1970. */
  readonly firstMs: number
  readonly lastMs: number
}

export const gapMs = 30 * 60_000

const campaignKeys = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content', 'click'] as const

type Entry = Readonly<Record<string, string>>

const hasCampaign = (entry: Entry): boolean => campaignKeys.some((key) => entry[key])

const sameCampaign = (a: Entry, b: Entry): boolean => campaignKeys.every((key) => (a[key] ?? '') === (b[key] ?? ''))

/** The same for the same person and beginning, whoever names it. */
export const sessionId = (anchor: string, firstMs: number): string => `${firstMs.toString(36)}-${anchor.slice(-12)}`

/** Whether an event goes on with a visit: within the gap, and not from another campaign. */
const goesOn = (session: Session, timeMs: number, entry: Entry): boolean =>
  timeMs >= session.firstMs - gapMs &&
  timeMs <= session.lastMs + gapMs &&
  (!hasCampaign(entry) || sameCampaign(entry, session.entry))

/** The visit that an event belongs to: the one that is known, prolonged, or a new one. */
export function nextSession(known: Session | undefined, anchor: string, timeMs: number, entry: Entry): Session {
  if (!known || !goesOn(known, timeMs, entry))
    return { id: sessionId(anchor, timeMs), entry, firstMs: timeMs, lastMs: timeMs }
  if (timeMs >= known.firstMs && timeMs <= known.lastMs) return known
  const { id, entry: began } = known
  return { id, entry: began, firstMs: Math.min(known.firstMs, timeMs), lastMs: Math.max(known.lastMs, timeMs) }
}

/** The visits that may go on, by the identifiers of whoever visits. */
export function openSessions(size = 100_000) {
  const visits = openMemory<Session>(size)
  return {
    /** The visit of an event, found by the first anchor that has one; the device, named last, knows best. */
    of(anchor: string, second: string, timeMs: number, entry: Entry): Session {
      const known = (second === '' ? undefined : visits.get(second)) ?? visits.get(anchor)
      const session = nextSession(known, second || anchor, timeMs, entry)
      if (session !== known) {
        visits.set(anchor, session)
        if (second !== '') visits.set(second, session)
      }
      return session
    },
    put: (anchor: string, session: Session): void => visits.set(anchor, session),
  }
}

export type Sessions = ReturnType<typeof openSessions>
