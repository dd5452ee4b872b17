import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../../../web/api.ts'
import { useLanguage, useTexts } from '../../../web/i18n.tsx'
import { ErrorPanel } from '../../../web/parts/ErrorPanel.tsx'
import { forget, meOptions } from '../../../web/workspace.tsx'
import styles from './admin.module.css'
import { settingsFor } from './defaults.ts'
import { WorkspaceFields } from './Fields.tsx'
import { Gate } from './Gate.tsx'
import { adminTexts } from './texts.ts'

export function NewWorkspacePage() {
  const { newWorkspace, start, wrong } = useTexts(adminTexts)
  const language = useLanguage()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const me = useQuery(meOptions())
  const [nameMissing, setNameMissing] = useState(false)
  const [settings, setSettings] = useState(() =>
    settingsFor({
      languages: navigator.languages,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      language,
    }),
  )
  const create = useMutation(
    api.admin.createWorkspace.mutationOptions({
      onSuccess: async (workspace) => {
        await forget(queries)
        await navigate({ to: '/w/$workspace/welcome', params: { workspace: workspace.id } })
      },
    }),
  )
  const hasOther = me.data?.state === 'signed-in' && me.data.workspaces.length > 0
  return (
    <Gate title={newWorkspace.title} lead={newWorkspace.lead}>
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          const name = settings.name.trim()
          setNameMissing(name === '')
          if (name !== '') create.mutate({ ...settings, name })
        }}
      >
        <WorkspaceFields
          value={settings}
          onChange={(next) => setSettings({ ...settings, ...next })}
          placeholder={start.workspaceName}
          nameError={nameMissing ? wrong.workspace : undefined}
        />
        {create.error && <ErrorPanel error={create.error} />}
        <Button type="submit" color="accent" size="md" loading={create.isPending} mt={6}>
          {newWorkspace.submit}
        </Button>
        {hasOther && (
          <Button variant="default" onClick={() => navigate({ to: '/' })}>
            {newWorkspace.back}
          </Button>
        )}
      </form>
    </Gate>
  )
}
