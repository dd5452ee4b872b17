import { NativeSelect, Select, Switch } from '@mantine/core'
import { IconChartSankey } from '@tabler/icons-react'
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
import type { FlowSearch } from './address.ts'
import { FlowPicture } from './FlowPicture.tsx'
import { FlowSummary, FlowTable } from './FlowTable.tsx'
import styles from './insights.module.css'
import { How, InsightsLink, NoEvents, useVocabulary } from './Shared.tsx'
import { insightsTexts } from './texts.ts'

const route = getRouteApi('/w/$workspace/insights/flow')
const usualDepth = 6

export function FlowPage() {
  const { flow: texts } = useTexts(insightsTexts)
  const { id: workspace } = useWorkspace()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const vocabulary = useVocabulary()
  const { from = null, depth = usualDepth, repeats = false, period = null, view = 'chart' } = search
  const empty = vocabulary.data?.events.length === 0
  const found = useQuery(
    api.insights.flow.queryOptions({
      input: { workspace, from, depth, collapse: !repeats, period },
      enabled: vocabulary.data !== undefined && !empty,
      placeholderData: keepPreviousData,
    }),
  )
  const change = (next: Partial<FlowSearch>) =>
    navigate({ search: (before) => ({ ...before, ...next }), replace: true, resetScroll: false })
  return (
    <Page wide>
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
        lead={found.data && <FlowSummary flow={found.data} />}
        actions={
          <TableToggle value={view} onChange={(next) => change({ view: next === 'chart' ? undefined : next })} />
        }
      />
      {vocabulary.error && <ErrorPanel error={vocabulary.error} onRetry={() => vocabulary.refetch()} />}
      {empty && <NoEvents />}
      {vocabulary.data && !empty && <Question vocabulary={vocabulary.data} search={search} onChange={change} />}
      {found.isPending && !empty && !vocabulary.error && <Loading shape="chart" />}
      {found.error && <ErrorPanel error={found.error} onRetry={() => found.refetch()} />}
      {found.data && found.data.people === 0 && (
        <EmptyState icon={<IconChartSankey size={28} stroke={1.4} />} title={texts.empty}>
          {texts.emptyText}
        </EmptyState>
      )}
      {found.data && found.data.people > 0 && (
        <div className={styles.answer} aria-busy={found.isPlaceholderData}>
          {view === 'chart' ? (
            <FlowPicture flow={found.data} depth={depth} onFrom={(name) => change({ from: name })} />
          ) : (
            <FlowTable flow={found.data} />
          )}
        </div>
      )}
      {!empty && <How title={texts.howTitle} lines={texts.how} />}
    </Page>
  )
}

type QuestionProps = {
  readonly vocabulary: Vocabulary
  readonly search: FlowSearch
  readonly onChange: (next: Partial<FlowSearch>) => void
}

function Question({ vocabulary, search, onChange }: QuestionProps) {
  const { flow: texts, funnel } = useTexts(insightsTexts)
  const format = useFormat()
  const depths = [3, 4, 5, 6, 8, 10, 12]
  return (
    <div className={styles.questionRow}>
      <Select
        label={texts.from}
        className={styles.from}
        data={[
          { value: '', label: texts.first },
          ...vocabulary.events
            .filter(({ name }) => name !== '')
            .map(({ name, people }) => ({ value: name, label: funnel.option(name, format.number(people)) })),
        ]}
        value={search.from ?? ''}
        searchable
        allowDeselect={false}
        limit={100}
        nothingFoundMessage={funnel.nothing}
        onChange={(name) => onChange({ from: name || undefined })}
      />
      <NativeSelect
        label={texts.depth}
        data={depths.map((depth) => ({ value: String(depth), label: texts.depths(format.number(depth)) }))}
        value={String(search.depth ?? usualDepth)}
        onChange={({ currentTarget: { value } }) =>
          onChange({ depth: Number(value) === usualDepth ? undefined : Number(value) })
        }
      />
      <Switch
        className={styles.switch}
        label={texts.repeats}
        checked={search.repeats ?? false}
        onChange={({ currentTarget: { checked } }) => onChange({ repeats: checked || undefined })}
      />
    </div>
  )
}
