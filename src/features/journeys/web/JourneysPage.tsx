import { Button, Skeleton } from '@mantine/core'
import { IconPlus, IconRoute } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '../../../web/api.ts'
import { useFormat } from '../../../web/format.tsx'
import { TopBar } from '../../../web/frame/TopBar.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { EmptyState } from '../../../web/parts/EmptyState.tsx'
import { ErrorPanel } from '../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../web/parts/Loading.tsx'
import { Page, PageHeading } from '../../../web/parts/Page.tsx'
import { useVocabulary } from '../../../web/parts/rule/useVocabulary.ts'
import { useMay, useWorkspace } from '../../../web/workspace.tsx'
import type { JourneyRow } from '../schema.ts'
import styles from './list.module.css'
import { MiniRiver } from './MiniRiver.tsx'
import { Rich } from './Rich.tsx'
import { listTexts } from './texts-list.ts'

const POLL = 1500

function Answer({ row }: { row: JourneyRow }) {
  const { id: workspace } = useWorkspace()
  const texts = useTexts(listTexts)
  const format = useFormat()
  const journey = useQuery(api.journeys.get.queryOptions({ input: { workspace, journey: row.id } }))
  const { data: figures } = useQuery(
    api.journeys.figures.queryOptions({
      input: { workspace, journey: row.id, period: null, compare: null, filter: [] },
      staleTime: 30_000,
      refetchInterval: ({ state }) => (state.data?.state === 'measuring' ? POLL : false),
    }),
  )
  const phases = journey.data?.phases
  if (!figures || !phases)
    return (
      <>
        <Skeleton height={84} radius={6} />
        <Skeleton height={16} width="70%" mt={12} />
      </>
    )
  const flows = phases.map(({ id }) => figures.phases.find(({ phase }) => phase === id) ?? null)
  const { goal, state } = figures
  return (
    <>
      <MiniRiver phases={phases} flows={flows} />
      <p className={styles.answer}>
        {goal.value !== null ? (
          <Rich
            text={texts.answer({
              won: format.number(goal.part),
              all: format.number(goal.n),
              share: format.percent(goal.value),
              interval: format.interval(goal),
            })}
          />
        ) : state === 'measuring' ? (
          texts.measuring
        ) : (
          texts.nobody
        )}
      </p>
    </>
  )
}

function Row({ row }: { row: JourneyRow }) {
  const { id: workspace } = useWorkspace()
  const texts = useTexts(listTexts)
  const format = useFormat()
  return (
    <li>
      <Link to="/w/$workspace/journeys/$journey" params={{ workspace, journey: row.id }} className={styles.journey}>
        <h2>{row.name}</h2>
        <Answer row={row} />
        <p className={styles.meta}>
          {texts.phases(row.phases.length)} · {texts.touchpoints(row.touchpoints)} ·{' '}
          {texts.changed(format.date(row.changed))}
        </p>
      </Link>
    </li>
  )
}

function Nothing() {
  const { id: workspace } = useWorkspace()
  const { empty, fresh } = useTexts(listTexts)
  const may = useMay()
  const vocabulary = useVocabulary()
  const noEvents = vocabulary?.eventCount === 0
  const link = noEvents ? (
    <Button renderRoot={(props) => <Link to="/w/$workspace/welcome" params={{ workspace }} {...props} />}>
      {empty.toWelcome}
    </Button>
  ) : (
    <Button
      leftSection={<IconPlus size={16} />}
      renderRoot={(props) => <Link to="/w/$workspace/journeys/new" params={{ workspace }} {...props} />}
    >
      {fresh}
    </Button>
  )
  return (
    <EmptyState
      icon={<IconRoute size={28} stroke={1.5} />}
      title={noEvents ? empty.noEvents : empty.title}
      action={may('edit') ? link : undefined}
    >
      {may('edit') ? (noEvents ? empty.noEventsText : empty.text) : empty.viewer}
    </EmptyState>
  )
}

/** Every journey as a small river with its answer. */
export function JourneysPage() {
  const { id: workspace } = useWorkspace()
  const texts = useTexts(listTexts)
  const may = useMay()
  const { data, error, refetch } = useQuery(api.journeys.list.queryOptions({ input: { workspace } }))
  return (
    <Page>
      <TopBar here={texts.title}>
        {may('edit') && data && data.length > 0 && (
          <Button
            size="xs"
            leftSection={<IconPlus size={15} />}
            renderRoot={(props) => <Link to="/w/$workspace/journeys/new" params={{ workspace }} {...props} />}
          >
            {texts.fresh}
          </Button>
        )}
      </TopBar>
      <PageHeading title={texts.title} lead={texts.lead} />
      {error && <ErrorPanel error={error} onRetry={() => refetch()} />}
      {!data && !error && <Loading shape="cards" />}
      {data?.length === 0 && <Nothing />}
      {data && data.length > 0 && (
        <ul className={styles.journeys}>
          {data.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </ul>
      )}
    </Page>
  )
}
