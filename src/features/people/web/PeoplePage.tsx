import { Button, Pagination, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch, IconUsers } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import { api } from '../../../web/api.ts'
import { useFormat } from '../../../web/format.tsx'
import { TopBar } from '../../../web/frame/TopBar.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { ButtonLink } from '../../../web/parts/ButtonLink.tsx'
import { EmptyState } from '../../../web/parts/EmptyState.tsx'
import { ErrorPanel } from '../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../web/parts/Loading.tsx'
import { Page, PageHeading } from '../../../web/parts/Page.tsx'
import { useWorkspace } from '../../../web/workspace.tsx'
import { PeopleTable } from './PeopleTable.tsx'
import { PersonPanel } from './PersonPanel.tsx'
import styles from './people.module.css'
import { peopleTexts } from './texts.ts'

const pageSize = 50

/** What the address says, and ways to change it. */
function usePlace() {
  const { id: workspace } = useWorkspace()
  const { person } = useParams({ strict: false })
  const { search = '', page = 1 } = useSearch({ strict: false })
  const navigate = useNavigate()
  const list = useCallback(
    (next: { search?: string | undefined; page?: number | undefined }) =>
      navigate({
        to: '/w/$workspace/people',
        params: { workspace },
        search: { search: next.search || undefined, page: next.page === 1 ? undefined : next.page },
      }),
    [navigate, workspace],
  )
  return { workspace, person, search, page, list }
}

export function PeoplePage() {
  const texts = useTexts(peopleTexts)
  const format = useFormat()
  const { workspace, person, search, page, list } = usePlace()
  const close = useCallback(() => list({ search, page }), [list, search, page])
  const found = useQuery(
    api.people.list.queryOptions({
      input: { workspace, search, offset: (page - 1) * pageSize, limit: pageSize },
      placeholderData: keepPreviousData,
    }),
  )
  const total = found.data?.total ?? 0
  return (
    <Page beside={person !== undefined}>
      <TopBar here={texts.here} />
      <PageHeading
        title={texts.title}
        documentTitle={texts.here}
        lead={
          found.data && (search === '' ? texts.lead(format.number(total)) : texts.found(format.number(total), search))
        }
        actions={<Search key={search} value={search} onChange={(next) => list({ search: next })} />}
      />
      {found.isPending && <Loading shape="list" />}
      {found.error && <ErrorPanel error={found.error} onRetry={() => found.refetch()} />}
      {found.data && total === 0 && <Nobody searching={search !== ''} onClear={() => list({})} />}
      {found.data && total > 0 && (
        <PeopleTable people={found.data.people} open={person} search={{ search: search || undefined, page }} />
      )}
      {total > pageSize && (
        <Pagination
          className={styles.pages}
          total={Math.min(Math.ceil(total / pageSize), 2000)}
          value={page}
          onChange={(next) => list({ search, page: next })}
          getItemProps={(n) => ({ 'aria-label': texts.page(format.number(n)) })}
          getControlProps={(control) => ({ 'aria-label': control === 'next' ? texts.laterPage : texts.earlierPage })}
          aria-label={texts.pages}
          size="sm"
        />
      )}
      {person !== undefined && <PersonPanel key={person} person={person} onClose={close} />}
    </Page>
  )
}

function Search({ value, onChange }: { value: string; onChange: (search: string) => void }) {
  const texts = useTexts(peopleTexts)
  const [text, setText] = useState(value)
  const later = useDebouncedCallback(onChange, { delay: 300 })
  return (
    <TextInput
      type="search"
      className={styles.search}
      aria-label={texts.search}
      placeholder={texts.placeholder}
      leftSection={<IconSearch size={15} aria-hidden />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value)
        later(event.currentTarget.value.trim())
      }}
    />
  )
}

function Nobody({ searching, onClear }: { searching: boolean; onClear: () => void }) {
  const texts = useTexts(peopleTexts)
  const { id: workspace } = useWorkspace()
  return (
    <EmptyState
      icon={<IconUsers size={28} stroke={1.4} />}
      title={searching ? texts.nobody : texts.empty}
      action={
        searching ? (
          <Button variant="default" onClick={onClear}>
            {texts.clear}
          </Button>
        ) : (
          <ButtonLink to="/w/$workspace/welcome" params={{ workspace }} color="accent">
            {texts.firstSteps}
          </ButtonLink>
        )
      }
    >
      {searching ? texts.nobodyText : texts.emptyText}
    </EmptyState>
  )
}
