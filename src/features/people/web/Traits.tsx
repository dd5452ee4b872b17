import { ActionIcon, Button, Group, NativeSelect, TextInput } from '@mantine/core'
import { IconPencil, IconPlus } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api } from '../../../web/api.ts'
import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { useToast } from '../../../web/parts/toast.tsx'
import { useMay, useWorkspace } from '../../../web/workspace.tsx'
import { type Profile, type Trait, TraitKey } from '../schema.ts'
import styles from './person.module.css'
import { personTexts, wordFor } from './personTexts.ts'
import { inOrder, usualKeys } from './traitOrder.ts'
import { useSourceName, useTraitWords } from './traitWords.ts'

/** Says something by hand; the toast takes it back. */
function useCorrection(person: string) {
  const { id: workspace } = useWorkspace()
  const texts = useTexts(personTexts)
  const queries = useQueryClient()
  const toast = useToast()
  const { mutateAsync, isPending } = useMutation(api.people.correct.mutationOptions())
  async function say(key: string, value: string | null): Promise<string | null | undefined> {
    try {
      const { before } = await mutateAsync({ workspace, person, key, value })
      await queries.invalidateQueries({ queryKey: api.people.key() })
      return before
    } catch (problem) {
      toast.problem(problem)
      return undefined
    }
  }
  async function correct(key: string, value: string): Promise<boolean> {
    const before = await say(key, value)
    if (before === undefined) return false
    toast.done(texts.corrected, async () => {
      if ((await say(key, before)) !== undefined) toast.done(texts.taken)
    })
    return true
  }
  return { correct, busy: isPending }
}

/** What is known of the person, who said so and when; corrected by hand. */
export function Traits({ profile: { personId, traits } }: { profile: Profile }) {
  const texts = useTexts(personTexts)
  const may = useMay()
  const [editing, setEditing] = useState<string | null>(null)
  const correction = useCorrection(personId)
  const close = () => setEditing(null)
  return (
    <section aria-labelledby="traits">
      <h2 id="traits">{texts.who}</h2>
      {traits.length === 0 && <p className={styles.quiet}>{texts.nothingKnown}</p>}
      <dl className={styles.traits}>
        {inOrder(traits).map((trait) => (
          <div key={trait.key}>
            <dt>{wordFor(texts.traits, trait.key)}</dt>
            <dd>
              {editing === trait.key ? (
                <Editor trait={trait} correction={correction} onClose={close} />
              ) : (
                <Known trait={trait} onEdit={may('edit') ? () => setEditing(trait.key) : undefined} />
              )}
            </dd>
          </div>
        ))}
      </dl>
      {may('edit') &&
        (editing === '' ? (
          <Adder known={traits} correction={correction} onClose={close} />
        ) : (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => setEditing('')}
          >
            {texts.add}
          </Button>
        ))}
    </section>
  )
}

function Known({ trait, onEdit }: { trait: Trait; onEdit: (() => void) | undefined }) {
  const texts = useTexts(personTexts)
  const format = useFormat()
  const written = useTraitWords()
  const nameOf = useSourceName()
  const { key, value, source, at, others } = trait
  const differing = others.filter((one) => one.value !== value)
  return (
    <div className={styles.known}>
      <div>
        <span>
          <Breaking text={written(key, value)} />
        </span>
        <small>{texts.said(nameOf(source), format.date(at))}</small>
        {differing.map((one) => (
          <small key={one.source}>{texts.alsoSaid(written(key, one.value), nameOf(one.source))}</small>
        ))}
      </div>
      {onEdit && (
        <ActionIcon variant="subtle" color="gray" aria-label={texts.edit(wordFor(texts.traits, key))} onClick={onEdit}>
          <IconPencil size={15} stroke={1.6} aria-hidden />
        </ActionIcon>
      )}
    </div>
  )
}

/** Long addresses break before their @ first. */
function Breaking({ text }: { text: string }) {
  const [before, ...after] = text.split('@')
  return (
    <>
      {before}
      {after.length > 0 && <wbr />}
      {after.length > 0 && `@${after.join('@')}`}
    </>
  )
}

type Correcting = { readonly correction: ReturnType<typeof useCorrection>; readonly onClose: () => void }

function Editor({ trait: { key, value }, correction, onClose }: Correcting & { trait: Trait }) {
  const texts = useTexts(personTexts)
  const [text, setText] = useState(value)
  const send = async (to: string) => {
    if (to === value || (await correction.correct(key, to))) onClose()
  }
  return (
    <form
      className={styles.editor}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        void send(text.trim())
      }}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <TextInput
        data-autofocus
        autoFocus
        aria-label={wordFor(texts.traits, key)}
        value={text}
        maxLength={2000}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Group gap={6} mt={6}>
        <Button type="submit" size="compact-sm" loading={correction.busy}>
          {texts.save}
        </Button>
        <Button variant="default" size="compact-sm" onClick={onClose}>
          {texts.cancel}
        </Button>
        <Button variant="subtle" color="bad" size="compact-sm" onClick={() => send('')}>
          {texts.remove}
        </Button>
      </Group>
    </form>
  )
}

function Adder({ known, correction, onClose }: Correcting & { known: readonly Trait[] }) {
  const texts = useTexts(personTexts)
  const free = usualKeys.filter((key) => !known.some((trait) => trait.key === key))
  const [chosen, setChosen] = useState<string>(free[0] ?? '')
  const [own, setOwn] = useState('')
  const [text, setText] = useState('')
  const key = chosen === '' ? own.trim().toLowerCase().replaceAll(/\s+/g, '_') : chosen
  const isValid = TraitKey.safeParse(key).success && text.trim() !== ''
  return (
    <form
      className={styles.editor}
      onSubmit={async (event: FormEvent) => {
        event.preventDefault()
        if (isValid && (await correction.correct(key, text.trim()))) onClose()
      }}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <NativeSelect
        label={texts.which}
        value={chosen}
        onChange={(event) => setChosen(event.currentTarget.value)}
        data={[...free.map((value) => ({ value, label: texts.traits[value] })), { value: '', label: texts.other }]}
      />
      {chosen === '' && (
        <TextInput mt={6} label={texts.other} value={own} onChange={(event) => setOwn(event.currentTarget.value)} />
      )}
      <TextInput
        mt={6}
        label={texts.value}
        value={text}
        maxLength={2000}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Group gap={6} mt={8}>
        <Button type="submit" size="compact-sm" loading={correction.busy} disabled={!isValid}>
          {texts.save}
        </Button>
        <Button variant="default" size="compact-sm" onClick={onClose}>
          {texts.cancel}
        </Button>
      </Group>
    </form>
  )
}
