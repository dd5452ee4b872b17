import { IconFileUpload, IconPlugConnected } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '../../../web/api.ts'
import { useFormat } from '../../../web/format.tsx'
import { TopBar } from '../../../web/frame/TopBar.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { ButtonLink } from '../../../web/parts/ButtonLink.tsx'
import { EmptyState } from '../../../web/parts/EmptyState.tsx'
import { ErrorPanel } from '../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../web/parts/Loading.tsx'
import { Page, PageHeading } from '../../../web/parts/Page.tsx'
import { useMay, useWorkspace } from '../../../web/workspace.tsx'
import type { Import } from '../schema.ts'
import styles from './collect.module.css'
import { StateMark } from './StateMark.tsx'
import { isMoving } from './states.ts'
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

function AddButton() {
  const { sources } = useTexts(collectTexts)
  const { id: workspace } = useWorkspace()
  return (
    <ButtonLink
      to="/w/$workspace/sources/import"
      params={{ workspace }}
      size="xs"
      leftSection={<IconFileUpload size={15} />}
    >
      {sources.add}
    </ButtonLink>
  )
}

export function SourcesPage() {
  const { sources } = useTexts(collectTexts)
  const may = useMay()
  const found = useImports()
  return (
    <Page>
      <TopBar here={sources.here}>{may('edit') && <AddButton />}</TopBar>
      <PageHeading title={sources.title} documentTitle={sources.here} lead={sources.lead} />
      {found.isPending && <Loading shape="list" />}
      {found.error && <ErrorPanel error={found.error} onRetry={() => found.refetch()} />}
      {found.data?.length === 0 && <NoImports />}
      {found.data && found.data.length > 0 && <Imports imports={found.data} />}
    </Page>
  )
}

function NoImports() {
  const { sources } = useTexts(collectTexts)
  const { id: workspace } = useWorkspace()
  return (
    <EmptyState
      icon={<IconPlugConnected size={28} stroke={1.4} />}
      title={sources.empty}
      action={
        <ButtonLink to="/w/$workspace/welcome" params={{ workspace }} color="accent">
          {sources.firstSteps}
        </ButtonLink>
      }
    >
      {sources.emptyText}
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
        <Link to="/w/$workspace/sources/$import" params={{ workspace, import: row.id }}>
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
