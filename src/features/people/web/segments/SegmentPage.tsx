import { Button } from '@mantine/core'
import { IconPencil, IconRefresh, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { api } from '../../../../web/api.ts'
import { useFormat } from '../../../../web/format.tsx'
import { TopBar } from '../../../../web/frame/TopBar.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import { ButtonLink } from '../../../../web/parts/ButtonLink.tsx'
import { useConfirm } from '../../../../web/parts/confirm.tsx'
import { ErrorPanel } from '../../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../../web/parts/Loading.tsx'
import { Page, PageHeading } from '../../../../web/parts/Page.tsx'
import rule from '../../../../web/parts/rule/rule.module.css'
import { TableToggle } from '../../../../web/parts/TableToggle.tsx'
import { useToast } from '../../../../web/parts/toast.tsx'
import { useMay, useWorkspace } from '../../../../web/workspace.tsx'
import type { PersonRow } from '../../schema.ts'
import type { Segment, SegmentDraft } from '../../segments/schema.ts'
import { AddMembers } from './AddMembers.tsx'
import { Course, CourseTable } from './Course.tsx'
import { Faces } from './Faces.tsx'
import { ToSegments } from './NewSegmentPage.tsx'
import { personRuleInWords } from './personWords.ts'
import { SegmentForm } from './SegmentForm.tsx'
import styles from './segments.module.css'
import { segmentTexts } from './texts.ts'
import { useFollowing, usePersonWords, useRenewSegments, useSegment } from './useSegments.ts'

const route = getRouteApi('/w/$workspace/people/segments/$segment')
const shown = 10

function RemoveButton({ segment }: { segment: Segment }) {
  const { one } = useTexts(segmentTexts)
  const { id: workspace } = useWorkspace()
  const confirm = useConfirm()
  const toast = useToast()
  const renew = useRenewSegments()
  const navigate = useNavigate()
  const remove = useMutation({
    mutationFn: () => api.people.segments.remove.call({ workspace, segment: segment.id }),
    onSuccess: async () => {
      await navigate({ to: '/w/$workspace/people/segments', params: { workspace } })
      await renew()
      toast.done(one.removed(segment.name))
    },
    onError: toast.problem,
  })
  const ask = async () => {
    const text = one.removeText(segment.name)
    if (await confirm({ title: one.removeTitle, text, yes: one.remove, danger: true })) remove.mutate()
  }
  return (
    <Button variant="default" leftSection={<IconTrash size={15} />} loading={remove.isPending} onClick={ask}>
      {one.remove}
    </Button>
  )
}

function CountAgain({ segment: { id, counting } }: { segment: Segment }) {
  const { one } = useTexts(segmentTexts)
  const { id: workspace } = useWorkspace()
  const toast = useToast()
  const renew = useRenewSegments()
  const count = useMutation({
    mutationFn: () => api.people.segments.count.call({ workspace, segment: id }),
    onSuccess: renew,
    onError: toast.problem,
  })
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      leftSection={<IconRefresh size={13} />}
      loading={count.isPending || counting}
      onClick={() => count.mutate()}
    >
      {one.again}
    </Button>
  )
}

function Lead({ segment: { count, description } }: { segment: Segment }) {
  const { one } = useTexts(segmentTexts)
  const format = useFormat()
  const { number, percent } = format
  return (
    <>
      <span role="status">
        {count
          ? one.lead(
              number(count.people),
              percent(count.everybody ? count.people / count.everybody : 0),
              number(count.everybody),
            )
          : one.uncounted}
      </span>
      {count && <span className={styles.at}> {one.at(format.dateTime(count.at))}</span>}
      {description !== '' && <p>{description}</p>}
    </>
  )
}

function Members({ segment }: { segment: Segment }) {
  const { one } = useTexts(segmentTexts)
  const { id: workspace } = useWorkspace()
  const may = useMay()
  const toast = useToast()
  const renew = useRenewSegments()
  const { data, error, refetch } = useQuery(
    api.people.list.queryOptions({ input: { workspace, segment: segment.id, limit: shown } }),
  )
  const drop = useMutation({
    mutationFn: ({ personId: person }: PersonRow) =>
      api.people.segments.drop.call({ workspace, segment: segment.id, person }),
    onSuccess: async (_, { label }) => {
      await renew()
      toast.done(one.tookOff(label))
    },
    onError: toast.problem,
  })
  const changeable = segment.rule === null && may('edit')
  return (
    <section className={styles.card} aria-label={one.who}>
      <h2>{one.who}</h2>
      {error && !data && <ErrorPanel error={error} onRetry={() => refetch()} />}
      {!data && !error && <Loading shape="list" />}
      {data?.total === 0 && <p className={styles.note}>{one.nobody}</p>}
      {data && <Faces people={data.people} {...(changeable ? { onTakeOff: drop.mutate } : {})} />}
      {data && data.total > 0 && (
        <ButtonLink
          to="/w/$workspace/people"
          params={{ workspace }}
          search={{ segment: segment.id }}
          size="xs"
          variant="default"
        >
          {one.all}
        </ButtonLink>
      )}
    </section>
  )
}

function Look({ segment }: { segment: Segment }) {
  const { one } = useTexts(segmentTexts)
  const words = usePersonWords()
  const may = useMay()
  const { view = 'chart' } = route.useSearch()
  const navigate = route.useNavigate()
  useFollowing()
  const actions = (
    <>
      <Button leftSection={<IconPencil size={15} />} onClick={() => navigate({ search: { edit: true } })}>
        {one.edit}
      </Button>
      <RemoveButton segment={segment} />
    </>
  )
  return (
    <>
      <PageHeading title={segment.name} lead={<Lead segment={segment} />} actions={may('edit') && actions} />
      <div className={styles.columns}>
        <div className={styles.stack}>
          {segment.rule && (
            <section className={styles.card} aria-label={one.words}>
              <h2>{one.words}</h2>
              <p className={rule.sentence}>{personRuleInWords(segment.rule, words)}</p>
            </section>
          )}
          <section className={styles.card} aria-label={one.course}>
            <div className={styles.cardHead}>
              <h2>{one.course}</h2>
              <CountAgain segment={segment} />
              <TableToggle
                value={view}
                onChange={(next) => navigate({ search: next === 'table' ? { view: next } : {} })}
              />
            </div>
            {view === 'table' ? <CourseTable days={segment.days} /> : <Course days={segment.days} />}
          </section>
          {segment.rule === null && may('edit') && <AddMembers segment={segment} />}
        </div>
        <Members segment={segment} />
      </div>
    </>
  )
}

function Change({ segment }: { segment: Segment }) {
  const { form } = useTexts(segmentTexts)
  const { id: workspace } = useWorkspace()
  const navigate = route.useNavigate()
  const renew = useRenewSegments()
  const toast = useToast()
  const save = async (draft: SegmentDraft) => {
    try {
      const { id, version } = segment
      await api.people.segments.save.call({ workspace, segment: id, version, ...draft })
      await renew()
      await navigate({ search: {} })
      toast.done(form.saved)
    } catch (error) {
      toast.problem(error)
    }
  }
  return (
    <>
      <PageHeading title={form.editTitle} documentTitle={segment.name} />
      <SegmentForm
        kind={segment.rule === null ? 'list' : 'rule'}
        draft={segment}
        own={segment.id}
        onSave={save}
        onCancel={() => navigate({ search: {} })}
      />
    </>
  )
}

/** One segment: who is in it, how many they were over time, and the rule behind it. */
export function SegmentPage() {
  const { segment } = route.useParams()
  const { edit } = route.useSearch()
  const may = useMay()
  const { data, error, refetch } = useSegment(segment)
  return (
    <Page>
      <TopBar parent={<ToSegments />} here={data?.name ?? '…'} />
      {error && !data && <ErrorPanel error={error} onRetry={() => refetch()} />}
      {!data && !error && <Loading shape="form" />}
      {data && (edit && may('edit') ? <Change key={data.id} segment={data} /> : <Look segment={data} />)}
    </Page>
  )
}
