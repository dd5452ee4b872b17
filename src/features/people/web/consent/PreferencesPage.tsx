import { Button, Switch } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../../../../web/api.ts'
import { useFormat } from '../../../../web/format.tsx'
import { useChooseLanguage, useLanguage, useTexts } from '../../../../web/i18n.tsx'
import { ErrorPanel } from '../../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../../web/parts/Loading.tsx'
import { useTitle } from '../../../../web/parts/Page.tsx'
import { useToast } from '../../../../web/parts/toast.tsx'
import { problemOf } from '../../../../web/problem.ts'
import type { Preferences, Purpose } from '../../consent/schema.ts'
import styles from './preferences.module.css'
import { preferenceTexts } from './texts.ts'

const route = getRouteApi('/preferences/$token')

type Choices = Partial<Record<Purpose, boolean>>

/** The page of a customer: what they allow, and what they ask for. */
export function PreferencesPage() {
  const { token } = route.useParams()
  const texts = useTexts(preferenceTexts)
  useTitle(texts.title)
  const found = useQuery(api.people.preferences.find.queryOptions({ input: { token }, retry: false }))
  const gone = found.error && problemOf(found.error).status === 404
  return (
    <main className={styles.page}>
      <div className={styles.head}>
        <span>{found.data?.workspace ?? ''}</span>
        <Tongues />
      </div>
      {found.isPending && <Loading shape="form" />}
      {gone && (
        <>
          <h1>{texts.gone}</h1>
          <p className={styles.lead}>{texts.goneText}</p>
        </>
      )}
      {found.error && !gone && <ErrorPanel error={found.error} onRetry={() => found.refetch()} />}
      {found.data && <Known token={token} preferences={found.data} />}
    </main>
  )
}

function Tongues() {
  const language = useLanguage()
  const choose = useChooseLanguage()
  const texts = useTexts(preferenceTexts)
  return (
    <fieldset className={styles.tongues}>
      <legend className={styles.hidden}>{texts.language}</legend>
      {(['de', 'en'] as const).map((one) => (
        <button key={one} type="button" lang={one} aria-pressed={one === language} onClick={() => choose(one)}>
          {one === 'de' ? 'Deutsch' : 'English'}
        </button>
      ))}
    </fieldset>
  )
}

/** A shortened address that stays on one line. */
const unbroken = (whose: string | null): string | null => whose?.replaceAll('…', '…\u2060') ?? null

function Known({ token, preferences }: { token: string; preferences: Preferences }) {
  const texts = useTexts(preferenceTexts)
  return (
    <>
      <h1>{texts.title}</h1>
      <p className={styles.lead}>{texts.lead(preferences.workspace, unbroken(preferences.whose))}</p>
      <ChoiceForm token={token} preferences={preferences} />
      <ObjectCard token={token} objected={preferences.objected} />
      <RightsCard token={token} preferences={preferences} />
      {preferences.controller !== '' && (
        <p className={styles.foot}>
          <b>{texts.controller}</b>
          {`\n${preferences.controller}`}
        </p>
      )}
    </>
  )
}

/** Keeps an answer of the page in place of what was shown. */
function useShown(token: string) {
  const queries = useQueryClient()
  const { queryKey } = api.people.preferences.find.queryOptions({ input: { token } })
  return (preferences: Preferences) => queries.setQueryData(queryKey, preferences)
}

function ChoiceForm({ token, preferences }: { token: string; preferences: Preferences }) {
  const texts = useTexts(preferenceTexts)
  const language = useLanguage()
  const toast = useToast()
  const show = useShown(token)
  const [changed, setChanged] = useState<Choices>({})
  const save = useMutation(
    api.people.preferences.choose.mutationOptions({
      onSuccess: (next) => {
        show(next)
        setChanged({})
        toast.done(texts.saved)
      },
      onError: toast.problem,
    }),
  )
  const isChanged = Object.keys(changed).length > 0
  return (
    <form
      className={styles.card}
      onSubmit={(event) => {
        event.preventDefault()
        const choices = preferences.choices.flatMap(({ purpose, wording }) => {
          const granted = changed[purpose]
          return granted === undefined ? [] : [{ purpose, version: wording.version, granted }]
        })
        save.mutate({ token, language, choices })
      }}
    >
      <h2>{texts.purposes}</h2>
      {preferences.choices.map(({ purpose, state, wording }) => {
        const { title, text } = wording[language]
        const on = changed[purpose] ?? state === 'granted'
        const says =
          changed[purpose] !== undefined || state === 'granted' || state === 'denied' || state === 'withdrawn'
            ? on
              ? texts.yes
              : texts.no
            : texts[state]
        return (
          <div key={purpose} className={styles.choice}>
            <div>
              <h3>{title}</h3>
              <p>{text}</p>
            </div>
            <Switch
              size="lg"
              classNames={{ track: styles.track }}
              checked={on}
              aria-label={texts.allow(title)}
              onChange={({ currentTarget }) => {
                const { checked } = currentTarget
                setChanged((before) => ({ ...before, [purpose]: checked }))
              }}
            />
            <span className={styles.state}>{says}</span>
          </div>
        )
      })}
      <div className={styles.actions}>
        <Button type="submit" size="md" loading={save.isPending} disabled={!isChanged}>
          {texts.save}
        </Button>
        {!isChanged && <span className={styles.state}>{texts.nothing}</span>}
      </div>
    </form>
  )
}

function ObjectCard({ token, objected }: { token: string; objected: boolean }) {
  const texts = useTexts(preferenceTexts)
  const language = useLanguage()
  const toast = useToast()
  const show = useShown(token)
  const object = useMutation(
    api.people.preferences.objectToAll.mutationOptions({
      onSuccess: (next) => {
        show(next)
        toast.done(texts.objectedAll)
      },
      onError: toast.problem,
    }),
  )
  return (
    <section className={styles.card} aria-labelledby="object">
      <h2 id="object">{texts.objectTitle}</h2>
      <p>{objected ? texts.objectedAll : texts.objectText}</p>
      {!objected && (
        <Button
          variant="default"
          size="md"
          loading={object.isPending}
          onClick={() => object.mutate({ token, language })}
        >
          {texts.object}
        </Button>
      )}
    </section>
  )
}

function RightsCard({ token, preferences }: { token: string; preferences: Preferences }) {
  const texts = useTexts(preferenceTexts)
  const format = useFormat()
  const toast = useToast()
  const show = useShown(token)
  const ask = useMutation(
    api.people.preferences.ask.mutationOptions({
      onSuccess: (next) => {
        show(next)
        toast.done(texts.asked)
      },
      onError: toast.problem,
    }),
  )
  const { requests } = preferences
  const kindOf = (kind: string) => Object.entries(texts.kinds).find(([one]) => one === kind)?.[1] ?? kind
  const isOpen = (kind: string) => requests.some((one) => one.kind === kind && one.state === 'open')
  return (
    <section className={styles.card} aria-labelledby="rights">
      <h2 id="rights">{texts.rightsTitle}</h2>
      <p>{texts.rightsText}</p>
      <div className={styles.actions}>
        {(['copy', 'erasure'] as const).map((kind) => (
          <Button
            key={kind}
            variant="default"
            size="md"
            disabled={isOpen(kind)}
            loading={ask.isPending && ask.variables.kind === kind}
            onClick={() => ask.mutate({ token, kind, note: '' })}
          >
            {texts[kind]}
          </Button>
        ))}
      </div>
      {requests.length > 0 && (
        <ul className={styles.requests} aria-label={texts.requests}>
          {requests.map(({ kind, state, created, due }) => (
            <li key={`${kind} ${created}`}>
              {kindOf(kind)}, {format.date(created)}:{' '}
              {state === 'open' ? texts.open(format.date(due)) : state === 'done' ? texts.done : texts.refused}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
