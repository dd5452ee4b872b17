import { Button, NumberInput, Radio, Stack, Textarea } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { api } from '../../../../web/api.ts'
import { useFormat } from '../../../../web/format.tsx'
import { TopBar } from '../../../../web/frame/TopBar.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import { ButtonLink } from '../../../../web/parts/ButtonLink.tsx'
import { useConfirm } from '../../../../web/parts/confirm.tsx'
import { ErrorPanel } from '../../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../../web/parts/Loading.tsx'
import { Page, PageHeading } from '../../../../web/parts/Page.tsx'
import { useToast } from '../../../../web/parts/toast.tsx'
import { useMay, useWorkspace } from '../../../../web/workspace.tsx'
import { type PrivacySettings, WithoutConsent } from '../../consent/schema.ts'
import type { RetentionPlan } from '../../protection/schema.ts'
import { ErasuresSection } from './Erasures.tsx'
import styles from './law.module.css'
import { RequestsSection } from './Requests.tsx'
import { Section } from './Section.tsx'
import { protectionTexts } from './texts.ts'
import { WordingsSection } from './Wordings.tsx'

/** Data protection of a workspace: what people ask for, and what it decided. */
export function PrivacyPage() {
  const { privacy: texts } = useTexts(protectionTexts)
  const { id: workspace } = useWorkspace()
  const may = useMay()
  const settings = useQuery(api.people.consent.settings.queryOptions({ input: { workspace } }))
  return (
    <Page>
      <TopBar here={texts.title} />
      <PageHeading
        title={texts.title}
        lead={texts.lead}
        actions={
          may('own') && (
            <ButtonLink to="/w/$workspace/audit" params={{ workspace }} variant="default">
              {texts.audit}
            </ButtonLink>
          )
        }
      />
      <RequestsSection />
      {settings.isPending && <Loading shape="form" />}
      {settings.error && <ErrorPanel error={settings.error} onRetry={() => settings.refetch()} />}
      {settings.data && <SettingsSection saved={settings.data} />}
      <WordingsSection />
      {settings.data && <RetentionSection saved={settings.data} />}
      {may('own') && <ErasuresSection />}
    </Page>
  )
}

/** Some of the settings, changed here and saved with the rest as it is. */
function useDraft(saved: PrivacySettings) {
  const { privacy: texts } = useTexts(protectionTexts)
  const { id: workspace } = useWorkspace()
  const toast = useToast()
  const queries = useQueryClient()
  const [changed, setChanged] = useState<Partial<PrivacySettings>>({})
  const save = useMutation(
    api.people.consent.changeSettings.mutationOptions({
      onSuccess: (next) => {
        queries.setQueryData(api.people.consent.settings.queryOptions({ input: { workspace } }).queryKey, next)
        setChanged({})
        toast.done(texts.saved)
      },
      onError: toast.problem,
    }),
  )
  const value = { ...saved, ...changed }
  return {
    value,
    change: (facts: Partial<PrivacySettings>) => setChanged({ ...changed, ...facts }),
    isSaved: Object.keys(changed).length === 0,
    pending: save.isPending,
    save: () => save.mutate({ workspace, ...value }),
  }
}

function DraftForm({ draft, children }: { draft: ReturnType<typeof useDraft>; children: ReactNode }) {
  const { privacy: texts } = useTexts(protectionTexts)
  const may = useMay()
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        draft.save()
      }}
    >
      {children}
      {may('own') ? (
        <div>
          <Button type="submit" loading={draft.pending} disabled={draft.isSaved}>
            {texts.save}
          </Button>
        </div>
      ) : (
        <p className={styles.quiet}>{texts.onlyOwners}</p>
      )}
    </form>
  )
}

function SettingsSection({ saved }: { saved: PrivacySettings }) {
  const { privacy: texts } = useTexts(protectionTexts)
  const may = useMay()
  const draft = useDraft(saved)
  const { value, change } = draft
  return (
    <Section title={texts.settings} text={texts.settingsText}>
      <DraftForm draft={draft}>
        <Radio.Group
          aria-label={texts.settings}
          value={value.withoutConsent}
          onChange={(mode) => change({ withoutConsent: WithoutConsent.parse(mode) })}
        >
          <Stack gap={10}>
            {WithoutConsent.options.map((mode) => (
              <Radio
                key={mode}
                value={mode}
                label={texts.modes[mode]}
                description={texts.modeTexts[mode]}
                disabled={!may('own')}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea
          label={texts.controller}
          description={texts.controllerHint}
          autosize
          minRows={2}
          maxLength={500}
          value={value.controller}
          onChange={({ currentTarget }) => change({ controller: currentTarget.value })}
          disabled={!may('own')}
        />
      </DraftForm>
    </Section>
  )
}

const kinds = [
  ['anonymousMonths', 'anonymous'],
  ['eventMonths', 'events'],
  ['inactiveMonths', 'inactive'],
] as const

function RetentionSection({ saved }: { saved: PrivacySettings }) {
  const { privacy: texts } = useTexts(protectionTexts)
  const may = useMay()
  const draft = useDraft(saved)
  const { value, change } = draft
  return (
    <Section title={texts.retention} text={texts.retentionText}>
      <DraftForm draft={draft}>
        {kinds.map(([name, label]) => (
          <NumberInput
            key={name}
            label={texts[label]}
            value={value[name] ?? ''}
            onChange={(months) => change({ [name]: typeof months === 'number' ? months : null })}
            min={1}
            max={240}
            allowDecimal={false}
            disabled={!may('own')}
            maw={320}
          />
        ))}
      </DraftForm>
      {may('own') && <Plan settings={value} isSaved={draft.isSaved} />}
    </Section>
  )
}

function Plan({ settings, isSaved }: { settings: PrivacySettings; isSaved: boolean }) {
  const { privacy: texts } = useTexts(protectionTexts)
  const { id: workspace } = useWorkspace()
  const format = useFormat()
  const toast = useToast()
  const confirm = useConfirm()
  const [plan, setPlan] = useState<RetentionPlan | null>(null)
  const look = useMutation({
    mutationFn: () => {
      const times = kinds.flatMap(([name]) => (settings[name] === null ? [] : [[name, settings[name]] as const]))
      return api.people.protection.retention.call({ workspace, ...Object.fromEntries(times) })
    },
    onSuccess: setPlan,
    onError: toast.problem,
  })
  const run = useMutation(
    api.people.protection.runRetention.mutationOptions({ onSuccess: () => look.mutate(), onError: toast.problem }),
  )
  const start = async () => {
    const sure = { title: texts.runSure, text: texts.runText, yes: texts.runNow, danger: true }
    if (await confirm(sure)) run.mutate({ workspace })
  }
  return (
    <>
      <div className={styles.row}>
        <Button variant="default" loading={look.isPending} onClick={() => look.mutate()}>
          {texts.preview}
        </Button>
        <Button variant="default" disabled={!isSaved} loading={run.isPending} onClick={start}>
          {texts.runNow}
        </Button>
      </div>
      {plan && (
        <p className={styles.notice} role="status">
          {texts.wouldGo(
            format.number(plan.anonymousEvents),
            format.number(plan.oldEvents),
            format.number(plan.inactivePeople),
          )}
          {plan.ran && ` ${texts.ran(format.dateTime(plan.ran))}`}
        </p>
      )}
    </>
  )
}
