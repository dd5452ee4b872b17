import { SegmentedControl } from '@mantine/core'
import { IconMessageQuestion } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { Share } from '../../../../kernel/figures.ts'
import { channelLabel } from '../../../../kernel/names.ts'
import { api } from '../../../../web/api.ts'
import { useFormat } from '../../../../web/format.tsx'
import { TopBar } from '../../../../web/frame/TopBar.tsx'
import { useLanguage, useTexts } from '../../../../web/i18n.tsx'
import { ButtonLink } from '../../../../web/parts/ButtonLink.tsx'
import { EmptyState } from '../../../../web/parts/EmptyState.tsx'
import { ErrorPanel } from '../../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../../web/parts/Loading.tsx'
import { Page, PageHeading } from '../../../../web/parts/Page.tsx'
import { PeriodPicker } from '../../../../web/parts/PeriodPicker.tsx'
import { ShareText } from '../../../../web/parts/ShareText.tsx'
import { useWorkspace } from '../../../../web/workspace.tsx'
import type { Stated } from '../../capture/schema.ts'
import styles from './capture.module.css'
import { Linked, Tills, Weeks } from './StatedParts.tsx'
import { statedTexts } from './statedTexts.ts'
import { InsightsParent, Tabs } from './Tabs.tsx'

const route = getRouteApi('/w/$workspace/insights/stated')

export function StatedPage() {
  const { stated: texts } = useTexts(statedTexts)
  const { id: workspace } = useWorkspace()
  const { period = null, by = 'first' } = route.useSearch()
  const navigate = route.useNavigate()
  const found = useQuery(
    api.collect.capture.stated.queryOptions({ input: { workspace, period }, placeholderData: keepPreviousData }),
  )
  const asked = (found.data?.named ?? 0) + (found.data?.skipped ?? 0)
  return (
    <Page>
      <TopBar parent={<InsightsParent />} here={texts.here}>
        <PeriodPicker
          period={period}
          compare={null}
          onChange={(next) =>
            navigate({ search: (old) => ({ ...old, period: next.period ?? undefined }), replace: true })
          }
        />
      </TopBar>
      <Tabs />
      <PageHeading
        title={texts.title}
        documentTitle={texts.here}
        lead={found.data && asked > 0 && <Lead report={found.data} />}
      />
      {found.isPending && <Loading shape="chart" />}
      {found.error && <ErrorPanel error={found.error} onRetry={() => found.refetch()} />}
      {found.data && asked === 0 && <Nobody inPeriod={period !== null} />}
      {found.data && asked > 0 && (
        <div className={styles.report} aria-busy={found.isPlaceholderData}>
          <Compare
            report={found.data}
            by={by}
            onBy={(next) =>
              navigate({ search: (old) => ({ ...old, by: next === 'first' ? undefined : next }), replace: true })
            }
          />
          <Tiles report={found.data} />
          <Linked linked={found.data.linked} />
          <Tills tills={found.data.tills} />
          <Weeks weeks={found.data.overTime} />
          <section>
            <h2>{texts.how}</h2>
            <ul className={styles.how}>
              {texts.hows.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </section>
        </div>
      )}
    </Page>
  )
}

function Lead({ report: { named, skipped } }: { report: Stated }) {
  const { stated: texts } = useTexts(statedTexts)
  const format = useFormat()
  const asked = named + skipped
  return texts.lead(format.number(named), format.number(asked), format.percent(named / asked))
}

function Nobody({ inPeriod }: { inPeriod: boolean }) {
  const { stated: texts } = useTexts(statedTexts)
  const { id: workspace } = useWorkspace()
  return (
    <EmptyState
      icon={<IconMessageQuestion size={28} stroke={1.4} />}
      title={texts.empty}
      action={
        <ButtonLink to="/w/$workspace/sources/capture" params={{ workspace }} color="accent">
          {texts.toDevices}
        </ButtonLink>
      }
    >
      {inPeriod ? texts.emptyPeriod : texts.emptyText}
    </EmptyState>
  )
}

type Way = 'first' | 'last'

/** Channels that either side knows, the most stated first. */
function channelsOf(stated: Stated['byChannel'], measured: Stated['byChannel']): string[] {
  return [...new Set([...stated, ...measured].map(({ channel }) => channel))]
}

const shareOf = (list: Stated['byChannel'], channel: string): Share | undefined =>
  list.find((one) => one.channel === channel)?.share

function Compare({ report, by, onBy }: { report: Stated; by: Way; onBy: (by: Way) => void }) {
  const { stated: texts } = useTexts(statedTexts)
  const language = useLanguage()
  const format = useFormat()
  const measured = report.measured[by]
  return (
    <section aria-label={texts.compare}>
      <div className={styles.compareHead}>
        <div className={styles.keys}>
          <span>
            <i className={styles.statedKey} aria-hidden />
            <b>{texts.stated}</b> {texts.statedBase(format.number(report.named))}
          </span>
          <span>
            <i className={styles.measuredKey} aria-hidden />
            <b>{texts.measured}</b> {texts.measuredBase(format.number(report.measured.people))}
          </span>
        </div>
        <SegmentedControl
          size="xs"
          aria-label={texts.which}
          value={by}
          onChange={onBy}
          data={(['first', 'last'] as const).map((value) => ({ value, label: texts[value] }))}
        />
      </div>
      <table className={styles.compare}>
        <thead>
          <tr>
            <th scope="col">{texts.channel}</th>
            <th scope="col">{texts.stated}</th>
            <th scope="col">
              {texts.measured}: {texts[by]}
            </th>
          </tr>
        </thead>
        <tbody>
          {channelsOf(report.byChannel, measured).map((channel) => (
            <tr key={channel}>
              <th scope="row">{channelLabel(channel, language)}</th>
              <td>
                <Bar share={shareOf(report.byChannel, channel)} kind="stated" />
              </td>
              <td>
                <Bar share={shareOf(measured, channel)} kind="measured" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const percent = (part: number | null): string => `${(part ?? 0) * 100}%`

/** A share as a bar with its interval: hatched where it was said, plain where it was measured. */
export function Bar({ share, kind }: { share: Share | undefined; kind: 'stated' | 'measured' }) {
  const { stated: texts } = useTexts(statedTexts)
  if (!share || share.value === null) return <span className={styles.quiet}>{`${texts[kind]}: ${texts.nothing}`}</span>
  const { low, high, value } = share
  return (
    <span className={styles.bar}>
      <span className={styles.track} aria-hidden>
        <i data-kind={kind} style={{ width: percent(value) }} />
        <s style={{ left: percent(low), width: percent((high ?? 0) - (low ?? 0)) }} />
      </span>
      <ShareText share={share} />
    </span>
  )
}

function Tiles({ report }: { report: Stated }) {
  const { stated: texts } = useTexts(statedTexts)
  const language = useLanguage()
  return (
    <section>
      <h2>{texts.tiles}</h2>
      <table className={styles.compare}>
        <tbody>
          {report.byTile.map((tile) => (
            <tr key={tile.tile}>
              <th scope="row">{tile[language]}</th>
              <td>
                <Bar share={tile.share} kind="stated" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
