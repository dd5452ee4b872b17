import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../../../web/api.ts'
import { auth } from '../../../web/auth.ts'
import { useChooseLanguage, useLanguage, useTexts } from '../../../web/i18n.tsx'
import { ErrorPanel } from '../../../web/parts/ErrorPanel.tsx'
import { problemOf } from '../../../web/problem.ts'
import { forget, meOptions } from '../../../web/workspace.tsx'
import type { WorkspaceSettings } from '../schema.ts'
import styles from './admin.module.css'
import { settingsFor } from './defaults.ts'
import { isMail, PasswordField, WorkspaceFields } from './Fields.tsx'
import { Gate } from './Gate.tsx'
import { usePasswordWords } from './passwordWords.ts'
import { adminTexts } from './texts.ts'

type Person = { name: string; email: string; password: string; setup?: string }

function useStart() {
  const [signedUp, setSignedUp] = useState(false)
  const queries = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: async ({ person, settings }: { person: Person; settings: WorkspaceSettings }) => {
      if (!signedUp) await auth.signUp({ ...person, name: person.name.trim(), email: person.email.trim() })
      setSignedUp(true)
      return api.admin.createWorkspace.call({ ...settings, name: settings.name.trim() })
    },
    onSuccess: async (workspace) => {
      await forget(queries)
      await navigate({ to: '/w/$workspace/welcome', params: { workspace: workspace.id } })
    },
  })
}

/** The first visit: the owner's account and the first workspace in one go. */
export function StartPage() {
  const { start, fields, wrong } = useTexts(adminTexts)
  const words = usePasswordWords()
  const { data: me } = useQuery(meOptions())
  const needsCode = me?.state === 'setup' && me.code
  const language = useLanguage()
  const choose = useChooseLanguage()
  const [settings, setSettings] = useState(() =>
    settingsFor({
      languages: navigator.languages,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      language,
    }),
  )
  const form = useForm<Required<Person> & { workspace: string }>({
    initialValues: { setup: '', name: '', email: '', password: '', workspace: '' },
    validate: {
      setup: (code) => (needsCode && code.trim() === '' ? wrong.noCode : null),
      name: (name) => (name.trim() === '' ? wrong.name : null),
      email: (mail) => (isMail(mail) ? null : wrong.email),
      password: words.lengthFault,
      workspace: (name) => (name.trim() === '' ? wrong.workspace : null),
    },
  })
  const begin = useStart()
  const taken = begin.error !== null && problemOf(begin.error).code.startsWith('USER_ALREADY_EXISTS')
  const wrongCode = begin.error !== null && problemOf(begin.error).code === 'setup.code'
  const weak = words.refusal(begin.error)
  const change = (next: Partial<WorkspaceSettings>) => {
    if (next.name !== undefined) form.setFieldValue('workspace', next.name)
    if (next.language !== undefined) choose(next.language)
    setSettings({ ...settings, ...next })
  }
  return (
    <Gate title={start.title} lead={start.lead}>
      <form
        className={styles.form}
        noValidate
        onSubmit={form.onSubmit(({ workspace, setup, ...person }) =>
          begin.mutate({
            person: needsCode ? { ...person, setup } : person,
            settings: { ...settings, name: workspace, language },
          }),
        )}
      >
        {needsCode && (
          <>
            <h2 className={styles.group}>{start.server}</h2>
            <TextInput
              label={start.code}
              description={start.codeHint}
              placeholder="ABCD-2345"
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              maxLength={20}
              {...form.getInputProps('setup')}
              error={form.errors.setup ?? (wrongCode ? wrong.code : undefined)}
            />
          </>
        )}
        <h2 className={styles.group}>{start.you}</h2>
        <TextInput label={fields.name} autoComplete="name" {...form.getInputProps('name')} data-autofocus />
        <TextInput
          label={fields.email}
          type="email"
          autoComplete="email"
          {...form.getInputProps('email')}
          error={taken ? wrong.taken : form.errors.email}
        />
        <PasswordField
          fresh
          label={fields.password}
          value={form.values.password}
          onChange={(password) => form.setFieldValue('password', password)}
          error={typeof form.errors.password === 'string' ? form.errors.password : weak}
        />
        <h2 className={styles.group}>{start.workspace}</h2>
        <WorkspaceFields
          value={{ ...settings, name: form.values.workspace, language }}
          onChange={change}
          placeholder={start.workspaceName}
          nameError={typeof form.errors.workspace === 'string' ? form.errors.workspace : undefined}
        />
        {begin.error && !taken && !wrongCode && !weak && <ErrorPanel error={begin.error} />}
        <Button type="submit" color="accent" size="md" loading={begin.isPending} mt={6}>
          {start.submit}
        </Button>
      </form>
    </Gate>
  )
}
