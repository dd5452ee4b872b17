import { calendarUntil } from './calendar.ts'
import type { SampleOrder, ShopEvent } from './events.ts'
import { tellStory } from './story.ts'
import { beginTale, endTale } from './tale.ts'

/** Each person's events in the order of time, person after person; fewer people are the beginning of more. */
export function* shopPeople({ people, seed, until }: SampleOrder): Generator<readonly ShopEvent[]> {
  const calendar = calendarUntil(until)
  for (let index = 0; index < people; index++) {
    const tale = beginTale(calendar, seed, index)
    tellStory(tale)
    yield endTale(tale, index)
  }
}

/** All events of the sample shop, person after person. The same order gives the same events. */
export function* shopEvents(order: SampleOrder): Generator<ShopEvent> {
  for (const events of shopPeople(order)) yield* events
}
