import { Button } from '@mantine/core'
import { IconDownload, IconRoute } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useFormat } from '../../../web/format.tsx'
import { TopBar } from '../../../web/frame/TopBar.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { ButtonLink } from '../../../web/parts/ButtonLink.tsx'
import { ErrorPanel } from '../../../web/parts/ErrorPanel.tsx'
import { ImportProgress } from '../../../web/parts/importing/ImportParts.tsx'
import { isMoving, useImport } from '../../../web/parts/importing/useImport.ts'
import { Loading } from '../../../web/parts/Loading.tsx'
import { Page, PageHeading } from '../../../web/parts/Page.tsx'
import { useMay, useWorkspace } from '../../../web/workspace.tsx'
import type { Import } from '../schema.ts'
import styles from './collect.module.css'
import { Figure } from './Figure.tsx'
import { SourcesLink } from './SourcesLink.tsx'
import { collectTexts } from './texts.ts'
import { UndoButton } from './UndoButton.tsx'

const route = getRouteApi('/w/$workspace/sources/imports/$import')

/** One import while it works and what came of it. */
export function ImportStatePage() {
  const { import: id } = route.useParams()
  const may = useMay()
  const { found, row } = useImport(id)
  return (
    <Page>
      <TopBar parent={<SourcesLink />} here={row?.fileName ?? ''}>
        {row && may('edit') && <UndoButton row={row} size="xs" />}
      </TopBar>
      {found.isPending && <Loading shape="form" />}
      {found.error && !row && <ErrorPanel error={found.error} onRetry={() => found.refetch()} />}
      {row && <Outcome row={row} />}
    </Page>
  )
}

function headline(row: Import, texts: (typeof collectTexts)['de']): string {
  if (row.state === 'done') return row.imported === 0 && row.duplicates > 0 ? texts.state.nothingNew : texts.state.done
  if (row.state === 'failed') return texts.state.failed
  if (row.state === 'interrupted') return texts.state.interrupted
  if (row.state === 'undone') return texts.state.undone
  return texts.states[row.state]
}

function Outcome({ row }: { row: Import }) {
  const texts = useTexts(collectTexts)
  const { state } = texts
  const format = useFormat()
  const explained = row.state === 'failed' ? state.failedText : row.state === 'interrupted' ? state.interruptedText : ''
  return (
    <>
      <PageHeading title={headline(row, texts)} documentTitle={row.fileName} lead={row.fileName} />
      <div role="status">
        {isMoving(row) && (
          <ImportProgress row={row} label={state.progress}>
            {texts.states[row.state]} · {format.percent(row.progress, 0)}. {state.running}
          </ImportProgress>
        )}
        {row.problem !== null && <p className={styles.bad}>{row.problem}</p>}
        {explained !== '' && <p className={styles.lead}>{explained}</p>}
      </div>
      <div className={styles.figures}>
        <Figure value={format.number(row.read)} unit={state.rows} label={state.read} />
        <Figure value={format.number(row.imported)} unit={state.rows} label={state.imported} />
        <Figure value={format.number(row.rejected)} unit={state.rows} label={state.rejected} bad={row.rejected > 0} />
        <Figure value={format.number(row.duplicates)} unit={state.rows} label={state.duplicates} />
        {row.events !== row.imported && <Figure value={format.number(row.events)} label={state.events} />}
        <Figure value={format.number(row.people)} label={state.people} />
      </div>
      <NextSteps row={row} />
    </>
  )
}

function NextSteps({ row }: { row: Import }) {
  const { state } = useTexts(collectTexts)
  const { id: workspace } = useWorkspace()
  const may = useMay()
  return (
    <div className={styles.next}>
      {row.rejected > 0 && !isMoving(row) && (
        <Button
          component="a"
          variant="default"
          href={`/api/w/${workspace}/imports/${row.id}/rejects`}
          download
          leftSection={<IconDownload size={16} />}
        >
          {state.download}
        </Button>
      )}
      {row.state === 'done' && may('edit') && (
        <section className={styles.nextCard}>
          <p>{state.nextText}</p>
          <ButtonLink
            to="/w/$workspace/journeys/new"
            params={{ workspace }}
            color="accent"
            leftSection={<IconRoute size={16} />}
          >
            {state.next}
          </ButtonLink>
        </section>
      )}
      {['failed', 'interrupted', 'undone'].includes(row.state) && may('edit') && (
        <div>
          <ButtonLink to="/w/$workspace/sources/import" params={{ workspace }} variant="default">
            {state.again}
          </ButtonLink>
        </div>
      )}
    </div>
  )
}
