import { Button, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconArrowLeft } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { api } from '../../../../web/api.ts'
import { TopBar } from '../../../../web/frame/TopBar.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import { ButtonLink } from '../../../../web/parts/ButtonLink.tsx'
import { Page, PageHeading } from '../../../../web/parts/Page.tsx'
import { useToast } from '../../../../web/parts/toast.tsx'
import { useMay, useWorkspace } from '../../../../web/workspace.tsx'
import { isPublic, Origin, type SourceKind, sourceKinds } from '../../sources/schema.ts'
import { SourcesLink } from '../SourcesLink.tsx'
import { freshKey } from './changes.ts'
import { kindIcons } from './kinds.ts'
import styles from './sources.module.css'
import { sourceTexts } from './texts.ts'

const route = getRouteApi('/w/$workspace/sources/new')

/** First what to connect, then what it is called; the key and how to connect follow on the page of the source. */
export function AddSourcePage() {
  const { adding, kinds } = useTexts(sourceTexts)
  const { kind } = route.useSearch()
  const may = useMay()
  return (
    <Page>
      <TopBar parent={<SourcesLink />} here={adding.here} />
      <PageHeading
        title={kind ? adding.nameTitle(kinds[kind].name) : adding.title}
        documentTitle={adding.here}
        lead={kind ? kinds[kind].text : adding.lead}
      />
      {!may('edit') && <p className={styles.note}>{adding.viewer}</p>}
      {may('edit') && (kind ? <NameForm key={kind} kind={kind} /> : <Kinds />)}
    </Page>
  )
}

function Kinds() {
  const { adding, kinds } = useTexts(sourceTexts)
  const { id: workspace } = useWorkspace()
  return (
    <>
      <ul className={styles.kinds} aria-label={adding.kind}>
        {sourceKinds.map((kind) => {
          const Icon = kindIcons[kind]
          return (
            <li key={kind}>
              <Link to="/w/$workspace/sources/new" params={{ workspace }} search={{ kind }} className={styles.kind}>
                <Icon size={24} stroke={1.4} aria-hidden />
                <span>
                  <b>{kinds[kind].name}</b>
                  <span>{kinds[kind].text}</span>
                </span>
              </Link>
            </li>
          )
        })}
      </ul>
      <p className={styles.note}>
        {adding.once}{' '}
        <Link to="/w/$workspace/sources/import" params={{ workspace }}>
          {adding.onceGo}
        </Link>
        .
      </p>
    </>
  )
}

/** The lines of a list of origins that are not empty. */
export const originLines = (text: string): string[] =>
  text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')

export const wrongOrigin = (text: string): string | undefined =>
  originLines(text).find((line) => !Origin.safeParse(line).success)

function NameForm({ kind }: { kind: SourceKind }) {
  const { adding, kinds } = useTexts(sourceTexts)
  const { id: workspace } = useWorkspace()
  const toast = useToast()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const form = useForm({
    initialValues: { name: kinds[kind].name, origins: '' },
    validate: {
      name: (name) => (name.trim() === '' ? adding.nameMissing : null),
      origins: (text) => {
        const wrong = wrongOrigin(text)
        return wrong === undefined ? null : adding.originsWrong(wrong)
      },
    },
  })
  const create = useMutation(
    api.collect.sources.create.mutationOptions({
      onSuccess: async ({ source, key }) => {
        queries.setQueryData(freshKey(source.id), key)
        await queries.invalidateQueries({ queryKey: api.collect.sources.list.key() })
        await navigate({ to: '/w/$workspace/sources/$source', params: { workspace, source: source.id } })
      },
      onError: toast.problem,
    }),
  )
  return (
    <form
      className={styles.form}
      onSubmit={form.onSubmit(({ name, origins }) =>
        create.mutate({ workspace, name, kind, origins: originLines(origins) }),
      )}
    >
      <TextInput
        label={adding.name}
        description={adding.nameHint}
        maxLength={80}
        data-autofocus
        {...form.getInputProps('name')}
      />
      {isPublic(kind) && (
        <Textarea
          label={adding.origins}
          description={adding.originsHint}
          placeholder="https://www.radweg.de"
          autosize
          minRows={2}
          maxRows={8}
          {...form.getInputProps('origins')}
        />
      )}
      <div className={styles.actions}>
        <Button type="submit" color="accent" loading={create.isPending}>
          {adding.create}
        </Button>
        <ButtonLink
          to="/w/$workspace/sources/new"
          params={{ workspace }}
          variant="subtle"
          leftSection={<IconArrowLeft size={15} />}
        >
          {adding.other}
        </ButtonLink>
      </div>
    </form>
  )
}
