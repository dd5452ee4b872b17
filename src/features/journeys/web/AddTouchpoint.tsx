import { Button, Modal, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { type SubmitEvent, useState } from 'react'
import type { Rule } from '../../../kernel/rule.ts'
import { useTexts } from '../../../web/i18n.tsx'
import { RuleForm } from '../../../web/parts/rule/RuleForm.tsx'
import { useVocabulary } from '../../../web/parts/rule/useVocabulary.ts'
import type { Phase } from '../schema.ts'
import styles from './edit.module.css'
import { addTouchpoint } from './edits.ts'
import { freshId } from './freshId.ts'
import { useMap } from './mapView.ts'
import { mapTexts } from './texts.ts'
import { editTexts } from './texts-edit.ts'

const blank = { place: 'online', media: null, department: '', assumed: null } as const

function Form({ phase, onDone }: { phase: Phase; onDone: () => void }) {
  const { edit, go } = useMap()
  const { touchpoint: texts } = useTexts(editTexts)
  const vocabulary = useVocabulary()
  const [name, setName] = useState('')
  const [rule, setRule] = useState<Rule | null>(null)
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!rule || name.trim() === '') return
    const id = freshId()
    edit(addTouchpoint({ ...blank, id, name: name.trim(), phase: phase.id, rule }))
    go({ touchpoint: id, phase: undefined })
    onDone()
  }
  return (
    <form onSubmit={submit} className={styles.form}>
      <TextInput
        label={texts.name}
        value={name}
        maxLength={120}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        data-autofocus
      />
      <div>
        <p className={styles.label}>{texts.rule}</p>
        <RuleForm
          rule={{ field: 'event', op: 'is', values: [] }}
          onChange={(next) => {
            setRule(next)
            if (name === '' && 'field' in next && next.values.length === 1) setName(next.values[0] ?? '')
          }}
          vocabulary={vocabulary}
        />
        <p className={styles.note}>{texts.overlap}</p>
      </div>
      <Button type="submit" disabled={!rule || name.trim() === ''}>
        {texts.create}
      </Button>
    </form>
  )
}

/** A quiet dashed place at the end of a column that opens the form for a new touchpoint. */
export function AddTouchpoint({ phase }: { phase: Phase }) {
  const { touchpoint: texts } = useTexts(editTexts)
  const { close } = useTexts(mapTexts)
  const [opened, setOpened] = useState(false)
  return (
    <>
      <button type="button" className={styles.add} aria-label={texts.addTo(phase.name)} onClick={() => setOpened(true)}>
        <IconPlus size={14} aria-hidden /> {texts.add}
      </button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={<b>{texts.addTo(phase.name)}</b>}
        closeButtonProps={{ 'aria-label': close }}
        size={460}
      >
        <Form phase={phase} onDone={() => setOpened(false)} />
      </Modal>
    </>
  )
}
