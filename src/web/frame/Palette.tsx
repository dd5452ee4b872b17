import { UnstyledButton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight, spotlight } from '@mantine/spotlight'
import { IconFileText, IconRoute, IconSearch, IconUser } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../api.ts'
import { useFormat } from '../format.tsx'
import { useTexts } from '../i18n.tsx'
import { shellTexts } from '../texts.ts'
import { useMay, useWorkspace } from '../workspace.tsx'
import styles from './frame.module.css'

const keys = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘ K' : 'Ctrl K'

export function PaletteButton() {
  const { search } = useTexts(shellTexts)
  return (
    <UnstyledButton
      className={styles.find}
      onClick={spotlight.open}
      aria-label={`${search.open} ${keys}`}
      aria-keyshortcuts="Control+K Meta+K"
    >
      <IconSearch size={15} stroke={1.7} aria-hidden />
      <kbd>{keys}</kbd>
    </UnstyledButton>
  )
}

type Entry = {
  readonly id: string
  readonly label: string
  readonly description?: string
  readonly go: () => void
}

const matches = (query: string) => (entry: Entry) => entry.label.toLowerCase().includes(query.trim().toLowerCase())

function usePages(): readonly Entry[] {
  const { nav, pages } = useTexts(shellTexts)
  const { id } = useWorkspace()
  const may = useMay()
  const navigate = useNavigate()
  const params = { workspace: id }
  const all: readonly Entry[] = [
    { id: 'journeys', label: nav.journeys, go: () => navigate({ to: '/w/$workspace/journeys', params }) },
    { id: 'funnel', label: pages.funnel, go: () => navigate({ to: '/w/$workspace/insights/funnel', params }) },
    { id: 'flow', label: pages.flow, go: () => navigate({ to: '/w/$workspace/insights/flow', params }) },
    { id: 'people', label: nav.people, go: () => navigate({ to: '/w/$workspace/people', params }) },
    { id: 'sources', label: nav.sources, go: () => navigate({ to: '/w/$workspace/sources', params }) },
    { id: 'settings', label: nav.settings, go: () => navigate({ to: '/w/$workspace/settings', params }) },
    { id: 'welcome', label: pages.welcome, go: () => navigate({ to: '/w/$workspace/welcome', params }) },
  ]
  const editing: readonly Entry[] = [
    { id: 'import', label: pages.import, go: () => navigate({ to: '/w/$workspace/sources/import', params }) },
    { id: 'draft', label: pages.newJourney, go: () => navigate({ to: '/w/$workspace/journeys/new', params }) },
  ]
  return may('edit') ? [...all, ...editing] : all
}

function useJourneys(opened: boolean): readonly Entry[] {
  const { id: workspace } = useWorkspace()
  const navigate = useNavigate()
  const { data } = useQuery(api.journeys.list.queryOptions({ input: { workspace }, enabled: opened }))
  return (data ?? []).map((journey) => ({
    id: journey.id,
    label: journey.name,
    go: () => navigate({ to: '/w/$workspace/journeys/$journey', params: { workspace, journey: journey.id } }),
  }))
}

function usePeople(opened: boolean, query: string) {
  const { id: workspace } = useWorkspace()
  const navigate = useNavigate()
  const format = useFormat()
  const [search] = useDebouncedValue(query.trim(), 180)
  const asked = opened && search.length > 1
  const { data, isFetching } = useQuery(
    api.people.list.queryOptions({
      input: { workspace, search, offset: 0, limit: 6 },
      enabled: asked,
      placeholderData: keepPreviousData,
    }),
  )
  const entries: readonly Entry[] = (asked ? (data?.people ?? []) : []).map((person) => ({
    id: person.personId,
    label: person.label,
    description: format.date(person.last),
    go: () => navigate({ to: '/w/$workspace/people/$person', params: { workspace, person: person.personId } }),
  }))
  return { entries, searching: isFetching && asked }
}

function Group({ label, icon: Icon, entries }: { label: string; icon: typeof IconRoute; entries: readonly Entry[] }) {
  if (entries.length === 0) return null
  return (
    <Spotlight.ActionsGroup label={label}>
      {entries.map((entry) => (
        <Spotlight.Action
          key={entry.id}
          label={entry.label}
          description={entry.description}
          leftSection={<Icon size={17} stroke={1.6} aria-hidden />}
          onClick={entry.go}
        />
      ))}
    </Spotlight.ActionsGroup>
  )
}

/** Everything reachable by typing: pages, journeys and people of the open workspace. */
export function Palette() {
  const { search, loading } = useTexts(shellTexts)
  const [query, setQuery] = useState('')
  const [opened, setOpened] = useState(false)
  const pages = usePages().filter(matches(query))
  const journeys = useJourneys(opened).filter(matches(query))
  const people = usePeople(opened, query)
  const nothing = pages.length + journeys.length + people.entries.length === 0
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      onSpotlightOpen={() => setOpened(true)}
      onSpotlightClose={() => setOpened(false)}
      shortcut={['mod + K']}
      tagsToIgnore={[]}
      scrollable
      maxHeight="min(460px, 70dvh)"
      attributes={{ content: { 'aria-label': search.open } }}
      centered={false}
      yOffset="12vh"
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
    >
      <Spotlight.Search
        placeholder={search.placeholder}
        aria-label={search.open}
        leftSection={<IconSearch size={18} stroke={1.6} aria-hidden />}
      />
      <Spotlight.ActionsList aria-label={loading}>
        <Group label={search.pages} icon={IconFileText} entries={pages} />
        <Group label={search.journeys} icon={IconRoute} entries={journeys.slice(0, 8)} />
        <Group label={search.people} icon={IconUser} entries={people.entries} />
        {nothing && <Spotlight.Empty>{people.searching ? search.searching : search.nothing}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}
