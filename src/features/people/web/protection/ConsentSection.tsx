import { Button, Select, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../../web/api.ts'
import { useFormat } from '../../../../web/format.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import { ErrorPanel } from '../../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../../web/parts/Loading.tsx'
import table from '../../../../web/parts/table.module.css'
import { useToast } from '../../../../web/parts/toast.tsx'
import { useMay, useWorkspace } from '../../../../web/workspace.tsx'
import {
  type ConsentState,
  type Decision,
  DecisionState,
  decisionStates,
  Purpose,
  type PurposeConsent,
  purposes,
} from '../../consent/schema.ts'
import { useSourceName } from '../traitWords.ts'
import styles from './law.module.css'
import { Section } from './Section.tsx'
import { protectionTexts } from './texts.ts'
import { useRenew } from './useRenew.ts'

/** What a person allowed, purpose by purpose. */
export function ConsentSection({ person }: { person: string }) {
  const { consent: texts } = useTexts(protectionTexts)
  const { id: workspace } = useWorkspace()
  const may = useMay()
  const found = useQuery(api.people.consent.of.queryOptions({ input: { workspace, person }, staleTime: 0 }))
  return (
    <Section title={texts.title} text={texts.text}>
      {found.isPending && <Loading shape="list" />}
      {found.error && <ErrorPanel error={found.error} onRetry={() => found.refetch()} />}
      {found.data && (
        <>
          <States states={found.data.states} />
          <p className={styles.quiet}>{texts.ownPage}</p>
          {may('edit') && <NoteForm person={person} />}
          {found.data.history.length > 0 && (
            <details>
              <summary>{texts.history}</summary>
              <History history={found.data.history} />
            </details>
          )}
        </>
      )}
    </Section>
  )
}

const isRefusal = (state: ConsentState): boolean => !['granted', 'none', 'expired'].includes(state)

function useNames() {
  const { consent: texts } = useTexts(protectionTexts)
  const nameOf = useSourceName()
  const named = (names: Readonly<Record<string, string>>, key: string): string => names[key] ?? key
  return {
    basis: (key: string) => named(texts.bases, key),
    source: (key: string) => named(texts.by, nameOf(key)),
  }
}

function States({ states }: { states: readonly PurposeConsent[] }) {
  const { consent: texts } = useTexts(protectionTexts)
  const format = useFormat()
  const names = useNames()
  return (
    <div className={table.scroll}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{texts.purpose}</th>
            <th scope="col">{texts.state}</th>
            <th scope="col">{texts.since}</th>
            <th scope="col">{texts.basis}</th>
            <th scope="col">{texts.from}</th>
          </tr>
        </thead>
        <tbody>
          {states.map(({ purpose, state, decision }) => (
            <tr key={purpose}>
              <th scope="row">{texts.purposes[purpose]}</th>
              <td className={isRefusal(state) ? styles.bad : undefined}>{texts.states[state]}</td>
              {decision && (
                <>
                  <td data-label={texts.since}>
                    {format.date(decision.at)}
                    {decision.expires && ` ${texts.expires(format.date(decision.expires))}`}
                  </td>
                  <td data-label={texts.basis}>{names.basis(decision.basis)}</td>
                  <td data-label={texts.from}>{names.source(decision.source)}</td>
                </>
              )}
              {!decision && <td colSpan={3} />}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function History({ history }: { history: readonly Decision[] }) {
  const { consent: texts } = useTexts(protectionTexts)
  const format = useFormat()
  const names = useNames()
  return (
    <div className={table.scroll}>
      <table className={table.table}>
        <tbody>
          {history.map((one) => (
            <tr key={JSON.stringify(one)}>
              <th scope="row">{texts.purposes[one.purpose]}</th>
              <td>{format.dateTime(one.at)}</td>
              <td>{texts.states[one.state]}</td>
              <td>{one.wording}</td>
              <td>{names.source(one.source)}</td>
              <td>
                {Object.entries(one.proof)
                  .map(([name, value]) => `${name}: ${value}`)
                  .join(', ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function NoteForm({ person }: { person: string }) {
  const { consent: texts, data } = useTexts(protectionTexts)
  const { id: workspace } = useWorkspace()
  const toast = useToast()
  const renew = useRenew()
  const [purpose, setPurpose] = useState<Purpose>('newsletter')
  const [state, setState] = useState<DecisionState>('withdrawn')
  const [note, setNote] = useState('')
  const save = useMutation(
    api.people.consent.note.mutationOptions({
      onSuccess: async () => {
        setNote('')
        toast.done(data.noted)
        await renew()
      },
      onError: toast.problem,
    }),
  )
  return (
    <form
      className={styles.row}
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({ workspace, person, purpose, state, note })
      }}
    >
      <Select
        label={texts.purpose}
        data={purposes.map((value) => ({ value, label: texts.purposes[value] }))}
        value={purpose}
        onChange={(value) => setPurpose(Purpose.parse(value))}
        allowDeselect={false}
        className={styles.field}
      />
      <Select
        label={texts.noteAs}
        data={decisionStates.map((value) => ({ value, label: texts.states[value] }))}
        value={state}
        onChange={(value) => setState(DecisionState.parse(value))}
        allowDeselect={false}
        className={styles.field}
      />
      <TextInput
        label={texts.noteHow}
        placeholder={texts.noteHowHint}
        value={note}
        onChange={({ currentTarget }) => setNote(currentTarget.value)}
        maxLength={500}
        className={styles.wide}
      />
      <Button type="submit" variant="default" loading={save.isPending} className={styles.beside}>
        {texts.note}
      </Button>
    </form>
  )
}
