import { IconFileOff } from '@tabler/icons-react'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../../../web/api.ts'
import { TopBar } from '../../../web/frame/TopBar.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { EmptyState } from '../../../web/parts/EmptyState.tsx'
import { ErrorPanel } from '../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../web/parts/Loading.tsx'
import { Page, PageHeading } from '../../../web/parts/Page.tsx'
import { useMay, useWorkspace } from '../../../web/workspace.tsx'
import type { Preview, Reading } from '../schema.ts'
import { importTexts } from './importTexts.ts'
import { MappingStep } from './MappingStep.tsx'
import { SourcesLink } from './SourcesLink.tsx'
import { UploadStep } from './UploadStep.tsx'

const route = getRouteApi('/w/$workspace/sources/import')

/** From a file to events: send it, check its columns, try, import. */
export function ImportPage() {
  const texts = useTexts(importTexts)
  const { upload } = route.useSearch()
  const may = useMay()
  if (!may('edit')) {
    return (
      <EmptyState icon={<IconFileOff size={28} stroke={1.4} />} title={texts.upload.viewer} alone>
        {texts.upload.viewerText}
      </EmptyState>
    )
  }
  return upload === undefined ? <Send /> : <Look key={upload} upload={upload} />
}

function Send() {
  const texts = useTexts(importTexts)
  const { id: workspace } = useWorkspace()
  const queries = useQueryClient()
  const navigate = route.useNavigate()
  const take = (preview: Preview) => {
    const input = { workspace, upload: preview.upload }
    queries.setQueryData(api.collect.preview.queryKey({ input }), preview)
    return navigate({ search: { upload: preview.upload } })
  }
  return (
    <Page>
      <TopBar parent={<SourcesLink />} here={texts.upload.title} />
      <PageHeading title={texts.upload.title} lead={texts.upload.lead} />
      <UploadStep onDone={take} />
    </Page>
  )
}

function Look({ upload }: { upload: string }) {
  const texts = useTexts(importTexts)
  const { id: workspace } = useWorkspace()
  const [reading, setReading] = useState<Reading | undefined>(undefined)
  const found = useQuery(
    api.collect.preview.queryOptions({
      input: reading === undefined ? { workspace, upload } : { workspace, upload, reading },
      staleTime: Number.POSITIVE_INFINITY,
      placeholderData: keepPreviousData,
    }),
  )
  if (found.data) {
    return <MappingStep key={JSON.stringify(found.data.reading)} preview={found.data} onReading={setReading} />
  }
  return (
    <Page>
      <TopBar parent={<SourcesLink />} here={texts.upload.title} />
      <PageHeading title={texts.upload.title} lead={found.isPending ? texts.upload.looking : undefined} />
      {found.error ? <ErrorPanel error={found.error} onRetry={() => found.refetch()} /> : <Loading shape="list" />}
    </Page>
  )
}
