import { Button, NativeSelect } from '@mantine/core'
import { IconFilter2 } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { api } from '../../../web/api.ts'
import { useFormat } from '../../../web/format.tsx'
import { TopBar } from '../../../web/frame/TopBar.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { EmptyState } from '../../../web/parts/EmptyState.tsx'
import { ErrorPanel } from '../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../web/parts/Loading.tsx'
import { Page, PageHeading } from '../../../web/parts/Page.tsx'
import { PeriodPicker } from '../../../web/parts/PeriodPicker.tsx'
import { TableToggle } from '../../../web/parts/TableToggle.tsx'
import { useWorkspace } from '../../../web/workspace.tsx'
import type { Vocabulary } from '../../collect/schema.ts'
import type { Funnel } from '../schema.ts'
import type { FunnelSearch } from './address.ts'
import { FunnelBars } from './FunnelBars.tsx'
import { FunnelGroups } from './FunnelGroups.tsx'
import { FunnelTable } from './FunnelTable.tsx'
import styles from './insights.module.css'
import { How, InsightsLink, NoEvents, useVocabulary } from './Shared.tsx'
import { StepEditor } from './StepEditor.tsx'
import { spanOf, worstStep } from './steps.ts'
import { insightsTexts } from './texts.ts'

const route = getRouteApi('/w/$workspace/insights/funnel')
const spans = ['1h', '1d', '7d', '30d', '90d', '365d']
const usual = '30d'

function useFunnel({ steps = [], within = usual, by = null, period = null }: Partial<Nullable<FunnelSearch>>) {
  const { id: workspace } = useWorkspace()
  return useQuery(
    api.insights.funnel.queryOptions({
      input: { workspace, steps: [...(steps ?? [])], within: within ?? usual, by, period },
      enabled: (steps?.length ?? 0) > 1,
      placeholderData: keepPreviousData,
    }),
  )
}
type Nullable<T> = { [K in keyof T]: T[K] | null }

export function FunnelPage() {
  const { funnel: texts } = useTexts(insightsTexts)
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const vocabulary = useVocabulary()
  const found = useFunnel(search)
  const { steps = [], view = 'chart', period = null } = search
  const change = (next: Partial<FunnelSearch>) =>
    navigate({ search: (before) => ({ ...before, ...next }), replace: true, resetScroll: false })
  const empty = vocabulary.data?.events.length === 0
  const shown = steps.length > 1 ? found.data : undefined
  return (
    <Page>
      <TopBar parent={<InsightsLink />} here={texts.title}>
        <PeriodPicker
          period={period}
          compare={null}
          bounds={vocabulary.bounds}
          onChange={(next) => change({ period: next.period ?? undefined })}
        />
      </TopBar>
      <PageHeading
        title={texts.title}
        lead={shown && <Summary funnel={shown} />}
        actions={
          <TableToggle value={view} onChange={(next) => change({ view: next === 'chart' ? undefined : next })} />
        }
      />
      {vocabulary.isPending && <Loading shape="chart" />}
      {vocabulary.error && <ErrorPanel error={vocabulary.error} onRetry={() => vocabulary.refetch()} />}
      {empty && <NoEvents />}
      {vocabulary.data && !empty && (
        <div className={styles.columns}>
          <Question vocabulary={vocabulary.data} search={search} onChange={change} />
          <div className={styles.answer} aria-busy={found.isPlaceholderData}>
            {steps.length < 2 && <Choose vocabulary={vocabulary.data} onStart={(names) => change({ steps: names })} />}
            {steps.length > 1 && found.isPending && <Loading shape="chart" />}
            {steps.length > 1 && found.error && <ErrorPanel error={found.error} onRetry={() => found.refetch()} />}
            {shown && <Answer funnel={shown} view={view} by={search.by ?? null} />}
          </div>
        </div>
      )}
      {!empty && <How title={texts.howTitle} lines={texts.how} />}
    </Page>
  )
}

function Answer({ funnel, view, by }: { funnel: Funnel; view: 'chart' | 'table'; by: string | null }) {
  const { funnel: texts } = useTexts(insightsTexts)
  if (funnel.steps[0]?.people === 0) return <p className={styles.quiet}>{texts.noOne}</p>
  return (
    <>
      {view === 'chart' ? <FunnelBars steps={funnel.steps} /> : <FunnelTable steps={funnel.steps} />}
      {funnel.groups && by !== null && <FunnelGroups groups={funnel.groups} by={by} />}
    </>
  )
}

function Summary({ funnel: { steps } }: { funnel: Funnel }) {
  const { funnel: texts } = useTexts(insightsTexts)
  const format = useFormat()
  const [first, last] = [steps[0], steps.at(-1)]
  if (!first || !last || first.people === 0) return null
  const [before, people, after] = texts.summary(
    format.number(last.people),
    format.number(first.people),
    format.percent(last.ofStart.value ?? 0),
  )
  const worst = worstStep(steps)
  const at = worst && steps[worst.place]
  return (
    <>
      {before}
      <b>{people}</b>
      {after}{' '}
      {worst && at && (
        <span className={styles.bad}>
          {texts.worst(at.name, format.number(worst.lost), format.percent(1 - (at.ofPrevious.value ?? 0)))}
        </span>
      )}
    </>
  )
}

type QuestionProps = {
  readonly vocabulary: Vocabulary
  readonly search: FunnelSearch
  readonly onChange: (next: Partial<FunnelSearch>) => void
}

function Question({ vocabulary, search, onChange }: QuestionProps) {
  const { funnel: texts } = useTexts(insightsTexts)
  const within = search.within ?? usual
  const spanName = (text: string): string => {
    const span = spanOf(text)
    return span ? texts.withins(span.n, span.unit) : text
  }
  const keys = vocabulary.properties.map(({ key }) => key)
  return (
    <section className={styles.question} aria-label={texts.steps}>
      <StepEditor
        events={vocabulary.events}
        steps={search.steps ?? []}
        onChange={(steps) => onChange({ steps: [...steps] })}
      />
      <NativeSelect
        label={texts.within}
        data={[...new Set([...spans, within])].map((value) => ({ value, label: spanName(value) }))}
        value={within}
        onChange={({ currentTarget: { value } }) => onChange({ within: value === usual ? undefined : value })}
      />
      <NativeSelect
        label={texts.by}
        data={[
          { value: '', label: texts.nobody },
          { value: 'channel', label: texts.channel },
          ...keys.filter((key) => key !== 'channel').map((key) => ({ value: key, label: key })),
        ]}
        value={search.by ?? ''}
        onChange={({ currentTarget: { value } }) => onChange({ by: value || undefined })}
      />
    </section>
  )
}

function Choose({ vocabulary, onStart }: { vocabulary: Vocabulary; onStart: (names: string[]) => void }) {
  const { funnel: texts } = useTexts(insightsTexts)
  const frequent = [...vocabulary.events].sort((a, b) => b.people - a.people).slice(0, 4)
  return (
    <EmptyState
      icon={<IconFilter2 size={28} stroke={1.4} />}
      title={texts.choose}
      action={
        frequent.length > 1 && (
          <Button variant="default" onClick={() => onStart(frequent.map(({ name }) => name))}>
            {texts.suggest}
          </Button>
        )
      }
    >
      {texts.chooseText}
    </EmptyState>
  )
}
