import { Button, NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../../web/api.ts'
import { useFormat } from '../../../../web/format.tsx'
import { useLanguage, useTexts } from '../../../../web/i18n.tsx'
import { ErrorPanel } from '../../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../../web/parts/Loading.tsx'
import { useToast } from '../../../../web/parts/toast.tsx'
import { useMay, useWorkspace } from '../../../../web/workspace.tsx'
import { Basis, bases, type NewWording, purposes, type Wording } from '../../consent/schema.ts'
import styles from './law.module.css'
import { Section } from './Section.tsx'
import { protectionTexts } from './texts.ts'

/** The texts with which people are asked, the newest of each purpose. */
export function WordingsSection() {
  const { privacy: texts } = useTexts(protectionTexts)
  const { id: workspace } = useWorkspace()
  const found = useQuery(api.people.consent.wordings.queryOptions({ input: { workspace } }))
  const newest = purposes.flatMap((purpose) => {
    const versions = found.data?.filter((one) => one.purpose === purpose) ?? []
    return versions.sort((a, b) => b.version - a.version).slice(0, 1)
  })
  return (
    <Section title={texts.wordings} text={texts.wordingsText}>
      {found.isPending && <Loading shape="list" />}
      {found.error && <ErrorPanel error={found.error} onRetry={() => found.refetch()} />}
      <div>
        {newest.map((wording) => (
          <OneWording key={wording.purpose} wording={wording} />
        ))}
      </div>
    </Section>
  )
}

function OneWording({ wording }: { wording: Wording }) {
  const { privacy: texts, consent } = useTexts(protectionTexts)
  const language = useLanguage()
  const format = useFormat()
  const may = useMay()
  const [edited, setEdited] = useState(false)
  const { title, text } = wording[language]
  return (
    <article className={styles.wording}>
      <h3>{title}</h3>
      <p>{text}</p>
      <p className={styles.quiet}>
        {consent.purposes[wording.purpose]}, {consent.bases[wording.basis]}, {texts.version(wording.version)},{' '}
        {format.date(wording.created)}
      </p>
      {edited ? (
        <WordingForm wording={wording} onClose={() => setEdited(false)} />
      ) : (
        may('own') && (
          <Button
            variant="default"
            size="xs"
            mt={8}
            onClick={() => setEdited(true)}
            aria-label={`${texts.edit}: ${title}`}
          >
            {texts.edit}
          </Button>
        )
      )}
    </article>
  )
}

function WordingForm({ wording, onClose }: { wording: Wording; onClose: () => void }) {
  const { privacy: texts, consent } = useTexts(protectionTexts)
  const { id: workspace } = useWorkspace()
  const toast = useToast()
  const queries = useQueryClient()
  const { purpose, basis, validMonths, de, en } = wording
  const [value, setValue] = useState<NewWording>({ purpose, basis, validMonths, de, en })
  const save = useMutation(
    api.people.consent.addWording.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries({ queryKey: api.people.consent.wordings.key() })
        toast.done(texts.saved)
        onClose()
      },
      onError: toast.problem,
    }),
  )
  const whole = [value.de.title, value.de.text, value.en.title, value.en.text].every((text) => text.trim() !== '')
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (whole) save.mutate({ workspace, ...value })
      }}
    >
      {(['de', 'en'] as const).map((tongue) => (
        <Words
          key={tongue}
          title={tongue === 'de' ? texts.titleDe : texts.titleEn}
          text={tongue === 'de' ? texts.textDe : texts.textEn}
          value={value[tongue]}
          onChange={(next) => setValue({ ...value, [tongue]: next })}
        />
      ))}
      <Select
        label={texts.basis}
        data={bases.map((one) => ({ value: one, label: consent.bases[one] }))}
        value={value.basis}
        onChange={(next) => setValue({ ...value, basis: Basis.parse(next) })}
        allowDeselect={false}
        maw={320}
      />
      <NumberInput
        label={texts.valid}
        value={value.validMonths ?? ''}
        onChange={(next) => setValue({ ...value, validMonths: typeof next === 'number' ? next : null })}
        min={1}
        max={120}
        allowDecimal={false}
        maw={320}
      />
      <div className={styles.row}>
        <Button type="submit" loading={save.isPending} disabled={!whole}>
          {texts.save}
        </Button>
        <Button variant="default" onClick={onClose}>
          {texts.cancel}
        </Button>
      </div>
    </form>
  )
}

type Said = { readonly title: string; readonly text: string }
type WordsProps = { title: string; text: string; value: Said; onChange: (value: Said) => void }

function Words({ title, text, value, onChange }: WordsProps) {
  return (
    <>
      <TextInput
        label={title}
        value={value.title}
        maxLength={120}
        onChange={({ currentTarget }) => onChange({ ...value, title: currentTarget.value })}
      />
      <Textarea
        label={text}
        value={value.text}
        maxLength={2000}
        autosize
        minRows={2}
        onChange={({ currentTarget }) => onChange({ ...value, text: currentTarget.value })}
      />
    </>
  )
}
