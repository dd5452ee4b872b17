import { Button, Select, TextInput } from '@mantine/core'
import { IconLink, IconLinkOff } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { api } from '../../../web/api.ts'
import { useFormat } from '../../../web/format.tsx'
import { TopBar } from '../../../web/frame/TopBar.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { EmptyState } from '../../../web/parts/EmptyState.tsx'
import { ErrorPanel } from '../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../web/parts/Loading.tsx'
import { Page, PageHeading } from '../../../web/parts/Page.tsx'
import table from '../../../web/parts/table.module.css'
import { useMay, useWorkspace } from '../../../web/workspace.tsx'
import type { Actor, AuditPage as Answer, AuditEntry } from '../audit/schema.ts'
import styles from './audit.module.css'
import { auditTexts } from './auditTexts.ts'
import { auditWords } from './auditWords.ts'

const route = getRouteApi('/w/$workspace/audit')

function useLog() {
  const { id: workspace } = useWorkspace()
  const search = route.useSearch()
  return useInfiniteQuery(
    api.admin.audit.list.infiniteOptions({
      input: (before: number | undefined) => ({ workspace, ...search, ...(before ? { before } : {}) }),
      initialPageParam: undefined,
      getNextPageParam: ({ more, entries }) => (more ? entries.at(-1)?.number : undefined),
    }),
  )
}

/** The log of who saw and changed what. */
export function AuditPage() {
  const texts = useTexts(auditTexts)
  const { id: workspace } = useWorkspace()
  const may = useMay()
  return (
    <Page>
      <TopBar
        parent={
          <Link to="/w/$workspace/settings" params={{ workspace }}>
            {texts.settings}
          </Link>
        }
        here={texts.short}
      />
      <PageHeading
        title={texts.title}
        lead={may('own') ? texts.lead : texts.forbidden}
        actions={
          may('own') && (
            <Button component="a" href={`/api/w/${workspace}/audit/file`} download="audit-log.csv" variant="default">
              {texts.export}
            </Button>
          )
        }
      />
      {may('own') && <Log />}
    </Page>
  )
}

function Log() {
  const texts = useTexts(auditTexts)
  const log = useLog()
  const head = log.data?.pages[0]
  const entries = log.data?.pages.flatMap((page) => page.entries) ?? []
  return (
    <>
      <Chain />
      {head && <Filters head={head} />}
      {log.isPending && <Loading shape="list" />}
      {log.error && <ErrorPanel error={log.error} onRetry={() => log.refetch()} />}
      {head && entries.length === 0 && (
        <EmptyState icon={<IconLink size={28} stroke={1.4} />} title={texts.none}>
          {texts.noneText}
        </EmptyState>
      )}
      {entries.length > 0 && <Entries entries={entries} />}
      {log.hasNextPage && (
        <Button variant="default" mt={14} loading={log.isFetchingNextPage} onClick={() => log.fetchNextPage()}>
          {texts.more}
        </Button>
      )}
    </>
  )
}

function Chain() {
  const texts = useTexts(auditTexts)
  const format = useFormat()
  const { id: workspace } = useWorkspace()
  const found = useQuery(api.admin.audit.check.queryOptions({ input: { workspace } }))
  if (found.error) return <ErrorPanel error={found.error} onRetry={() => found.refetch()} />
  const check = found.data
  const Icon = check && !check.intact ? IconLinkOff : IconLink
  return (
    <div className={styles.state} role="status" data-broken={(check && !check.intact) || undefined}>
      <Icon size={18} stroke={1.6} aria-hidden />
      <b>
        {!check && texts.checking}
        {check?.intact && texts.intact(format.number(check.checked))}
        {check && !check.intact && texts.broken(format.number(check.broken ?? 0))}
      </b>
      {check?.last && <p>{texts.last(check.last)}</p>}
    </div>
  )
}

const wordFor = (words: Readonly<Record<string, string>>, name: string): string => words[name] ?? name

function useWords() {
  const texts = useTexts(auditTexts)
  const words = useTexts(auditWords)
  return {
    action: (action: string): string => wordFor(words.actions, action),
    detail: (name: string, value: string): string =>
      `${wordFor(words.detailNames, name)}: ${wordFor(words.detailValues, value)}`,
    actor: ({ kind, name }: Actor): string => (name === '' ? texts.kinds[kind] : name),
  }
}

function Filters({ head }: { head: Answer }) {
  const texts = useTexts(auditTexts)
  const words = useWords()
  const search = route.useSearch()
  const navigate = useNavigate({ from: '/w/$workspace/audit' })
  const narrow = (next: Partial<typeof search>) => navigate({ search: { ...search, ...next }, replace: true })
  return (
    <div className={styles.filters}>
      <Select
        aria-label={texts.actor}
        placeholder={texts.anybody}
        data={head.actors.map((actor) => ({ value: actor.id, label: words.actor(actor) }))}
        value={search.actor ?? null}
        onChange={(actor) => narrow({ actor: actor ?? undefined })}
        clearable
      />
      <Select
        aria-label={texts.action}
        placeholder={texts.anything}
        data={head.actions.map((value) => ({ value, label: words.action(value) }))}
        value={search.action ?? null}
        onChange={(action) => narrow({ action: action ?? undefined })}
        clearable
        searchable
        w={260}
      />
      <TextInput
        aria-label={texts.person}
        placeholder={texts.personHint}
        defaultValue={search.person ?? ''}
        inputMode="numeric"
        onChange={({ currentTarget }) => {
          const person = currentTarget.value.trim()
          if (person === '' || /^\d{1,39}$/.test(person)) narrow({ person: person || undefined })
        }}
        w={240}
      />
    </div>
  )
}

function Entries({ entries }: { entries: readonly AuditEntry[] }) {
  const texts = useTexts(auditTexts)
  const format = useFormat()
  const words = useWords()
  const { id: workspace } = useWorkspace()
  return (
    <section className={table.scroll} aria-label={texts.short}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">{texts.when}</th>
            <th scope="col">{texts.actor}</th>
            <th scope="col">{texts.action}</th>
            <th scope="col">{texts.person}</th>
            <th scope="col">{texts.details}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(({ number, at, actor, action, person, details }) => (
            <tr key={number}>
              <td className={styles.number}>{format.number(number)}</td>
              <td className={styles.when}>{format.dateTime(at)}</td>
              <td>{words.actor(actor)}</td>
              <th scope="row">{words.action(action)}</th>
              <td className={styles.person} data-none={person === null || undefined}>
                {person === null ? (
                  '–'
                ) : (
                  <Link to="/w/$workspace/people/$person" params={{ workspace, person }} title={person}>
                    {person}
                  </Link>
                )}
              </td>
              <td className={styles.details}>
                {Object.entries(details)
                  .map(([name, value]) => words.detail(name, value))
                  .join(', ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
