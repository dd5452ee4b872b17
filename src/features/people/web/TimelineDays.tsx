import { channelLabel, eventLabel } from '../../../kernel/names.ts'
import { useFormat } from '../../../web/format.tsx'
import { type Language, useLanguage, useTexts } from '../../../web/i18n.tsx'
import { ChannelIcon } from '../../../web/parts/ChannelIcon.tsx'
import type { TimelineEvent } from '../schema.ts'
import type { Day, Visit } from './days.ts'
import styles from './person.module.css'
import { personTexts } from './personTexts.ts'

export function Days({ days }: { days: readonly Day[] }) {
  const format = useFormat()
  return days.map(({ day, visits }) => (
    <section key={day} className={styles.day}>
      <h3>{format.calendarDay(day)}</h3>
      <ol>
        {visits.map((visit) => (
          <li key={visit.key}>
            <VisitView visit={visit} />
          </li>
        ))}
      </ol>
    </section>
  ))
}

const namesShown = 4

/** What happened in a visit, in its order. */
function namesIn(events: Visit['events'], language: Language): string {
  const names = [...new Set(events.map(({ name }) => eventLabel(name, language)).reverse())]
  return names.length > namesShown ? `${names.slice(0, namesShown).join(', ')} …` : names.join(', ')
}

/** A visit of several events is folded; its newest and oldest time frame it. */
function VisitView({ visit: { events } }: { visit: Visit }) {
  const texts = useTexts(personTexts)
  const language = useLanguage()
  const format = useFormat()
  const newest = events[0]
  const oldest = events.at(-1)
  if (!newest || !oldest) return null
  if (events.length === 1) return <EventView event={newest} />
  return (
    <details className={styles.visit}>
      <summary>
        <span className={styles.dot}>
          <ChannelIcon channel={newest.channel} />
        </span>
        <span className={styles.what}>
          {texts.session(format.number(events.length))}
          <small>
            {format.time(oldest.time)}–{format.time(newest.time)}
            {newest.channel !== '' && ` · ${channelLabel(newest.channel, language)}`}
          </small>
          <small>{namesIn(events, language)}</small>
        </span>
      </summary>
      <ol>
        {events.map((event) => (
          <li key={`${event.time} ${event.message}`}>
            <EventView event={event} />
          </li>
        ))}
      </ol>
    </details>
  )
}

function EventView({ event }: { event: TimelineEvent }) {
  const texts = useTexts(personTexts)
  const language = useLanguage()
  const format = useFormat()
  const properties = Object.entries(event.properties)
  return (
    <div className={styles.event}>
      <span className={styles.dot}>
        <ChannelIcon channel={event.channel} />
      </span>
      <div className={styles.what}>
        {eventLabel(event.name, language)}
        <small>
          <time dateTime={event.time}>{format.time(event.time)}</time>
          {event.channel !== '' && ` · ${channelLabel(event.channel, language)}`}
        </small>
        {properties.length > 0 && (
          <details className={styles.properties}>
            <summary>{texts.properties(format.number(properties.length))}</summary>
            <dl>
              {properties.map(([key, value]) => (
                <div key={key}>
                  <dt>{key}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          </details>
        )}
      </div>
      {event.value !== null && <b className={styles.amount}>{format.money(event.value, event.currency, 2)}</b>}
    </div>
  )
}
