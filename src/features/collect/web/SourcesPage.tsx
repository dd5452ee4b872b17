import {
  IconArrowsSplit,
  IconFileUpload,
  IconMessageQuestion,
  IconPencilBolt,
  IconPlugConnected,
  IconPlus,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '../../../web/api.ts'
import { useFormat } from '../../../web/format.tsx'
import { TopBar } from '../../../web/frame/TopBar.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { ButtonLink } from '../../../web/parts/ButtonLink.tsx'
import { EmptyState } from '../../../web/parts/EmptyState.tsx'
import { ErrorPanel } from '../../../web/parts/ErrorPanel.tsx'
import { isMoving } from '../../../web/parts/importing/useImport.ts'
import { Loading } from '../../../web/parts/Loading.tsx'
import { Page, PageHeading } from '../../../web/parts/Page.tsx'
import { useMay, useWorkspace } from '../../../web/workspace.tsx'
import type { Import } from '../schema.ts'
import type { SourceRow } from '../sources/schema.ts'
import styles from './collect.module.css'
import { StateMark } from './StateMark.tsx'
import { SourceTable } from './sources/SourceTable.tsx'
import shared from './sources/sources.module.css'
import { sourceTexts } from './sources/texts.ts'
import { collectTexts } from './texts.ts'
import { UndoButton } from './UndoButton.tsx'

/** The imports of a workspace, asked for again every second while one is at work. */
export function useImports() {
  const { id: workspace } = useWorkspace()
  return useQuery(
    api.collect.imports.queryOptions({
      input: { workspace },
      refetchInterval: ({ state }) => (state.data?.some(isMoving) ? 1000 : false),
    }),
  )
}

/** The connected sources, looked at again every ten seconds. */
function useSources() {
  const { id: workspace } = useWorkspace()
  return useQuery(api.collect.sources.list.queryOptions({ input: { workspace }, refetchInterval: 10_000 }))
}

function AddButtons() {
  const { sources } = useTexts(collectTexts)
  const { add } = useTexts(sourceTexts)
  const { id: workspace } = useWorkspace()
  return (
    <>
      <ButtonLink
        to="/w/$workspace/sources/import"
        params={{ workspace }}
        size="xs"
        variant="default"
        leftSection={<IconFileUpload size={15} />}
      >
        {sources.add}
      </ButtonLink>
      <ButtonLink to="/w/$workspace/sources/new" params={{ workspace }} size="xs" leftSection={<IconPlus size={15} />}>
        {add}
      </ButtonLink>
    </>
  )
}

export function SourcesPage() {
  const texts = useTexts(sourceTexts)
  const may = useMay()
  const imports = useImports()
  const connected = useSources()
  const error = connected.error ?? imports.error
  const retry = () => Promise.all([connected.refetch(), imports.refetch()])
  return (
    <Page>
      <TopBar here={texts.here}>{may('edit') && <AddButtons />}</TopBar>
      <PageHeading title={texts.title} documentTitle={texts.here} lead={texts.lead} />
      {(connected.isPending || imports.isPending) && <Loading shape="list" />}
      {error && !(connected.data && imports.data) && <ErrorPanel error={error} onRetry={retry} />}
      {connected.data && imports.data && <All sources={connected.data} imports={imports.data} />}
      {connected.data && <Besides />}
    </Page>
  )
}

function All({ sources, imports }: { sources: readonly SourceRow[]; imports: readonly Import[] }) {
  const texts = useTexts(sourceTexts)
  const may = useMay()
  const { id: workspace } = useWorkspace()
  if (sources.length + imports.length === 0) return <Nothing />
  return (
    <>
      <section className={shared.section}>
        <h2>{texts.connected}</h2>
        {sources.length > 0 ? (
          <SourceTable rows={sources} />
        ) : (
          <p>
            {texts.noneConnected}{' '}
            {may('edit') && (
              <Link to="/w/$workspace/sources/new" params={{ workspace }}>
                {texts.add}
              </Link>
            )}
          </p>
        )}
      </section>
      {imports.length > 0 && (
        <section className={shared.section}>
          <h2>{texts.files}</h2>
          <p>{texts.filesLead}</p>
          <Imports imports={imports} />
        </section>
      )}
    </>
  )
}

/** What people write down themselves, and how visits become channels. */
function Besides() {
  const texts = useTexts(sourceTexts)
  const { id: workspace } = useWorkspace()
  const may = useMay()
  const all = [
    { to: '/w/$workspace/sources/capture', icon: IconMessageQuestion, title: texts.capture, text: texts.captureText },
    { to: '/w/$workspace/capture', icon: IconPencilBolt, title: texts.quick, text: texts.quickText },
    { to: '/w/$workspace/sources/channels', icon: IconArrowsSplit, title: texts.channels, text: texts.channelsText },
  ] as const
  return (
    <section className={shared.besides}>
      <h2>{texts.more}</h2>
      <ul className={shared.kinds}>
        {all
          .filter(({ to }) => may('edit') || to === '/w/$workspace/sources/channels')
          .map(({ to, icon: Icon, title, text }) => (
            <li key={to}>
              <Link to={to} params={{ workspace }} className={shared.kind}>
                <Icon size={24} stroke={1.4} aria-hidden />
                <span>
                  <b>{title}</b>
                  <span>{text}</span>
                </span>
              </Link>
            </li>
          ))}
      </ul>
    </section>
  )
}

function Nothing() {
  const { sources } = useTexts(collectTexts)
  const texts = useTexts(sourceTexts)
  const { id: workspace } = useWorkspace()
  return (
    <EmptyState
      icon={<IconPlugConnected size={28} stroke={1.4} />}
      title={texts.empty}
      action={
        <ButtonLink to="/w/$workspace/welcome" params={{ workspace }} color="accent">
          {sources.firstSteps}
        </ButtonLink>
      }
    >
      {texts.emptyText}
    </EmptyState>
  )
}

function Imports({ imports }: { imports: readonly Import[] }) {
  const { sources } = useTexts(collectTexts)
  return (
    <div className={styles.scroll}>
      <table className={styles.list}>
        <thead>
          <tr>
            <th scope="col">{sources.file}</th>
            <th scope="col">{sources.state}</th>
            <th scope="col" className={styles.right}>
              {sources.imported}
            </th>
            <th scope="col" className={styles.right}>
              {sources.rejected}
            </th>
            <th scope="col" className={styles.right}>
              {sources.duplicates}
            </th>
            <th scope="col" className={styles.right}>
              {sources.people}
            </th>
            <th scope="col">{sources.when}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {imports.map((one) => (
            <Row key={one.id} row={one} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ row }: { row: Import }) {
  const { sources } = useTexts(collectTexts)
  const { id: workspace } = useWorkspace()
  const format = useFormat()
  const may = useMay()
  return (
    <tr data-faded={row.state === 'undone' || undefined}>
      <th scope="row">
        <Link to="/w/$workspace/sources/imports/$import" params={{ workspace, import: row.id }}>
          {row.fileName}
        </Link>
      </th>
      <td>
        <StateMark row={row} />
      </td>
      <td className={styles.right} data-label={sources.imported}>
        {format.number(row.imported)}
      </td>
      <td className={styles.right} data-label={sources.rejected}>
        {format.number(row.rejected)}
      </td>
      <td className={styles.right} data-label={sources.duplicates}>
        {format.number(row.duplicates)}
      </td>
      <td className={styles.right} data-label={sources.people}>
        {format.number(row.people)}
      </td>
      <td data-label={sources.when}>{format.dateTime(row.started)}</td>
      <td className={styles.right}>{may('edit') && <UndoButton row={row} />}</td>
    </tr>
  )
}
