import { dayIn } from '../../../web/period.ts'
import type { TimelineEvent } from '../schema.ts'

/** Events of one day that belong together: one visit, or a single event. */
export type Visit = { readonly key: string; readonly events: readonly TimelineEvent[] }
export type Day = { readonly day: string; readonly visits: readonly Visit[] }

/** Neighbours of one session become one visit; an event without a session stands alone. */
function toVisits(events: readonly TimelineEvent[]): readonly Visit[] {
  const visits: { key: string; session: string; events: TimelineEvent[] }[] = []
  for (const event of events) {
    const last = visits.at(-1)
    if (last && event.session !== '' && last.session === event.session) last.events.push(event)
    else visits.push({ key: `${event.time} ${event.message}`, session: event.session, events: [event] })
  }
  return visits
}

/** Events, newest first, as days of the workspace's time zone, newest first. */
export function toDays(events: readonly TimelineEvent[], timeZone: string): readonly Day[] {
  const days = new Map<string, TimelineEvent[]>()
  for (const event of events) {
    const day = dayIn(event.time, timeZone)
    const known = days.get(day)
    if (known) known.push(event)
    else days.set(day, [event])
  }
  return [...days].map(([day, ofDay]) => ({ day, visits: toVisits(ofDay) }))
}
