import { Button, Group, SegmentedControl, useMantineColorScheme } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { api } from '../../../web/api.ts'
import { auth } from '../../../web/auth.ts'
import { schemes } from '../../../web/frame/AccountMenu.tsx'
import { TopBar } from '../../../web/frame/TopBar.tsx'
import { useChooseLanguage, useLanguage, useTexts } from '../../../web/i18n.tsx'
import { ButtonLink } from '../../../web/parts/ButtonLink.tsx'
import { Page, PageHeading } from '../../../web/parts/Page.tsx'
import { useToast } from '../../../web/parts/toast.tsx'
import { problemOf } from '../../../web/problem.ts'
import { shellTexts } from '../../../web/texts.ts'
import { meOptions, useMay, useWorkspace } from '../../../web/workspace.tsx'
import styles from './admin.module.css'
import { auditTexts } from './auditTexts.ts'
import { LanguageField, PasswordField, WorkspaceFields } from './Fields.tsx'
import { Members } from './Members.tsx'
import { usePasswordWords } from './passwordWords.ts'
import { adminTexts } from './texts.ts'

type SectionProps = { readonly title: string; readonly text: string; readonly children: ReactNode }

function Section({ title, text, children }: SectionProps) {
  return (
    <section className={styles.section} aria-label={title}>
      <div className={styles.sectionHead}>
        <h2>{title}</h2>
        <p>{text}</p>
      </div>
      <div className={styles.sectionBody}>{children}</div>
    </section>
  )
}

export function SettingsPage() {
  const { settings } = useTexts(adminTexts)
  return (
    <Page>
      <TopBar here={settings.title} />
      <PageHeading title={settings.title} />
      <Section title={settings.workspace} text={settings.workspaceText}>
        <WorkspaceForm />
      </Section>
      <Section title={settings.members} text={settings.membersText}>
        <Members />
      </Section>
      <Law />
      <Section title={settings.look} text={settings.lookText}>
        <Look />
      </Section>
      <Section title={settings.password} text={settings.passwordText}>
        <PasswordForm />
      </Section>
    </Page>
  )
}

function Law() {
  const texts = useTexts(auditTexts)
  const { id: workspace } = useWorkspace()
  const may = useMay()
  return (
    <Section title={texts.section} text={texts.sectionText}>
      <Group gap={10}>
        <ButtonLink to="/w/$workspace/privacy" params={{ workspace }} variant="default">
          {texts.toPrivacy}
        </ButtonLink>
        {may('own') && (
          <ButtonLink to="/w/$workspace/audit" params={{ workspace }} variant="default">
            {texts.toAudit}
          </ButtonLink>
        )}
      </Group>
    </Section>
  )
}

function WorkspaceForm() {
  const { settings: texts, wrong } = useTexts(adminTexts)
  const workspace = useWorkspace()
  const may = useMay()
  const toast = useToast()
  const queries = useQueryClient()
  const router = useRouter()
  const [changed, setChanged] = useState<Partial<typeof workspace>>({})
  const value = { ...workspace, ...changed }
  const save = useMutation(
    api.admin.updateWorkspace.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries({ queryKey: meOptions().queryKey })
        await router.invalidate()
        setChanged({})
        toast.done(texts.saved)
      },
      onError: toast.problem,
    }),
  )
  const nameMissing = value.name.trim() === ''
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        const { name, timeZone, currency, language } = value
        if (!nameMissing) save.mutate({ workspace: workspace.id, name: name.trim(), timeZone, currency, language })
      }}
    >
      <WorkspaceFields
        value={value}
        onChange={(next) => setChanged({ ...changed, ...next })}
        nameError={nameMissing ? wrong.workspace : undefined}
        disabled={!may('own')}
      />
      {may('own') ? (
        <div>
          <Button type="submit" loading={save.isPending} disabled={Object.keys(changed).length === 0}>
            {texts.save}
          </Button>
        </div>
      ) : (
        <p className={styles.note}>{texts.onlyOwners}</p>
      )}
    </form>
  )
}

function Look() {
  const { settings } = useTexts(adminTexts)
  const { appearance } = useTexts(shellTexts)
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const language = useLanguage()
  const choose = useChooseLanguage()
  return (
    <div className={styles.form}>
      <div>
        <div className={styles.label}>{settings.appearance}</div>
        <SegmentedControl
          aria-label={settings.appearance}
          data={schemes.map((scheme) => ({ value: scheme, label: appearance[scheme] }))}
          value={colorScheme}
          onChange={setColorScheme}
        />
      </div>
      <LanguageField label={settings.language} value={language} onChange={choose} />
    </div>
  )
}

function PasswordForm() {
  const { settings, fields, wrong } = useTexts(adminTexts)
  const words = usePasswordWords()
  const toast = useToast()
  const form = useForm({
    initialValues: { currentPassword: '', newPassword: '' },
    validate: {
      currentPassword: (password) => (password === '' ? wrong.required : null),
      newPassword: words.lengthFault,
    },
  })
  const change = useMutation({
    mutationFn: auth.changePassword,
    onSuccess: () => {
      form.reset()
      toast.done(settings.passwordDone)
    },
    onError: (error) => {
      const refusal = words.refusal(error)
      if (problemOf(error).code === 'INVALID_PASSWORD') form.setFieldError('currentPassword', wrong.current)
      else if (refusal) form.setFieldError('newPassword', refusal)
      else toast.problem(error)
    },
  })
  const errorOf = (field: 'currentPassword' | 'newPassword') => {
    const error = form.errors[field]
    return typeof error === 'string' ? error : undefined
  }
  return (
    <form className={styles.form} noValidate onSubmit={form.onSubmit((passwords) => change.mutate(passwords))}>
      <PasswordField
        fresh={false}
        label={fields.current}
        value={form.values.currentPassword}
        onChange={(password) => form.setFieldValue('currentPassword', password)}
        error={errorOf('currentPassword')}
      />
      <PasswordField
        fresh
        label={fields.next}
        value={form.values.newPassword}
        onChange={(password) => form.setFieldValue('newPassword', password)}
        error={errorOf('newPassword')}
      />
      <div>
        <Button type="submit" loading={change.isPending}>
          {settings.passwordSubmit}
        </Button>
      </div>
    </form>
  )
}
