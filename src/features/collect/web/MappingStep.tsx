import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../../../web/api.ts'
import { useFormat } from '../../../web/format.tsx'
import { TopBar } from '../../../web/frame/TopBar.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { ErrorPanel } from '../../../web/parts/ErrorPanel.tsx'
import { Lacking, StepActions } from '../../../web/parts/importing/ImportParts.tsx'
import { Loading } from '../../../web/parts/Loading.tsx'
import { Page, PageHeading } from '../../../web/parts/Page.tsx'
import { useToast } from '../../../web/parts/toast.tsx'
import { useWorkspace } from '../../../web/workspace.tsx'
import type { Mapping, Preview, Reading } from '../schema.ts'
import { DryRunResult } from './DryRunResult.tsx'
import { importTexts } from './importTexts.ts'
import { MappingDetails } from './MappingDetails.tsx'
import { lacksOf } from './mapping.ts'
import { PreviewTable } from './PreviewTable.tsx'
import { SourcesLink } from './SourcesLink.tsx'

function useStart() {
  const toast = useToast()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { id: workspace } = useWorkspace()
  return useMutation(
    api.collect.startImport.mutationOptions({
      onSuccess: async (started) => {
        await queries.invalidateQueries({ queryKey: api.collect.imports.key() })
        await navigate({ to: '/w/$workspace/sources/imports/$import', params: { workspace, import: started.id } })
      },
      onError: toast.problem,
    }),
  )
}

type Props = { readonly preview: Preview; readonly onReading: (reading: Reading) => void }

/** The file's first rows under the meanings of their columns, with what is still missing. */
export function MappingStep({ preview, onReading }: Props) {
  const { mapping: texts, upload } = useTexts(importTexts)
  const { id: workspace } = useWorkspace()
  const format = useFormat()
  const navigate = useNavigate()
  const [mapping, setMapping] = useState(preview.mapping)
  const [tried, setTried] = useState<Mapping | null>(null)
  const dry = useMutation(api.collect.dryRun.mutationOptions())
  const start = useStart()
  const complete = lacksOf(mapping).length === 0
  const input = { workspace, upload: preview.upload, reading: preview.reading, mapping }
  const attempt = () => {
    setTried(mapping)
    dry.mutate(input)
  }
  return (
    <Page wide>
      <TopBar parent={<SourcesLink />} here={upload.title}>
        <StepActions
          texts={texts}
          ready={complete}
          trying={dry.isPending}
          starting={start.isPending}
          onOther={() => navigate({ to: '/w/$workspace/sources/import', params: { workspace } })}
          onTry={attempt}
          onStart={() => start.mutate(input)}
        />
      </TopBar>
      <PageHeading
        title={preview.fileName}
        lead={texts.lead(format.number(preview.rows.length), format.bytes(preview.bytes))}
      />
      <Lacks mapping={mapping} />
      {dry.isPending && <Loading shape="form" />}
      {dry.error && <ErrorPanel error={dry.error} onRetry={attempt} />}
      {dry.data && <DryRunResult result={dry.data} stale={tried !== mapping} />}
      <MappingDetails preview={preview} mapping={mapping} onChange={setMapping} onReading={onReading} />
      <PreviewTable preview={preview} mapping={mapping} onChange={setMapping} />
    </Page>
  )
}

function Lacks({ mapping }: { mapping: Mapping }) {
  const { mapping: texts } = useTexts(importTexts)
  const lacks = lacksOf(mapping)
  return (
    <div role="status">
      {lacks.length > 0 && (
        <Lacking title={texts.lacksTitle}>
          <ul>
            {lacks.map((lack) => (
              <li key={lack}>{texts.lacks[lack]}</li>
            ))}
          </ul>
        </Lacking>
      )}
    </div>
  )
}
