import { Button, SegmentedControl } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import type { Vocabulary } from '../../../features/collect/schema.ts'
import type { Condition, Rule } from '../../../kernel/rule.ts'
import { useLanguage, useTexts } from '../../i18n.tsx'
import { ConditionFields } from './ConditionFields.tsx'
import styles from './rule.module.css'
import { ruleWords } from './ruleWords.ts'
import { ruleTexts } from './texts.ts'
import { type Form, formOf, type Group, isComplete, ruleInWords, ruleOfForm } from './words.ts'

const fresh: Condition = { field: 'event', op: 'is', values: [] }
const empty: Form = { join: 'any', groups: [{ join: 'all', conditions: [fresh] }] }

type Props = {
  readonly rule: Rule
  /** Called with complete rules only. */
  readonly onChange: (rule: Rule) => void
  readonly vocabulary: Vocabulary | undefined
}

function Join({ value, onChange }: { value: 'all' | 'any'; onChange: (join: 'all' | 'any') => void }) {
  const texts = useTexts(ruleTexts)
  return (
    <SegmentedControl
      size="xs"
      className={styles.join}
      aria-label={texts.join}
      value={value}
      onChange={onChange}
      data={[
        { value: 'all', label: texts.and },
        { value: 'any', label: texts.or },
      ]}
    />
  )
}

function GroupFields(props: {
  group: Group
  alone: boolean
  onChange: (group: Group) => void
  vocabulary: Vocabulary | undefined
}) {
  const { group, alone, onChange, vocabulary } = props
  const texts = useTexts(ruleTexts)
  const { conditions } = group
  return (
    <div className={styles.group} data-alone={alone || undefined}>
      {conditions.map((condition, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a condition has no name but its place
        <div key={index}>
          {index === 1 && <Join value={group.join} onChange={(join) => onChange({ ...group, join })} />}
          {index > 1 && <p className={styles.joined}>{group.join === 'all' ? texts.and : texts.or}</p>}
          <ConditionFields
            condition={condition}
            vocabulary={vocabulary}
            onChange={(next) => onChange({ ...group, conditions: conditions.with(index, next) })}
            onRemove={
              alone && conditions.length === 1
                ? null
                : () => onChange({ ...group, conditions: conditions.toSpliced(index, 1) })
            }
          />
        </div>
      ))}
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<IconPlus size={13} />}
        onClick={() => onChange({ ...group, conditions: [...conditions, fresh] })}
      >
        {texts.condition}
      </Button>
    </div>
  )
}

const isWhole = (form: Form): boolean => form.groups.every(({ conditions }) => conditions.every(isComplete))

/** Keeps what is being typed, hands on what is complete, and follows a rule that changes elsewhere. */
const useRuleForm = (rule: Rule, onChange: (rule: Rule) => void) => {
  const [form, setForm] = useState<Form | null>(() => formOf(rule))
  const known = useRef(JSON.stringify(rule))
  useEffect(() => {
    const told = JSON.stringify(rule)
    if (told === known.current) return
    known.current = told
    setForm(formOf(rule))
  }, [rule])
  const change = (changed: Form) => {
    const groups = changed.groups.filter(({ conditions }) => conditions.length > 0)
    const kept = groups.length > 0 ? { ...changed, groups } : empty
    setForm(kept)
    if (!isWhole(kept)) return
    const next = ruleOfForm(kept)
    known.current = JSON.stringify(next)
    onChange(next)
  }
  return { form, setForm, change, complete: form !== null && isWhole(form) }
}

/** A rule as groups of conditions, with the same rule in words below; unfinished rules stay in the form. */
export function RuleForm({ rule, onChange, vocabulary }: Props) {
  const texts = useTexts(ruleTexts)
  const words = ruleWords[useLanguage()]
  const { form, setForm, change, complete } = useRuleForm(rule, onChange)
  if (!form)
    return (
      <div className={styles.rule}>
        <p className={styles.sentence}>{ruleInWords(rule, words)}</p>
        <p className={styles.note}>{texts.deep}</p>
        <Button size="compact-xs" variant="default" onClick={() => setForm(empty)}>
          {texts.replace}
        </Button>
      </div>
    )
  return (
    <div className={styles.rule}>
      {form.groups.map((group, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a group has no name but its place
        <div key={index}>
          {index === 1 && <Join value={form.join} onChange={(join) => change({ ...form, join })} />}
          {index > 1 && <p className={styles.joined}>{form.join === 'all' ? texts.and : texts.or}</p>}
          <GroupFields
            group={group}
            alone={form.groups.length === 1}
            vocabulary={vocabulary}
            onChange={(next) => change({ ...form, groups: form.groups.with(index, next) })}
          />
        </div>
      ))}
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<IconPlus size={13} />}
        onClick={() => change({ ...form, groups: [...form.groups, { join: 'all', conditions: [fresh] }] })}
      >
        {texts.group}
      </Button>
      <p className={styles.sentence} aria-live="polite">
        <small>{texts.sentence}</small>
        {ruleInWords(ruleOfForm(form), words)}
      </p>
      {!complete && <p className={styles.note}>{texts.unfinished}</p>}
    </div>
  )
}
