import { Button, Select } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../../../../web/api.ts'
import { useFormat } from '../../../../web/format.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import { ErrorPanel } from '../../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../../web/parts/Loading.tsx'
import table from '../../../../web/parts/table.module.css'
import { useToast } from '../../../../web/parts/toast.tsx'
import { useMay, useWorkspace } from '../../../../web/workspace.tsx'
import { type PersonProtection, type ProtectionRequest, RequestKind, requestKinds } from '../../protection/schema.ts'
import styles from './law.module.css'
import { Section } from './Section.tsx'
import { protectionTexts } from './texts.ts'
import { useRenew } from './useRenew.ts'

/** All requests of a workspace, those that are due first. */
export function RequestsSection() {
  const { requests: texts } = useTexts(protectionTexts)
  const { id: workspace } = useWorkspace()
  const found = useQuery(api.people.protection.requests.queryOptions({ input: { workspace } }))
  return (
    <Section title={texts.title} text={texts.text}>
      {found.isPending && <Loading shape="list" />}
      {found.error && <ErrorPanel error={found.error} onRetry={() => found.refetch()} />}
      {found.data?.length === 0 && (
        <div>
          <b>{texts.none}</b>
          <p className={styles.quiet}>{texts.noneText}</p>
        </div>
      )}
      {found.data && found.data.length > 0 && <RequestTable requests={found.data} named />}
    </Section>
  )
}

/** The requests of one person, with the way to note another. */
export function PersonRequests({ known }: { known: PersonProtection }) {
  const { requests: texts } = useTexts(protectionTexts)
  const may = useMay()
  return (
    <Section title={texts.title} text={texts.text}>
      {known.requests.length > 0 ? (
        <RequestTable requests={known.requests} />
      ) : (
        <p className={styles.quiet}>{texts.none}</p>
      )}
      {may('edit') && <AddRequest person={known.personId} />}
    </Section>
  )
}

function AddRequest({ person }: { person: string }) {
  const { requests: texts, data } = useTexts(protectionTexts)
  const { id: workspace } = useWorkspace()
  const toast = useToast()
  const renew = useRenew()
  const [kind, setKind] = useState<RequestKind>('copy')
  const add = useMutation(
    api.people.protection.ask.mutationOptions({
      onSuccess: async () => {
        toast.done(data.noted)
        await renew()
      },
      onError: toast.problem,
    }),
  )
  return (
    <div className={styles.row}>
      <Select
        aria-label={texts.what}
        data={requestKinds.map((value) => ({ value, label: texts.kinds[value] }))}
        value={kind}
        onChange={(value) => setKind(RequestKind.parse(value))}
        allowDeselect={false}
      />
      <Button
        variant="default"
        loading={add.isPending}
        onClick={() => add.mutate({ workspace, person, kind, note: '' })}
      >
        {texts.add}
      </Button>
    </div>
  )
}

const day = 86_400_000

function RequestTable({ requests, named = false }: { requests: readonly ProtectionRequest[]; named?: boolean }) {
  const { requests: texts } = useTexts(protectionTexts)
  const may = useMay()
  return (
    <div className={table.scroll}>
      <table className={table.table}>
        <thead>
          <tr>
            {named && <th scope="col">{texts.who}</th>}
            <th scope="col">{texts.what}</th>
            <th scope="col">{texts.due}</th>
            <th scope="col">{texts.state}</th>
          </tr>
        </thead>
        <tbody>
          {requests.map((one) => (
            <tr key={one.id}>
              {named && (
                <th scope="row">
                  <Who request={one} />
                </th>
              )}
              <td>
                {texts.kinds[one.kind]}
                {one.note !== '' && <p className={styles.quiet}>{one.note}</p>}
              </td>
              <td data-label={texts.due}>
                <Due request={one} />
              </td>
              <td>{one.state === 'open' && may('edit') ? <Close request={one} /> : texts.states[one.state]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Who({ request: { person, label } }: { request: ProtectionRequest }) {
  const { requests: texts } = useTexts(protectionTexts)
  const { id: workspace } = useWorkspace()
  if (person === null) return texts.erasedPerson
  return (
    <Link to="/w/$workspace/people/$person/protection" params={{ workspace, person }}>
      {label}
    </Link>
  )
}

function Due({ request: { due, state } }: { request: ProtectionRequest }) {
  const { requests: texts } = useTexts(protectionTexts)
  const format = useFormat()
  const days = Math.ceil((Date.parse(due) - Date.now()) / day)
  return (
    <>
      {format.date(due)}
      {state === 'open' && (
        <p className={days < 0 ? styles.bad : styles.quiet}>{days < 0 ? texts.overdue : texts.days(days)}</p>
      )}
    </>
  )
}

function Close({ request }: { request: ProtectionRequest }) {
  const { requests: texts } = useTexts(protectionTexts)
  const { id: workspace } = useWorkspace()
  const toast = useToast()
  const renew = useRenew()
  const close = useMutation(
    api.people.protection.close.mutationOptions({
      onSuccess: async () => {
        toast.done(texts.closed)
        await renew()
      },
      onError: toast.problem,
    }),
  )
  const end = (state: 'done' | 'refused') => close.mutate({ workspace, request: request.id, state, answer: '' })
  return (
    <div className={styles.row}>
      <Button size="xs" variant="default" disabled={close.isPending} onClick={() => end('done')}>
        {texts.done}
      </Button>
      <Button size="xs" variant="subtle" disabled={close.isPending} onClick={() => end('refused')}>
        {texts.refuse}
      </Button>
    </div>
  )
}
