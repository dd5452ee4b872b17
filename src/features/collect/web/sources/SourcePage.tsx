import { Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { api } from '../../../../web/api.ts'
import { useFormat } from '../../../../web/format.tsx'
import { TopBar } from '../../../../web/frame/TopBar.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import { ErrorPanel } from '../../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../../web/parts/Loading.tsx'
import { Page, PageHeading } from '../../../../web/parts/Page.tsx'
import { useMay, useWorkspace } from '../../../../web/workspace.tsx'
import type { SourceRow } from '../../sources/schema.ts'
import { SourcesLink } from '../SourcesLink.tsx'
import { Debugger } from './Debugger.tsx'
import { Keys } from './Keys.tsx'
import { PauseButton } from './PauseButton.tsx'
import { RejectedList } from './RejectedList.tsx'
import { SetUp } from './SetUp.tsx'
import { SourceSettings } from './SourceSettings.tsx'
import { SourceState } from './SourceState.tsx'
import styles from './sources.module.css'
import { type SourceTab, sourceTabs } from './tabs.ts'
import { sourceTexts } from './texts.ts'

const route = getRouteApi('/w/$workspace/sources/$source')

/** One source: how to connect it, what arrives, what stays out, its keys and settings. */
export function SourcePage() {
  const { source } = route.useParams()
  const { id: workspace } = useWorkspace()
  const may = useMay()
  const found = useQuery(
    api.collect.sources.one.queryOptions({ input: { workspace, source }, refetchInterval: 10_000 }),
  )
  const row = found.data
  return (
    <Page>
      <TopBar parent={<SourcesLink />} here={row?.name ?? ''}>
        {row && may('edit') && <PauseButton source={row} size="xs" />}
      </TopBar>
      {found.isPending && <Loading shape="form" />}
      {found.error && !row && <ErrorPanel error={found.error} onRetry={() => found.refetch()} />}
      {row && <Views key={row.id} row={row} />}
    </Page>
  )
}

function Lead({ row }: { row: SourceRow }) {
  const texts = useTexts(sourceTexts)
  const format = useFormat()
  const { month } = row.volume
  return (
    <span className={styles.lead}>
      <span>{texts.kinds[row.kind].name}</span>
      <SourceState row={row} />
      {month > 0 && (
        <span>
          {texts.volume}: {texts.events(format.number(month), month === 1)}
        </span>
      )}
    </span>
  )
}

function Views({ row }: { row: SourceRow }) {
  const { tabs } = useTexts(sourceTexts)
  const format = useFormat()
  const may = useMay()
  const navigate = useNavigate()
  const open = sourceTabs.filter((name) => may('edit') || !['keys', 'settings'].includes(name))
  // The first event must not take away the page that waits for it.
  const [first] = useState<SourceTab>(row.state === 'never' ? 'setup' : 'live')
  const asked = route.useSearch().tab ?? first
  const tab = open.includes(asked) ? asked : first
  const show = (next: SourceTab) => navigate({ from: route.id, to: '.', search: { tab: next }, replace: true })
  const { rejected } = row.volume
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const active = list.current?.querySelector(`[data-tab=${tab}]`)
    active?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [tab])
  return (
    <>
      <PageHeading title={row.name} lead={<Lead row={row} />} />
      <Tabs
        value={tab}
        onChange={(name) => show(sourceTabs.find((one) => one === name) ?? 'setup')}
        keepMounted={false}
        color="accent"
      >
        <Tabs.List ref={list} aria-label={tabs.label} className={styles.tabs}>
          {open.map((name) => (
            <Tabs.Tab key={name} value={name} data-tab={name}>
              {tabs[name]}
              {name === 'rejected' && rejected > 0 && <span className={styles.count}>{format.compact(rejected)}</span>}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <div className={styles.panel}>
          <Tabs.Panel value="setup">
            <SetUp row={row} onLook={() => show('live')} />
          </Tabs.Panel>
          <Tabs.Panel value="live">
            <Debugger row={row} onRejected={() => show('rejected')} />
          </Tabs.Panel>
          <Tabs.Panel value="rejected">
            <RejectedList row={row} />
          </Tabs.Panel>
          <Tabs.Panel value="keys">{may('edit') && <Keys source={row} />}</Tabs.Panel>
          <Tabs.Panel value="settings">{may('edit') && <SourceSettings source={row} />}</Tabs.Panel>
        </div>
      </Tabs>
    </>
  )
}
