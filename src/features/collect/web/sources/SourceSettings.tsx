import { Button, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconTrash } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api } from '../../../../web/api.ts'
import { useTexts } from '../../../../web/i18n.tsx'
import { useConfirm } from '../../../../web/parts/confirm.tsx'
import { useToast } from '../../../../web/parts/toast.tsx'
import { useWorkspace } from '../../../../web/workspace.tsx'
import { isPublic, type Source } from '../../sources/schema.ts'
import { originLines, wrongOrigin } from './AddSourcePage.tsx'
import { useRefreshSources } from './changes.ts'
import { PauseButton } from './PauseButton.tsx'
import { settingsTexts } from './settingsTexts.ts'
import styles from './sources.module.css'
import { sourceTexts } from './texts.ts'

/** Name and origins, pause and end of a source. */
export function SourceSettings({ source }: { source: Source }) {
  const { settings } = useTexts(settingsTexts)
  return (
    <div className={styles.column}>
      <Names key={source.id} source={source} />
      <section className={styles.part}>
        <h2>{settings.pauseTitle}</h2>
        <p>{settings.pauseText}</p>
        <PauseButton source={source} size="xs" />
      </section>
      <Removal source={source} />
    </div>
  )
}

function Names({ source }: { source: Source }) {
  const { settings } = useTexts(settingsTexts)
  const { adding } = useTexts(sourceTexts)
  const { id: workspace } = useWorkspace()
  const toast = useToast()
  const refresh = useRefreshSources()
  const form = useForm({
    initialValues: { name: source.name, origins: source.origins.join('\n') },
    validate: {
      name: (name) => (name.trim() === '' ? adding.nameMissing : null),
      origins: (text) => {
        const wrong = wrongOrigin(text)
        return wrong === undefined ? null : adding.originsWrong(wrong)
      },
    },
  })
  const change = useMutation(
    api.collect.sources.change.mutationOptions({
      onSuccess: () => toast.done(settings.saved),
      onError: toast.problem,
      onSettled: refresh,
    }),
  )
  return (
    <form
      className={styles.form}
      onSubmit={form.onSubmit(({ name, origins }) =>
        change.mutate({ workspace, source: source.id, name, origins: originLines(origins) }),
      )}
    >
      <TextInput
        label={settings.name}
        description={settings.nameHint(source.slug)}
        maxLength={80}
        {...form.getInputProps('name')}
      />
      {isPublic(source.kind) && (
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
        <Button type="submit" loading={change.isPending}>
          {settings.save}
        </Button>
      </div>
    </form>
  )
}

function Removal({ source }: { source: Source }) {
  const { settings } = useTexts(settingsTexts)
  const { id: workspace } = useWorkspace()
  const confirm = useConfirm()
  const toast = useToast()
  const refresh = useRefreshSources()
  const navigate = useNavigate()
  const remove = useMutation(
    api.collect.sources.remove.mutationOptions({
      onSuccess: async () => {
        toast.done(settings.removed(source.name))
        await navigate({ to: '/w/$workspace/sources', params: { workspace } })
        await refresh()
      },
      onError: toast.problem,
    }),
  )
  const ask = async () => {
    const { removeText: text, remove: yes } = settings
    const sure = await confirm({ title: settings.removeAsk(source.name), text, yes, danger: true })
    if (sure) remove.mutate({ workspace, source: source.id })
  }
  return (
    <section className={styles.part}>
      <h2>{settings.removeTitle}</h2>
      <p>{settings.removeText}</p>
      <Button
        size="xs"
        variant="default"
        loading={remove.isPending}
        leftSection={<IconTrash size={15} />}
        onClick={ask}
      >
        {settings.remove}
      </Button>
    </section>
  )
}
