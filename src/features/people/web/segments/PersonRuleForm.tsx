import { Button, SegmentedControl } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { PersonRule } from '../../../../kernel/personRule.ts'
import { useTexts } from '../../../../web/i18n.tsx'
import { ruleTexts } from '../../../../web/parts/rule/texts.ts'
import { LeafFields, type SegmentName } from './LeafFields.tsx'
import {
  emptyForm,
  freshDid,
  isWholeForm,
  type PersonForm,
  type PersonGroup,
  personFormOf,
  personRuleOf,
} from './personForm.ts'
import { personRuleInWords } from './personWords.ts'
import styles from './segments.module.css'
import { usePersonWords } from './useSegments.ts'

type JoinProps = { readonly value: 'all' | 'any'; readonly onChange: (join: 'all' | 'any') => void }

function Join({ value, onChange }: JoinProps) {
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

function Joined({ index, join, onChange }: { index: number; join: 'all' | 'any'; onChange: JoinProps['onChange'] }) {
  const texts = useTexts(ruleTexts)
  if (index === 0) return null
  if (index === 1) return <Join value={join} onChange={onChange} />
  return <p className={styles.joined}>{join === 'all' ? texts.and : texts.or}</p>
}

function GroupFields(props: {
  group: PersonGroup
  alone: boolean
  segments: readonly SegmentName[]
  onChange: (group: PersonGroup) => void
}) {
  const { group, alone, segments, onChange } = props
  const { condition } = useTexts(ruleTexts)
  const { conditions } = group
  return (
    <div className={styles.group} data-alone={alone || undefined}>
      {conditions.map((leaf, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a condition has no name but its place
        <div key={index}>
          <Joined index={index} join={group.join} onChange={(join) => onChange({ ...group, join })} />
          <LeafFields
            leaf={leaf}
            segments={segments}
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
        onClick={() => onChange({ ...group, conditions: [...conditions, freshDid] })}
      >
        {condition}
      </Button>
    </div>
  )
}

type Props = {
  /** Where the form begins; what happens to it later stays in the form. */
  readonly rule: PersonRule | null
  /** Told the rule with every change, null while something is missing. */
  readonly onChange: (rule: PersonRule | null) => void
  readonly segments: readonly SegmentName[]
}

/** A rule over people as groups of conditions, with the same rule in words below. */
export function PersonRuleForm({ rule, onChange, segments }: Props) {
  const texts = useTexts(ruleTexts)
  const words = usePersonWords()
  const [form, setForm] = useState<PersonForm | null>(() => (rule ? personFormOf(rule) : emptyForm))
  const change = (changed: PersonForm) => {
    const groups = changed.groups.filter(({ conditions }) => conditions.length > 0)
    const kept = groups.length > 0 ? { ...changed, groups } : emptyForm
    setForm(kept)
    onChange(isWholeForm(kept) ? personRuleOf(kept) : null)
  }
  if (!form)
    return (
      <div className={styles.rule}>
        <p className={styles.sentence}>{rule && personRuleInWords(rule, words)}</p>
        <p className={styles.note}>{texts.deep}</p>
        <Button size="compact-xs" variant="default" onClick={() => change(emptyForm)}>
          {texts.replace}
        </Button>
      </div>
    )
  return (
    <div className={styles.rule}>
      {form.groups.map((group, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a group has no name but its place
        <div key={index}>
          <Joined index={index} join={form.join} onChange={(join) => change({ ...form, join })} />
          <GroupFields
            group={group}
            alone={form.groups.length === 1}
            segments={segments}
            onChange={(next) => change({ ...form, groups: form.groups.with(index, next) })}
          />
        </div>
      ))}
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<IconPlus size={13} />}
        onClick={() => change({ ...form, groups: [...form.groups, { join: 'all', conditions: [freshDid] }] })}
      >
        {texts.group}
      </Button>
      <p className={styles.sentence} aria-live="polite">
        <small>{texts.sentence}</small>
        {personRuleInWords(personRuleOf(form), words)}
      </p>
    </div>
  )
}
