import { Button, SegmentedControl } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTexts } from '../../i18n.tsx'
import { type Form, type Group, type Join, tidied } from './form.ts'
import styles from './rule.module.css'
import { ruleTexts } from './texts.ts'

type LeafProps<Leaf> = {
  readonly leaf: Leaf
  readonly onChange: (leaf: Leaf) => void
  /** Null where it is the only one. */
  readonly onRemove: (() => void) | null
}

type Props<Leaf> = {
  readonly form: Form<Leaf>
  readonly onChange: (form: Form<Leaf>) => void
  /** What a new line says before anybody has changed it. */
  readonly fresh: Leaf
  readonly fields: (props: LeafProps<Leaf>) => ReactNode
  /** The same rule in words. */
  readonly said: string
}

function Between(props: { place: number; join: Join; onChange: (join: Join) => void }) {
  const { place, join, onChange } = props
  const texts = useTexts(ruleTexts)
  if (place === 0) return null
  if (place > 1) return <p className={styles.joined}>{join === 'all' ? texts.and : texts.or}</p>
  return (
    <SegmentedControl
      size="xs"
      className={styles.join}
      aria-label={texts.join}
      value={join}
      onChange={onChange}
      data={[
        { value: 'all', label: texts.and },
        { value: 'any', label: texts.or },
      ]}
    />
  )
}

function Add({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Button size="compact-xs" variant="subtle" leftSection={<IconPlus size={13} />} onClick={onClick}>
      {label}
    </Button>
  )
}

type GroupProps<Leaf> = Pick<Props<Leaf>, 'fresh' | 'fields'> & {
  readonly group: Group<Leaf>
  readonly alone: boolean
  readonly onChange: (group: Group<Leaf>) => void
}

function GroupFields<Leaf>({ group, alone, fresh, fields, onChange }: GroupProps<Leaf>) {
  const texts = useTexts(ruleTexts)
  const { join, conditions } = group
  const put = (next: readonly Leaf[]) => onChange({ join, conditions: next })
  return (
    <div className={styles.group} data-alone={alone || undefined}>
      {conditions.map((leaf, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a condition has no name but its place
        <div key={place}>
          <Between place={place} join={join} onChange={(next) => onChange({ join: next, conditions })} />
          {fields({
            leaf,
            onChange: (next) => put(conditions.with(place, next)),
            onRemove: alone && conditions.length === 1 ? null : () => put(conditions.toSpliced(place, 1)),
          })}
        </div>
      ))}
      <Add label={texts.condition} onClick={() => put([...conditions, fresh])} />
    </div>
  )
}

/** A rule as groups of conditions, with the same rule in words below. */
export function GroupedForm<Leaf>({ form, onChange, fresh, fields, said }: Props<Leaf>) {
  const texts = useTexts(ruleTexts)
  const { join, groups } = form
  const put = (next: readonly Group<Leaf>[]) => onChange(tidied({ join, groups: next }, fresh))
  return (
    <>
      {groups.map((group, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a group has no name but its place
        <div key={place}>
          <Between place={place} join={join} onChange={(next) => onChange({ join: next, groups })} />
          <GroupFields
            group={group}
            alone={groups.length === 1}
            fresh={fresh}
            fields={fields}
            onChange={(next) => put(groups.with(place, next))}
          />
        </div>
      ))}
      <Add label={texts.group} onClick={() => put([...groups, { join: 'all', conditions: [fresh] }])} />
      <p className={styles.sentence} aria-live="polite">
        <small>{texts.sentence}</small>
        {said}
      </p>
    </>
  )
}

/** A rule that the form has no fields for: said in words, and written anew on request. */
export function DeepRule({ said, onReplace }: { said: string; onReplace: () => void }) {
  const texts = useTexts(ruleTexts)
  return (
    <>
      <p className={styles.sentence}>{said}</p>
      <p className={styles.note}>{texts.deep}</p>
      <Button size="compact-xs" variant="default" onClick={onReplace}>
        {texts.replace}
      </Button>
    </>
  )
}
