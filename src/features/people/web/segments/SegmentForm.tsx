import { Button, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { PersonRule } from '../../../../kernel/personRule.ts'
import { useTexts } from '../../../../web/i18n.tsx'
import type { SegmentDraft } from '../../segments/schema.ts'
import { PersonRuleForm } from './PersonRuleForm.tsx'
import { RulePreview } from './RulePreview.tsx'
import styles from './segments.module.css'
import { segmentTexts } from './texts.ts'
import { useSegments } from './useSegments.ts'

type Props = {
  readonly kind: 'rule' | 'list'
  /** Where the form begins; a rule that is not there yet is null. */
  readonly draft: SegmentDraft
  /** The segment that is being changed; it cannot be built on itself. */
  readonly own?: string
  readonly onSave: (draft: SegmentDraft) => Promise<unknown>
  readonly onCancel: () => void
}

/** Name, description and rule of a segment, with the people whom the rule finds beside it. */
export function SegmentForm({ kind, draft, own, onSave, onCancel }: Props) {
  const { form } = useTexts(segmentTexts)
  const { data: segments = [] } = useSegments()
  const [name, setName] = useState(draft.name)
  const [description, setDescription] = useState(draft.description)
  const [rule, setRule] = useState<PersonRule | null>(draft.rule)
  const [saving, setSaving] = useState(false)
  const byRule = kind === 'rule'
  const whole = name.trim() !== '' && (!byRule || rule !== null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!whole) return
    setSaving(true)
    await onSave({ name: name.trim(), description: description.trim(), rule: byRule ? rule : null })
    setSaving(false)
  }
  return (
    <form className={styles.form} data-alone={!byRule || undefined} onSubmit={submit}>
      <div className={styles.fields}>
        <TextInput
          label={form.name}
          placeholder={form.namePlaceholder}
          maxLength={120}
          required
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <Textarea
          label={form.description}
          maxLength={1000}
          autosize
          minRows={2}
          value={description}
          onChange={({ currentTarget }) => setDescription(currentTarget.value)}
        />
        {byRule && (
          <div>
            <p className={styles.label}>{form.rule}</p>
            <PersonRuleForm rule={draft.rule} onChange={setRule} segments={segments.filter(({ id }) => id !== own)} />
          </div>
        )}
        {!byRule && own === undefined && <p className={styles.note}>{form.listHint}</p>}
        <div className={styles.actions}>
          <Button type="submit" disabled={!whole} loading={saving}>
            {form.save}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {form.cancel}
          </Button>
        </div>
      </div>
      {byRule && <RulePreview rule={rule} />}
    </form>
  )
}
