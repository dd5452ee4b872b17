import { Button, CloseButton, Modal, TextInput, UnstyledButton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconArrowsJoin2, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../web/api.ts'
import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { Loading } from '../../../web/parts/Loading.tsx'
import { shellTexts } from '../../../web/texts.ts'
import { useWorkspace } from '../../../web/workspace.tsx'
import type { Profile } from '../schema.ts'
import styles from './person.module.css'
import { personTexts, wordFor } from './personTexts.ts'
import { inOrder } from './traitOrder.ts'
import { useTraitWords } from './traitWords.ts'
import { useMerging } from './useMerging.ts'

/** Makes another person part of this one: found, compared side by side, confirmed. */
export function MergeButton({ profile }: { profile: Profile }) {
  const texts = useTexts(personTexts)
  const { close } = useTexts(shellTexts)
  const [opened, setOpened] = useState(false)
  const [other, setOther] = useState<string | null>(null)
  const leave = () => {
    setOpened(false)
    setOther(null)
  }
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconArrowsJoin2 size={16} stroke={1.6} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        {texts.merge.open}
      </Button>
      <Modal.Root opened={opened} onClose={leave} size="lg" radius="lg">
        <Modal.Overlay backgroundOpacity={0.35} />
        <Modal.Content aria-label={texts.merge.title}>
          <Modal.Body p={22}>
            <div className={styles.dialogHead}>
              <h2>{other ? texts.merge.compare : texts.merge.title}</h2>
              <CloseButton onClick={leave} aria-label={close} />
            </div>
            <p className={styles.quiet}>{texts.merge.lead}</p>
            {other ? (
              <Compare profile={profile} other={other} onBack={() => setOther(null)} onDone={leave} />
            ) : (
              <Find except={profile.personId} onChoose={setOther} />
            )}
          </Modal.Body>
        </Modal.Content>
      </Modal.Root>
    </>
  )
}

function Find({ except, onChoose }: { except: string; onChoose: (person: string) => void }) {
  const texts = useTexts(personTexts)
  const format = useFormat()
  const { id: workspace } = useWorkspace()
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text.trim(), 200)
  const { data } = useQuery(
    api.people.list.queryOptions({
      input: { workspace, search, limit: 9, columns: ['email', 'phone', 'customer', 'city'] },
      enabled: search !== '',
      placeholderData: keepPreviousData,
    }),
  )
  const found = search === '' ? [] : (data?.people.filter(({ personId }) => personId !== except) ?? [])
  return (
    <>
      <TextInput
        type="search"
        mt={14}
        data-autofocus
        aria-label={texts.merge.search}
        placeholder={texts.merge.search}
        leftSection={<IconSearch size={15} aria-hidden />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <ul className={styles.candidates}>
        {found.map(({ personId, label, facts, last }) => (
          <li key={personId}>
            <UnstyledButton onClick={() => onChoose(personId)}>
              <b>{label}</b>
              <small>{[...Object.values(facts).filter((fact) => fact !== label), format.date(last)].join(' · ')}</small>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {data && search !== '' && found.length === 0 && (
        <p className={styles.quiet} role="status">
          {texts.merge.nobody}
        </p>
      )}
    </>
  )
}

type Comparing = {
  readonly profile: Profile
  readonly other: string
  readonly onBack: () => void
  readonly onDone: () => void
}

function Compare({ profile, other, onBack, onDone }: Comparing) {
  const texts = useTexts(personTexts)
  const { id: workspace } = useWorkspace()
  const { join, busy } = useMerging()
  const { data } = useQuery(api.people.profile.queryOptions({ input: { workspace, person: other } }))
  if (!data) return <Loading shape="form" />
  return (
    <>
      <Side one={profile} two={data} />
      <div className={styles.dialogActions}>
        <Button variant="default" onClick={onBack}>
          {texts.merge.back}
        </Button>
        <Button
          color="accent"
          loading={busy}
          onClick={async () => {
            if (await join(profile.personId, data.personId)) onDone()
          }}
        >
          {texts.merge.yes}
        </Button>
      </div>
    </>
  )
}

function useRows() {
  const texts = useTexts(personTexts)
  const written = useTraitWords()
  const format = useFormat()
  return (profile: Profile): ReadonlyMap<string, string> => {
    const { figures, traits, kinds } = texts
    const rows = new Map<string, string>()
    for (const { key, value } of inOrder(profile.traits)) rows.set(wordFor(traits, key), written(key, value))
    for (const { kind, value } of profile.identities) {
      const name = wordFor(kinds, kind)
      const before = rows.get(name)
      if (before !== value) rows.set(name, before ? `${before}, ${value}` : value)
    }
    rows.set(figures.touches, format.number(profile.touches))
    rows.set(figures.value, format.money(profile.value))
    if (profile.first) rows.set(figures.first, format.date(profile.first))
    if (profile.last) rows.set(figures.last, format.date(profile.last))
    return rows
  }
}

/** Both people line by line; what is equal says so by weight. */
function Side({ one, two }: { one: Profile; two: Profile }) {
  const texts = useTexts(personTexts)
  const rowsOf = useRows()
  const [left, right] = [rowsOf(one), rowsOf(two)]
  const names = [...new Set([...left.keys(), ...right.keys()])]
  return (
    <table className={styles.compare}>
      <thead>
        <tr>
          <th scope="col">
            <span className={styles.hidden}>{texts.merge.row}</span>
          </th>
          <th scope="col">
            <small>{texts.merge.here}</small>
            {one.label}
          </th>
          <th scope="col">
            <small>{texts.merge.there}</small>
            {two.label}
          </th>
        </tr>
      </thead>
      <tbody>
        {names.map((name) => (
          <tr key={name} data-equal={left.get(name) === right.get(name) || undefined}>
            <th scope="row">{name}</th>
            <td>{left.get(name) ?? '–'}</td>
            <td>{right.get(name) ?? '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
