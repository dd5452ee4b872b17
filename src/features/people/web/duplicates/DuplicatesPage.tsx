import { Button, SegmentedControl } from '@mantine/core'
import { IconCopyCheck, IconRefresh } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { api } from '../../../../web/api.ts'
import { useFormat } from '../../../../web/format.tsx'
import { TopBar } from '../../../../web/frame/TopBar.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import { ButtonLink } from '../../../../web/parts/ButtonLink.tsx'
import { EmptyState } from '../../../../web/parts/EmptyState.tsx'
import { ErrorPanel } from '../../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../../web/parts/Loading.tsx'
import { Page, PageHeading } from '../../../../web/parts/Page.tsx'
import { useToast } from '../../../../web/parts/toast.tsx'
import { useMay, useWorkspace } from '../../../../web/workspace.tsx'
import type { Duplicates } from '../../duplicates/schema.ts'
import styles from './duplicates.module.css'
import { PairList } from './PairList.tsx'
import { PairView } from './PairView.tsx'
import { duplicateTexts } from './texts.ts'
import { useReview } from './useReview.ts'

const route = getRouteApi('/w/$workspace/people/duplicates')

/** Pairs of people who may be one, side by side, for somebody to decide. */
export function DuplicatesPage() {
  const texts = useTexts(duplicateTexts)
  const format = useFormat()
  const review = useReview()
  const { found, pairs, shown, workspace } = review
  return (
    <Page wide>
      <TopBar
        parent={
          <Link to="/w/$workspace/people" params={{ workspace }}>
            {texts.people}
          </Link>
        }
        here={texts.here}
      >
        <SearchAgain />
      </TopBar>
      <PageHeading
        title={texts.title}
        documentTitle={texts.here}
        lead={found.data && found.data.open > 0 && `${texts.lead(format.number(found.data.open))} ${texts.never}`}
        actions={found.data && <States counts={found.data} />}
      />
      {found.isPending && <Loading shape="list" />}
      {found.error && <ErrorPanel error={found.error} onRetry={() => found.refetch()} />}
      {found.data && pairs.length === 0 && <Nothing counts={found.data} later={review.state === 'later'} />}
      {shown && (
        <div className={styles.review}>
          <PairList review={review} />
          <PairView key={shown.id} review={review} pair={shown} />
        </div>
      )}
      {found.data?.searched && (
        <p className={styles.searched}>{texts.searched(format.dateTime(found.data.searched))}</p>
      )}
    </Page>
  )
}

function States({ counts }: { counts: Duplicates }) {
  const texts = useTexts(duplicateTexts)
  const format = useFormat()
  const { state } = route.useSearch()
  const navigate = route.useNavigate()
  if (counts.later === 0 && state === undefined) return null
  return (
    <SegmentedControl
      size="xs"
      value={state ?? 'open'}
      onChange={(next) => navigate({ search: next === 'later' ? { state: 'later' } : {} })}
      data={[
        { value: 'open', label: `${texts.open} ${format.number(counts.open)}` },
        { value: 'later', label: `${texts.later} ${format.number(counts.later)}` },
      ]}
    />
  )
}

function SearchAgain() {
  const texts = useTexts(duplicateTexts)
  const { id: workspace } = useWorkspace()
  const may = useMay()
  const format = useFormat()
  const toast = useToast()
  const queries = useQueryClient()
  const search = useMutation(
    api.people.duplicates.search.mutationOptions({
      onSuccess: ({ found }) => toast.done(texts.found(format.number(found))),
      onError: toast.problem,
      onSettled: () => queries.invalidateQueries({ queryKey: api.people.duplicates.key() }),
    }),
  )
  if (!may('edit')) return null
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconRefresh size={15} />}
      loading={search.isPending}
      onClick={() => search.mutate({ workspace })}
    >
      {texts.search}
    </Button>
  )
}

function Nothing({ counts, later }: { counts: Duplicates; later: boolean }) {
  const texts = useTexts(duplicateTexts)
  const { id: workspace } = useWorkspace()
  const may = useMay()
  const title = later ? texts.laterTitle : counts.searched === null ? texts.neverTitle : texts.emptyTitle
  return (
    <EmptyState
      icon={<IconCopyCheck size={28} stroke={1.4} />}
      title={title}
      action={
        may('edit') && (
          <ButtonLink to="/w/$workspace/people/contacts" params={{ workspace }} variant="default">
            {texts.import}
          </ButtonLink>
        )
      }
    >
      {later ? undefined : texts.emptyText}
    </EmptyState>
  )
}
