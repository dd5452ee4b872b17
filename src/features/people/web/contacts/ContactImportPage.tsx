import { Button } from '@mantine/core'
import { IconArrowBackUp, IconCopyCheck, IconDownload, IconUsers } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { api } from '../../../../web/api.ts'
import { useFormat } from '../../../../web/format.tsx'
import { TopBar } from '../../../../web/frame/TopBar.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import { ButtonLink } from '../../../../web/parts/ButtonLink.tsx'
import { useConfirm } from '../../../../web/parts/confirm.tsx'
import { ErrorPanel } from '../../../../web/parts/ErrorPanel.tsx'
import { ImportProgress } from '../../../../web/parts/importing/ImportParts.tsx'
import { isMoving, useImport } from '../../../../web/parts/importing/useImport.ts'
import { Loading } from '../../../../web/parts/Loading.tsx'
import { Page, PageHeading } from '../../../../web/parts/Page.tsx'
import { useToast } from '../../../../web/parts/toast.tsx'
import { useMay, useWorkspace } from '../../../../web/workspace.tsx'
import type { Import } from '../../../collect/schema.ts'
import type { ContactResult } from '../../contacts/schema.ts'
import { Counts, RejectedRows } from './Counts.tsx'
import styles from './contacts.module.css'
import { PeopleLink } from './PeopleLink.tsx'
import { contactTexts } from './texts.ts'

const route = getRouteApi('/w/$workspace/people/contacts/$import')

/** One import of contacts while it works, and what came of it. */
export function ContactImportPage() {
  const { import: id } = route.useParams()
  const { id: workspace } = useWorkspace()
  const may = useMay()
  const { found, row, settled } = useImport(id)
  const results = useQuery(
    api.people.contacts.results.queryOptions({ input: { workspace, import: id }, enabled: settled }),
  )
  return (
    <Page>
      <TopBar parent={<PeopleLink />} here={row?.fileName ?? ''}>
        {row?.state === 'done' && may('edit') && <UndoContacts row={row} />}
      </TopBar>
      {found.isPending && <Loading shape="form" />}
      {found.error && !row && <ErrorPanel error={found.error} onRetry={() => found.refetch()} />}
      {row && <Outcome row={row} result={results.data?.[0]} />}
    </Page>
  )
}

function headline(row: Import, { titles }: (typeof contactTexts)['de']['result']): string {
  if (row.state === 'done') return row.imported === 0 && row.read > 0 ? titles.nothingNew : titles.done
  if (row.state === 'failed' || row.state === 'interrupted' || row.state === 'undone') return titles[row.state]
  return row.state === 'undoing' ? titles.undoing : titles.working
}

function Outcome({ row, result }: { row: Import; result: ContactResult | undefined }) {
  const { result: texts, upload } = useTexts(contactTexts)
  const format = useFormat()
  return (
    <>
      <PageHeading title={headline(row, texts)} documentTitle={row.fileName} lead={row.fileName} />
      <div role="status">
        {isMoving(row) && (
          <ImportProgress row={row} label={upload.progress}>
            {format.percent(row.progress, 0)} · {texts.running}
          </ImportProgress>
        )}
        {row.problem !== null && <p className={styles.bad}>{row.problem}</p>}
      </div>
      {row.state === 'done' && result && (
        <>
          <Counts result={result} />
          <Next row={row} result={result} />
          <RejectedRows result={result} />
        </>
      )}
      {['failed', 'interrupted', 'undone'].includes(row.state) && <Again />}
    </>
  )
}

function Next({ row, result }: { row: Import; result: ContactResult }) {
  const { result: texts } = useTexts(contactTexts)
  const { id: workspace } = useWorkspace()
  return (
    <div className={styles.next}>
      <ButtonLink to="/w/$workspace/people" params={{ workspace }} color="accent" leftSection={<IconUsers size={16} />}>
        {texts.toPeople}
      </ButtonLink>
      <ButtonLink
        to="/w/$workspace/people/duplicates"
        params={{ workspace }}
        variant="default"
        leftSection={<IconCopyCheck size={16} />}
      >
        {texts.toDuplicates}
      </ButtonLink>
      {result.rejected > 0 && (
        <Button
          component="a"
          variant="default"
          href={`/api/w/${workspace}/imports/${row.id}/rejects`}
          download
          title={texts.downloadHint}
          leftSection={<IconDownload size={16} />}
        >
          {texts.download}
        </Button>
      )}
    </div>
  )
}

function Again() {
  const { result: texts } = useTexts(contactTexts)
  const { id: workspace } = useWorkspace()
  return (
    <div className={styles.next}>
      <ButtonLink to="/w/$workspace/people/contacts" params={{ workspace }} variant="default">
        {texts.again}
      </ButtonLink>
    </div>
  )
}

function UndoContacts({ row }: { row: Import }) {
  const { result: texts } = useTexts(contactTexts)
  const { id: workspace } = useWorkspace()
  const confirm = useConfirm()
  const toast = useToast()
  const queries = useQueryClient()
  const undo = useMutation(
    api.collect.undoImport.mutationOptions({
      onSuccess: () => toast.done(texts.undone),
      onError: toast.problem,
      onSettled: () => queries.invalidateQueries(),
    }),
  )
  const ask = async () => {
    const sure = await confirm({
      title: texts.undoTitle,
      text: texts.undoText(row.fileName),
      yes: texts.undo,
      danger: true,
    })
    if (sure) undo.mutate({ workspace, import: row.id })
  }
  return (
    <Button
      size="xs"
      variant="default"
      loading={undo.isPending}
      leftSection={<IconArrowBackUp size={15} />}
      onClick={ask}
    >
      {texts.undo}
    </Button>
  )
}
