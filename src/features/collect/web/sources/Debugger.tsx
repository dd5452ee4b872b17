import { Button, TextInput } from '@mantine/core'
import { IconActivity, IconChevronRight, IconPlayerPause, IconPlayerPlay, IconSearch } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { channelLabel, eventLabel } from '../../../../kernel/names.ts'
import { useFormat } from '../../../../web/format.tsx'
import { type Language, useLanguage, useTexts } from '../../../../web/i18n.tsx'
import { ChannelIcon } from '../../../../web/parts/ChannelIcon.tsx'
import { EmptyState } from '../../../../web/parts/EmptyState.tsx'
import { ErrorPanel } from '../../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../../web/parts/Loading.tsx'
import { useIsPhone } from '../../../../web/phone.ts'
import { useWorkspace } from '../../../../web/workspace.tsx'
import type { ReceivedEvent, SourceRow } from '../../sources/schema.ts'
import { useArrivals } from './arrivals.ts'
import { arrivalTexts } from './arrivalTexts.ts'
import { Rejects } from './RejectedList.tsx'
import styles from './sources.module.css'

const shownEvents = { desk: 100, phone: 30 }

const matches = (wanted: string, language: Language) => {
  const words = wanted.trim().toLowerCase()
  return ({ name, channel, properties }: ReceivedEvent): boolean =>
    words === '' ||
    [
      ...[name, channel, eventLabel(name, language), channelLabel(channel, language)],
      ...Object.entries(properties).flat(),
    ].some((text) => text.toLowerCase().includes(words))
}

/** What arrives now, with what stayed out beside it. */
export function Debugger({ row, onRejected }: { row: SourceRow; onRejected: () => void }) {
  const { live } = useTexts(arrivalTexts)
  const [held, hold] = useState(false)
  const [wanted, want] = useState('')
  const { events, rejected } = useArrivals(row, useIsPhone() ? shownEvents.phone : shownEvents.desk, held)
  return (
    <div className={styles.debugger}>
      <section aria-label={live.list}>
        <div className={styles.tools}>
          <TextInput
            aria-label={live.filter}
            placeholder={live.filterPlaceholder}
            leftSection={<IconSearch size={15} aria-hidden />}
            value={wanted}
            onChange={({ currentTarget }) => want(currentTarget.value)}
          />
          <Button
            variant="default"
            leftSection={held ? <IconPlayerPlay size={15} /> : <IconPlayerPause size={15} />}
            onClick={() => hold(!held)}
          >
            {held ? live.go : live.hold}
          </Button>
          <span className={styles.flow} data-held={held || undefined} role="status">
            <i className={styles.flowDot} aria-hidden />
            {held ? live.held : live.connected}
          </span>
        </div>
        {events.isPending && !held && <Loading shape="list" />}
        {events.error && <ErrorPanel error={events.error} onRetry={() => events.refetch()} />}
        {events.data && <Events all={events.data} wanted={wanted} />}
      </section>
      <section aria-label={live.beside} className={styles.beside}>
        <h2>{live.beside}</h2>
        {rejected.data && <Rejects rows={rejected.data.rejected} />}
        {rejected.data && rejected.data.total > rejected.data.rejected.length && (
          <Button variant="subtle" size="compact-sm" onClick={onRejected}>
            {live.all}
          </Button>
        )}
      </section>
    </div>
  )
}

function Events({ all, wanted }: { all: readonly ReceivedEvent[]; wanted: string }) {
  const { live } = useTexts(arrivalTexts)
  const language = useLanguage()
  const shown = all.filter(matches(wanted, language))
  if (all.length === 0) {
    return (
      <EmptyState icon={<IconActivity size={28} stroke={1.4} />} title={live.none}>
        {live.noneText}
      </EmptyState>
    )
  }
  if (shown.length === 0) return <p className={styles.note}>{live.noMatch}</p>
  return (
    <ol className={styles.events}>
      {shown.map((event) => (
        <Event key={event.id} event={event} />
      ))}
    </ol>
  )
}

function Event({ event }: { event: ReceivedEvent }) {
  const { live } = useTexts(arrivalTexts)
  const language = useLanguage()
  const { id: workspace } = useWorkspace()
  const format = useFormat()
  const properties = Object.entries(event.properties).sort(([a], [b]) => a.localeCompare(b))
  return (
    <li>
      <details>
        <summary>
          <IconChevronRight size={14} stroke={1.8} className={styles.turn} aria-hidden />
          <time dateTime={event.received}>{format.seconds(event.received)}</time>
          <b>{eventLabel(event.name, language)}</b>
          <span className={styles.channel}>
            {event.channel !== '' && (
              <>
                <ChannelIcon channel={event.channel} size={15} />
                {channelLabel(event.channel, language)}
              </>
            )}
          </span>
          <span className={styles.amount}>{event.value !== null && format.money(event.value, event.currency)}</span>
        </summary>
        <div className={styles.inside}>
          <p>
            <Link to="/w/$workspace/people/$person" params={{ workspace, person: event.personId }}>
              {live.person}
            </Link>
            {' · '}
            {live.happened(format.dateTime(event.time))}
            {' · '}
            {live.sentAs} <code>{event.name}</code>
          </p>
          {properties.length === 0 ? (
            <p>{live.noProperties}</p>
          ) : (
            <dl aria-label={live.more}>
              {properties.map(([key, value]) => (
                <div key={key}>
                  <dt>{key}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          )}
        </div>
      </details>
    </li>
  )
}
