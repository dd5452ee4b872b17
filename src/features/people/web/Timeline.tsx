import { Button, Menu, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useRef, useState } from 'react'
import { channelLabel, eventLabel } from '../../../kernel/names.ts'
import { api } from '../../../web/api.ts'
import { useFormat } from '../../../web/format.tsx'
import { type Language, useLanguage, useTexts } from '../../../web/i18n.tsx'
import { Chip } from '../../../web/parts/Chip.tsx'
import { ErrorPanel } from '../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../web/parts/Loading.tsx'
import { useWorkspace } from '../../../web/workspace.tsx'
import type { Profile } from '../schema.ts'
import { toDays } from './days.ts'
import styles from './person.module.css'
import { personTexts } from './personTexts.ts'
import { Days } from './TimelineDays.tsx'
import { TimelineSearch } from './timelineSearch.ts'

const pageSize = 100

function useTimeline(person: string, { events, channels, find }: TimelineSearch) {
  const { id: workspace } = useWorkspace()
  const filter = { ...(events ? { events } : {}), ...(channels ? { channels } : {}), ...(find ? { search: find } : {}) }
  return useInfiniteQuery(
    api.people.timeline.infiniteOptions({
      input: (before: string | undefined) => ({
        workspace,
        person,
        limit: pageSize,
        ...filter,
        ...(before ? { before } : {}),
      }),
      initialPageParam: undefined,
      getNextPageParam: ({ more, events }) => (more ? events.at(-1)?.time : undefined),
      placeholderData: keepPreviousData,
    }),
  )
}

/** Calls when the element comes near the window. */
function useNear(onNear: () => void) {
  const mark = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = mark.current
    if (!element) return
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && onNear(), { rootMargin: '600px' })
    watch.observe(element)
    return () => watch.disconnect()
  }, [onNear])
  return mark
}

/** Every touch of the person, the newest first, by days, visits folded; older ones come while scrolling. */
export function Timeline({ profile }: { profile: Profile }) {
  const texts = useTexts(personTexts)
  const { timeZone } = useWorkspace()
  const asked = TimelineSearch.parse(useSearch({ strict: false }))
  const timeline = useTimeline(profile.personId, asked)
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = timeline
  const pages = timeline.data?.pages
  const days = useMemo(() => toDays(pages?.flatMap(({ events }) => events) ?? [], timeZone), [pages, timeZone])
  const mark = useNear(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  })
  const filtered = Boolean(asked.events?.length || asked.channels?.length || asked.find)
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">{texts.timeline}</h2>
      {profile.touches > 0 && <Filters profile={profile} asked={asked} />}
      {timeline.isPending && <Loading shape="list" />}
      {timeline.error && <ErrorPanel error={timeline.error} onRetry={() => timeline.refetch()} />}
      {pages && days.length === 0 && <p className={styles.quiet}>{filtered ? texts.noneFound : texts.noEvents}</p>}
      <Days days={days} />
      <div ref={mark} />
      {hasNextPage && (
        <Button variant="default" fullWidth mt={12} loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
          {texts.more}
        </Button>
      )}
      {days.length > 0 && !hasNextPage && !filtered && <p className={styles.end}>{texts.end}</p>}
    </section>
  )
}

function Filters({ profile, asked }: { profile: Profile; asked: TimelineSearch }) {
  const texts = useTexts(personTexts)
  const { id: workspace } = useWorkspace()
  const navigate = useNavigate()
  const [text, setText] = useState(asked.find ?? '')
  const go = (next: TimelineSearch) => {
    const { events, channels, find } = next
    return navigate({
      to: '/w/$workspace/people/$person',
      params: { workspace, person: profile.personId },
      search: {
        events: events?.length ? events : undefined,
        channels: channels?.length ? channels : undefined,
        find: find || undefined,
      },
      replace: true,
      resetScroll: false,
    })
  }
  const later = useDebouncedCallback((find: string) => go({ ...asked, find }), { delay: 250 })
  const isFiltered = Boolean(asked.events || asked.channels || asked.find)
  return (
    <div className={styles.filters}>
      <TextInput
        type="search"
        size="xs"
        aria-label={texts.find}
        placeholder={texts.find}
        leftSection={<IconSearch size={14} aria-hidden />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          later(event.currentTarget.value.trim())
        }}
      />
      <Choice
        label={texts.events}
        all={profile.events}
        nameOf={eventLabel}
        chosen={asked.events ?? []}
        onChange={(events) => go({ ...asked, events })}
      />
      <Choice
        label={texts.channels}
        all={profile.channels}
        nameOf={channelLabel}
        chosen={asked.channels ?? []}
        onChange={(channels) => go({ ...asked, channels })}
      />
      {isFiltered && (
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() => {
            setText('')
            void go({})
          }}
        >
          {texts.clear}
        </Button>
      )}
    </div>
  )
}

type Choosing = {
  readonly label: string
  readonly all: readonly { readonly name: string; readonly count: number }[]
  readonly nameOf: (code: string, language: Language) => string
  readonly chosen: readonly string[]
  readonly onChange: (chosen: string[]) => void
}

function Choice({ label, all, nameOf, chosen, onChange }: Choosing) {
  const language = useLanguage()
  const format = useFormat()
  if (all.length < 2 && chosen.length === 0) return null
  return (
    <Menu closeOnItemClick={false} position="bottom-start" shadow="md">
      <Menu.Target>
        <Chip active={chosen.length > 0}>
          {label}
          {chosen.length > 0 && ` · ${format.number(chosen.length)}`}
        </Chip>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
        {all.map(({ name, count }) => (
          <Menu.CheckboxItem
            key={name}
            className={styles.choice}
            data-chosen={chosen.includes(name) || undefined}
            checked={chosen.includes(name)}
            rightSection={<span className={styles.small}>{format.number(count)}</span>}
            onChange={(checked) => onChange(checked ? [...chosen, name] : chosen.filter((one) => one !== name))}
          >
            {nameOf(name, language)}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
