import { Button, SegmentedControl, Skeleton } from '@mantine/core'
import { IconChevronLeft, IconExternalLink } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { channelLabel, eventLabel } from '../../../kernel/names.ts'
import { api } from '../../../web/api.ts'
import { useFormat } from '../../../web/format.tsx'
import { useLanguage, useTexts } from '../../../web/i18n.tsx'
import { ChannelIcon } from '../../../web/parts/ChannelIcon.tsx'
import { ErrorPanel } from '../../../web/parts/ErrorPanel.tsx'
import { useWorkspace } from '../../../web/workspace.tsx'
import type { TimelineEvent } from '../../people/schema.ts'
import type { Touchpoint, TravellerRow } from '../schema.ts'
import { useMap } from './mapView.ts'
import styles from './panel.module.css'
import { panelTexts } from './texts-panel.ts'

const PAGE = 50
const groups = ['all', 'left', 'won'] as const

function Touches({ events }: { events: readonly TimelineEvent[] }) {
  const format = useFormat()
  const language = useLanguage()
  return (
    <ol className={styles.timeline}>
      {events.map(({ message, time, name, channel, value, currency }) => (
        <li key={message}>
          <ChannelIcon channel={channel} size={14} />
          <div>
            <b>{eventLabel(name, language)}</b>
            <small>
              {format.dateTime(time)}
              {channel !== '' && ` · ${channelLabel(channel, language)}`}
              {value !== null && ` · ${format.money(value, currency || undefined)}`}
            </small>
          </div>
        </li>
      ))}
    </ol>
  )
}

function Person({ person }: { person: string }) {
  const { id: workspace } = useWorkspace()
  const { go } = useMap()
  const texts = useTexts(panelTexts)
  const format = useFormat()
  const { data, error, refetch } = useQuery(
    api.people.timeline.queryOptions({ input: { workspace, person, limit: 200 } }),
  )
  return (
    <div className={styles.panel}>
      <div className={styles.personHead}>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconChevronLeft size={15} />}
          onClick={() => go({ person: undefined })}
        >
          {texts.toList}
        </Button>
        <Link to="/w/$workspace/people/$person" params={{ workspace, person }} className={styles.openPage}>
          {texts.openPerson} <IconExternalLink size={13} aria-hidden />
        </Link>
      </div>
      {error && <ErrorPanel error={error} onRetry={() => refetch()} />}
      {!data && !error && <Skeleton height={240} radius={8} />}
      {data && (
        <>
          <h3>{data.identities[0]?.value ?? person}</h3>
          <p className={styles.quiet}>
            {texts.touches(format.number(data.touches))} · {texts.timeline}
          </p>
          <Touches events={data.events} />
        </>
      )}
    </div>
  )
}

function Traveller({ row }: { row: TravellerRow }) {
  const { go } = useMap()
  const texts = useTexts(panelTexts)
  const format = useFormat()
  const { personId, label, last, touches, status, value } = row
  return (
    <li>
      <button type="button" onClick={() => go({ person: personId })}>
        <b>{label}</b>
        <span data-status={status}>{texts.status[status]}</span>
        <small>
          {texts.touches(format.number(touches))} · {texts.last(format.date(last))}
          {value !== 0 && ` · ${format.money(value)}`}
        </small>
      </button>
    </li>
  )
}

function Travellers({ touchpoint }: { touchpoint: Touchpoint }) {
  const { id: workspace } = useWorkspace()
  const { journey, question, search } = useMap()
  const texts = useTexts(panelTexts)
  const format = useFormat()
  const { who } = search
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    api.journeys.travellers.infiniteOptions({
      input: (offset: number) => ({
        workspace,
        journey: journey.id,
        touchpoint: touchpoint.id,
        who,
        offset,
        limit: PAGE,
        ...question,
      }),
      initialPageParam: 0,
      getNextPageParam: (last, all) => (all.length * PAGE < last.total ? all.length * PAGE : undefined),
    }),
  )
  const total = data?.pages[0]?.total
  const people = data?.pages.flatMap((page) => page.people) ?? []
  if (error) return <ErrorPanel error={error} onRetry={() => refetch()} />
  if (total === undefined) return <Skeleton height={240} radius={8} />
  return (
    <>
      <p className={styles.quiet} role="status">
        {total === 0 ? texts.nobody : texts.peopleCount(format.number(total))}
      </p>
      <ul className={styles.people}>
        {people.map((row) => (
          <Traveller key={row.personId} row={row} />
        ))}
      </ul>
      {hasNextPage && (
        <Button variant="default" size="xs" loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
          {texts.more}
        </Button>
      )}
    </>
  )
}

/** The people behind a touchpoint, and inside the same panel one of them with every touch. */
export function PeopleTab({ touchpoint }: { touchpoint: Touchpoint }) {
  const { search, go } = useMap()
  const texts = useTexts(panelTexts)
  if (search.person) return <Person person={search.person} />
  return (
    <div className={styles.panel}>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={texts.whoLabel}
        value={search.who}
        onChange={(chosen) => go({ who: groups.find((group) => group === chosen) ?? 'all' })}
        data={groups.map((value) => ({ value, label: texts.who[value] }))}
      />
      <Travellers touchpoint={touchpoint} />
    </div>
  )
}
