import { Select, Switch, TextInput } from '@mantine/core'
import { IconSparkles } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { api } from '../../../../web/api.ts'
import { useFormat } from '../../../../web/format.tsx'
import { TopBar } from '../../../../web/frame/TopBar.tsx'
import { useLanguage, useTexts } from '../../../../web/i18n.tsx'
import { ErrorPanel } from '../../../../web/parts/ErrorPanel.tsx'
import { Lacking, StepActions } from '../../../../web/parts/importing/ImportParts.tsx'
import importing from '../../../../web/parts/importing/importing.module.css'
import { Loading } from '../../../../web/parts/Loading.tsx'
import { Page, PageHeading } from '../../../../web/parts/Page.tsx'
import { useToast } from '../../../../web/parts/toast.tsx'
import { useWorkspace } from '../../../../web/workspace.tsx'
import type { ContactDryRun, ContactField, ContactMapping, ContactPreview } from '../../contacts/schema.ts'
import { ColumnList } from './ColumnList.tsx'
import { Counts, RejectedRows } from './Counts.tsx'
import styles from './contacts.module.css'
import { lacksPerson } from './mapping.ts'
import { PeopleLink } from './PeopleLink.tsx'
import { contactTexts } from './texts.ts'

function useStart() {
  const toast = useToast()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { id: workspace } = useWorkspace()
  return useMutation(
    api.people.contacts.start.mutationOptions({
      onSuccess: async (started) => {
        await queries.invalidateQueries({ queryKey: api.collect.imports.key() })
        await navigate({ to: '/w/$workspace/people/contacts/$import', params: { workspace, import: started.id } })
      },
      onError: toast.problem,
    }),
  )
}

/** What the columns of a file mean, to be checked before anything is stored. */
export function ContactMappingStep({ preview }: { preview: ContactPreview }) {
  const { mapping: texts, here } = useTexts(contactTexts)
  const { id: workspace } = useWorkspace()
  const format = useFormat()
  const navigate = useNavigate()
  const [mapping, setMapping] = useState(preview.mapping)
  const [tried, setTried] = useState<ContactMapping | null>(null)
  const dry = useMutation(api.people.contacts.dryRun.mutationOptions())
  const start = useStart()
  const ready = !lacksPerson(mapping) && mapping.name.trim() !== ''
  const input = { workspace, upload: preview.upload, mapping }
  const attempt = () => {
    setTried(mapping)
    dry.mutate(input)
  }
  const choose = (column: string, field: ContactField) =>
    setMapping({ ...mapping, columns: mapping.columns.map((one) => (one.column === column ? { column, field } : one)) })
  return (
    <Page>
      <TopBar parent={<PeopleLink />} here={here}>
        <StepActions
          texts={texts}
          ready={ready}
          trying={dry.isPending}
          starting={start.isPending}
          onOther={() => navigate({ to: '/w/$workspace/people/contacts', params: { workspace } })}
          onTry={attempt}
          onStart={() => start.mutate(input)}
        />
      </TopBar>
      <PageHeading
        title={preview.fileName}
        lead={texts.lead(format.number(preview.columns.length), format.bytes(preview.bytes))}
      />
      <Recognised preview={preview} />
      {lacksPerson(mapping) && (
        <div role="status">
          <Lacking title={texts.lacksTitle}>
            <p>{texts.lacksText}</p>
          </Lacking>
        </div>
      )}
      {dry.isPending && <Loading shape="form" />}
      {dry.error && <ErrorPanel error={dry.error} onRetry={attempt} />}
      {dry.data && <Tried result={dry.data} stale={tried !== mapping} />}
      <Details mapping={mapping} onChange={setMapping} />
      <ColumnList preview={preview} mapping={mapping} onChoose={choose} />
    </Page>
  )
}

const presetNames = { cobra: 'cobra CRM', hubspot: 'HubSpot', salesforce: 'Salesforce', vcard: 'vCard' } as const

function Recognised({ preview: { recognised, encoding } }: { preview: ContactPreview }) {
  const { mapping: texts } = useTexts(contactTexts)
  const said =
    recognised.by === 'saved'
      ? texts.savedBy(recognised.name)
      : recognised.by === 'preset'
        ? texts.presetBy(presetNames[recognised.preset])
        : texts.columnsBy
  return (
    <p className={styles.recognised}>
      <IconSparkles size={15} stroke={1.7} aria-hidden />
      {said}
      {encoding === 'windows-1252' && ` · ${texts.latin}`}
    </p>
  )
}

function Tried({ result, stale }: { result: ContactDryRun; stale: boolean }) {
  const { dry } = useTexts(contactTexts)
  const heading = useRef<HTMLHeadingElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new result takes the focus
  useEffect(() => heading.current?.focus(), [result])
  return (
    <section className={importing.dry} aria-label={dry.title}>
      <h2 ref={heading} tabIndex={-1}>
        {dry.title}
      </h2>
      {stale && <p className={styles.note}>{dry.stale}</p>}
      {result.added + result.updated + result.unchanged === 0 && <p className={styles.bad}>{dry.nothing}</p>}
      <Counts result={result} />
      <RejectedRows result={result} />
    </section>
  )
}

const countries = ['DE', 'AT', 'CH', 'LI', 'LU', 'NL', 'BE', 'FR', 'IT', 'ES', 'PL', 'CZ', 'DK', 'SE', 'GB', 'IE', 'US']

type Editing = { readonly mapping: ContactMapping; readonly onChange: (mapping: ContactMapping) => void }

function Details({ mapping, onChange }: Editing) {
  const { mapping: texts } = useTexts(contactTexts)
  const language = useLanguage()
  const names = new Intl.DisplayNames([language], { type: 'region' })
  const offered = countries.includes(mapping.country) ? countries : [mapping.country, ...countries]
  return (
    <div className={importing.details}>
      <TextInput
        label={texts.name}
        description={texts.nameHint}
        value={mapping.name}
        maxLength={60}
        onChange={(event) => onChange({ ...mapping, name: event.currentTarget.value })}
      />
      <Select
        label={texts.country}
        description={texts.countryHint}
        data={offered.map((value) => ({ value, label: names.of(value) ?? value }))}
        value={mapping.country}
        allowDeselect={false}
        onChange={(country) => country && onChange({ ...mapping, country })}
      />
      <Switch
        className={importing.switch}
        label={texts.dayFirst}
        checked={mapping.dayFirst}
        onChange={(event) => onChange({ ...mapping, dayFirst: event.currentTarget.checked })}
      />
    </div>
  )
}
