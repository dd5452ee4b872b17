import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
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
import type { Erasure, PersonProtection } from '../../protection/schema.ts'
import { ConsentSection } from './ConsentSection.tsx'
import { Protocols } from './Erasures.tsx'
import styles from './law.module.css'
import { PersonRequests } from './Requests.tsx'
import { Section } from './Section.tsx'
import { protectionTexts } from './texts.ts'
import { useRenew } from './useRenew.ts'

const route = getRouteApi('/w/$workspace/people/$person/protection')

/** What is kept of one person, and everything that the law lets them ask for. */
export function PersonDataPage() {
  const { person } = route.useParams()
  const { id: workspace } = useWorkspace()
  const { data: texts } = useTexts(protectionTexts)
  const [erasure, setErasure] = useState<Erasure | null>(null)
  const input = { workspace, person }
  const found = useQuery({ ...api.people.protection.person.queryOptions({ input, retry: false }), enabled: !erasure })
  const known = found.data
  if (erasure) return <Erased erasure={erasure} />
  return (
    <Page>
      <TopBar
        parent={
          <Link to="/w/$workspace/people/$person" params={{ workspace, person }}>
            {known?.label ?? texts.people}
          </Link>
        }
        here={texts.short}
      />
      <PageHeading title={known ? texts.title(known.label) : texts.short} lead={texts.lead} />
      {found.isPending && <Loading shape="form" />}
      {found.error && <ErrorPanel error={found.error} onRetry={() => found.refetch()} />}
      {known && (
        <>
          {known.withheld && <p className={styles.notice}>{texts.withheld}</p>}
          <Kept known={known} />
          <ConsentSection person={known.personId} />
          <Limits known={known} />
          <PersonRequests known={known} />
          <Erase known={known} onErased={setErasure} />
        </>
      )}
    </Page>
  )
}

function Erased({ erasure }: { erasure: Erasure }) {
  const { data: texts } = useTexts(protectionTexts)
  const { id: workspace } = useWorkspace()
  return (
    <Page>
      <TopBar here={texts.short} />
      <PageHeading
        title={texts.erased}
        lead={erasure.checks.left.length === 0 ? texts.erasedClean : texts.erasedLeft}
        actions={
          <ButtonLink to="/w/$workspace/privacy" params={{ workspace }} hash="erasures" variant="default">
            {texts.toProtocol}
          </ButtonLink>
        }
      />
      <Protocols erasures={[erasure]} />
    </Page>
  )
}

function Kept({ known }: { known: PersonProtection }) {
  const { data: texts } = useTexts(protectionTexts)
  const { id: workspace } = useWorkspace()
  const format = useFormat()
  const may = useMay()
  const address = `/api/w/${workspace}/people/${known.personId}/copy`
  return (
    <Section title={texts.kept} text={texts.keptText}>
      <dl className={styles.facts}>
        {Object.entries(texts.holdings).map(([name, label]) => (
          <div key={name}>
            <dt>{label}</dt>
            <dd>{format.number(Object.entries(known.holdings).find(([one]) => one === name)?.[1] ?? 0)}</dd>
          </div>
        ))}
      </dl>
      {known.from && known.to && <p className={styles.quiet}>{texts.span(format.dateRange(known.from, known.to))}</p>}
      {may('edit') && (
        <>
          <div className={styles.row}>
            <Button component="a" href={address} download="copy.json" variant="default">
              {texts.copyJson}
            </Button>
            <Button component="a" href={`${address}/tables`} download="copy.zip" variant="default">
              {texts.copyCsv}
            </Button>
          </div>
          <p className={styles.quiet}>{texts.copyNote}</p>
        </>
      )}
    </Section>
  )
}

function Limits({ known }: { known: PersonProtection }) {
  const { data: texts } = useTexts(protectionTexts)
  const { id: workspace } = useWorkspace()
  const format = useFormat()
  const may = useMay()
  const toast = useToast()
  const confirm = useConfirm()
  const renew = useRenew()
  const options = { onSuccess: renew, onError: toast.problem }
  const restrict = useMutation(api.people.protection.restrict.mutationOptions(options))
  const lift = useMutation(api.people.protection.lift.mutationOptions(options))
  const object = useMutation(
    api.people.protection.object.mutationOptions({
      onSuccess: async () => {
        toast.done(texts.noted)
        await renew()
      },
      onError: toast.problem,
    }),
  )
  const input = { workspace, person: known.personId }
  const askObject = async () => {
    const sure = { title: texts.objectSure, text: texts.objectSureText, yes: texts.objectYes }
    if (await confirm(sure)) object.mutate({ ...input, note: '' })
  }
  return (
    <Section title={texts.limits} text={texts.limitsText}>
      {known.restriction && (
        <p className={styles.quiet}>{texts.restrictedSince(format.date(known.restriction.since))}</p>
      )}
      {may('edit') && (
        <div className={styles.row}>
          {known.restriction ? (
            <Button variant="default" loading={lift.isPending} onClick={() => lift.mutate(input)}>
              {texts.lift}
            </Button>
          ) : (
            <Button
              variant="default"
              loading={restrict.isPending}
              onClick={() => restrict.mutate({ ...input, reason: '' })}
            >
              {texts.restrict}
            </Button>
          )}
          <Button variant="default" loading={object.isPending} onClick={askObject}>
            {texts.object}
          </Button>
        </div>
      )}
    </Section>
  )
}

function Erase({ known, onErased }: { known: PersonProtection; onErased: (erasure: Erasure) => void }) {
  const { data: texts } = useTexts(protectionTexts)
  const { id: workspace } = useWorkspace()
  const may = useMay()
  const toast = useToast()
  const queries = useQueryClient()
  const [word, setWord] = useState('')
  const erase = useMutation(
    api.people.protection.erase.mutationOptions({
      onSuccess: (erasure) => {
        onErased(erasure)
        return queries.invalidateQueries({ refetchType: 'none' })
      },
      onError: toast.problem,
    }),
  )
  const typed = word.trim().toLowerCase() === texts.eraseWord
  return (
    <Section title={texts.erase} text={texts.eraseText}>
      {may('own') ? (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault()
            if (typed) erase.mutate({ workspace, person: known.personId, word })
          }}
        >
          <TextInput
            label={texts.eraseLabel}
            value={word}
            onChange={({ currentTarget }) => setWord(currentTarget.value)}
            autoComplete="off"
            maw={320}
          />
          <div className={styles.row}>
            <Button type="submit" color="bad" disabled={!typed} loading={erase.isPending}>
              {texts.eraseButton}
            </Button>
          </div>
          {erase.isPending && (
            <p className={styles.quiet} role="status">
              {texts.eraseRuns}
            </p>
          )}
        </form>
      ) : (
        <p className={styles.quiet}>{texts.eraseOwners}</p>
      )}
    </Section>
  )
}
