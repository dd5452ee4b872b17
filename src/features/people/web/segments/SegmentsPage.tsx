import { Button } from '@mantine/core'
import { IconListCheck, IconPlus, IconUsersGroup } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '../../../../web/api.ts'
import { useFormat } from '../../../../web/format.tsx'
import { TopBar } from '../../../../web/frame/TopBar.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import { ButtonLink } from '../../../../web/parts/ButtonLink.tsx'
import { EmptyState } from '../../../../web/parts/EmptyState.tsx'
import { ErrorPanel } from '../../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../../web/parts/Loading.tsx'
import { Page, PageHeading } from '../../../../web/parts/Page.tsx'
import { useVocabulary } from '../../../../web/parts/rule/useVocabulary.ts'
import table from '../../../../web/parts/table.module.css'
import { useToast } from '../../../../web/parts/toast.tsx'
import { useMay, useWorkspace } from '../../../../web/workspace.tsx'
import type { Segment, SegmentDraft } from '../../segments/schema.ts'
import { Spark } from './Course.tsx'
import { personRuleInWords } from './personWords.ts'
import styles from './segments.module.css'
import { startersIn } from './starters.ts'
import { segmentTexts } from './texts.ts'
import { useFollowing, usePersonWords, useRenewSegments, useSegments } from './useSegments.ts'

/** The way back to the people. */
export function ToPeople() {
  const { people } = useTexts(segmentTexts)
  const { id: workspace } = useWorkspace()
  return (
    <Link to="/w/$workspace/people" params={{ workspace }}>
      {people}
    </Link>
  )
}

function Row({ segment }: { segment: Segment }) {
  const texts = useTexts(segmentTexts)
  const words = usePersonWords()
  const format = useFormat()
  const { id: workspace } = useWorkspace()
  const { id, name, rule, count, counting, days } = segment
  return (
    <tr>
      <th scope="row">
        <Link to="/w/$workspace/people/segments/$segment" params={{ workspace, segment: id }}>
          {name}
        </Link>
        <small>{rule === null ? texts.list : segment.description || personRuleInWords(rule, words)}</small>
      </th>
      <td className={table.right} data-label={texts.people} aria-busy={counting || undefined}>
        {count ? format.number(count.people) : counting ? texts.counting : '–'}
      </td>
      <td className={table.right} data-label={texts.share}>
        {count && count.everybody > 0 ? format.percent(count.people / count.everybody) : '–'}
      </td>
      <td className={styles.trend}>
        <Spark days={days} />
      </td>
    </tr>
  )
}

function Starters() {
  const { starters } = useTexts(segmentTexts)
  const { id: workspace } = useWorkspace()
  const vocabulary = useVocabulary()
  const renew = useRenewSegments()
  const toast = useToast()
  const may = useMay()
  const create = useMutation({
    mutationFn: (draft: SegmentDraft) => api.people.segments.create.call({ workspace, ...draft }),
    onSuccess: renew,
    onError: toast.problem,
  })
  return (
    <EmptyState icon={<IconUsersGroup size={28} stroke={1.4} />} title={starters.title}>
      {starters.text}
      {may('edit') && (
        <ul className={styles.starters}>
          {startersIn(vocabulary?.events ?? [], starters).map((starter) => (
            <li key={starter.name}>
              <div>
                <b>{starter.name}</b>
                <span>{starter.description}</span>
              </div>
              <Button
                size="xs"
                variant="default"
                aria-label={starters.take(starter.name)}
                disabled={!vocabulary || create.isPending}
                onClick={() => create.mutate(starter)}
              >
                <IconPlus size={15} aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      )}
    </EmptyState>
  )
}

function Actions() {
  const texts = useTexts(segmentTexts)
  const { id: workspace } = useWorkspace()
  const shared = { to: '/w/$workspace/people/segments/new', params: { workspace } } as const
  return (
    <>
      <ButtonLink {...shared} search={{ kind: 'list' }} variant="default" leftSection={<IconListCheck size={15} />}>
        {texts.addList}
      </ButtonLink>
      <ButtonLink {...shared} search={{}} leftSection={<IconPlus size={15} />}>
        {texts.add}
      </ButtonLink>
    </>
  )
}

/** All segments: how many people they have, of everybody, and how that changes. */
export function SegmentsPage() {
  const texts = useTexts(segmentTexts)
  const may = useMay()
  const { data, error, refetch } = useSegments()
  useFollowing()
  return (
    <Page>
      <TopBar parent={<ToPeople />} here={texts.here} />
      <PageHeading
        title={texts.title}
        documentTitle={texts.here}
        lead={texts.lead}
        actions={may('edit') && <Actions />}
      />
      {error && !data && <ErrorPanel error={error} onRetry={() => refetch()} />}
      {!data && !error && <Loading shape="list" />}
      {data?.length === 0 && <Starters />}
      {data && data.length > 0 && (
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{texts.name}</th>
              <th scope="col" className={table.right}>
                {texts.people}
              </th>
              <th scope="col" className={table.right}>
                {texts.share}
              </th>
              <th scope="col">{texts.trend}</th>
            </tr>
          </thead>
          <tbody>
            {data.map((segment) => (
              <Row key={segment.id} segment={segment} />
            ))}
          </tbody>
        </table>
      )}
    </Page>
  )
}
