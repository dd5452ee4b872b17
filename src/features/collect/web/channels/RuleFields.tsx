import { ActionIcon, Button, Select, TagsInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTexts } from '../../../../web/i18n.tsx'
import { type EntryCondition, entryFacts, entryOperators } from '../../channels/schema.ts'
import { siteKinds } from '../../channels/site.ts'
import { ChannelField } from '../ChannelField.tsx'
import styles from './channels.module.css'
import { type Drafted, isWhole, needsNoValue } from './draft.ts'
import { channelTexts } from './texts.ts'

const fresh: EntryCondition = { fact: 'source', op: 'is', values: [] }
const mediums = ['cpc', 'display', 'email', 'organic', 'referral', 'social', 'affiliate', 'print', 'qr', 'store']

const suggestions = (fact: EntryCondition['fact']): readonly string[] => {
  if (fact === 'site') return siteKinds
  if (fact === 'occasion') return ['shopping']
  return fact === 'medium' ? mediums : []
}

type ConditionProps = {
  readonly condition: EntryCondition
  readonly onChange: (condition: EntryCondition) => void
  readonly onRemove: () => void
}

function ConditionRow({ condition, onChange, onRemove }: ConditionProps) {
  const texts = useTexts(channelTexts)
  const { fact, op, values } = condition
  return (
    <div className={styles.condition}>
      <Select
        size="xs"
        aria-label={texts.fact}
        value={fact}
        allowDeselect={false}
        onChange={(chosen) => {
          const next = entryFacts.find((one) => one === chosen)
          if (next) onChange({ ...condition, fact: next, values: [] })
        }}
        data={entryFacts.map((value) => ({ value, label: texts.rule.facts[value] }))}
      />
      <Select
        size="xs"
        aria-label={texts.operator}
        value={op}
        allowDeselect={false}
        onChange={(chosen) => {
          const next = entryOperators.find((one) => one === chosen)
          if (next) onChange({ ...condition, op: next, values: needsNoValue(next) ? [] : values })
        }}
        data={entryOperators.map((value) => ({ value, label: texts.rule.operators[value] }))}
      />
      {needsNoValue(op) ? (
        <span />
      ) : (
        <TagsInput
          size="xs"
          className={styles.values}
          aria-label={texts.values}
          placeholder={values.length === 0 ? texts.valuesHint : undefined}
          value={[...values]}
          onChange={(next) => onChange({ ...condition, values: next })}
          data={[...suggestions(fact)]}
          splitChars={[]}
          acceptValueOnBlur
        />
      )}
      <ActionIcon variant="subtle" color="gray" aria-label={texts.removeCondition} onClick={onRemove}>
        <IconX size={14} />
      </ActionIcon>
    </div>
  )
}

type Group = Drafted['rule']['all'][number]
type GroupProps = { readonly group: Group; readonly onChange: (group: Group | null) => void }

function GroupFields({ group, onChange }: GroupProps) {
  const texts = useTexts(channelTexts)
  const { any } = group
  return (
    <div className={styles.group}>
      {any.map((condition, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a condition has no name but its place
        <div key={i}>
          {i > 0 && <p className={styles.joined}>{texts.rule.or}</p>}
          <ConditionRow
            condition={condition}
            onChange={(next) => onChange({ any: any.with(i, next) })}
            onRemove={() => onChange(any.length === 1 ? null : { any: any.toSpliced(i, 1) })}
          />
        </div>
      ))}
      <div>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={13} />}
          onClick={() => onChange({ any: [...any, fresh] })}
        >
          {texts.addOr}
        </Button>
      </div>
    </div>
  )
}

type Props = {
  readonly rule: Drafted
  readonly onChange: (rule: Drafted) => void
  readonly onReady: () => void
}

/** One rule as fields: its channel, and groups of conditions of which one each must hold. */
export function RuleFields({ rule, onChange, onReady }: Props) {
  const texts = useTexts(channelTexts)
  const { all } = rule.rule
  const change = (next: readonly Group[]) => onChange({ ...rule, rule: { all: [...next] } })
  return (
    <div className={styles.form}>
      <ChannelField
        size="xs"
        className={styles.channel}
        label={texts.channel}
        description={texts.channelHint}
        channel={rule.channel}
        onChange={(channel) => onChange({ ...rule, channel })}
      />
      {all.map((group, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a group has no name but its place
        <div key={i}>
          {i > 0 && <p className={styles.joined}>{texts.rule.and}</p>}
          <GroupFields group={group} onChange={(next) => change(next ? all.with(i, next) : all.toSpliced(i, 1))} />
        </div>
      ))}
      <div>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={13} />}
          onClick={() => change([...all, { any: [fresh] }])}
        >
          {all.length === 0 ? texts.fact : texts.addAnd}
        </Button>
      </div>
      {!isWhole(rule) && <p className={styles.joined}>{texts.incomplete}</p>}
      <div>
        <Button size="xs" variant="default" onClick={onReady}>
          {texts.ready}
        </Button>
      </div>
    </div>
  )
}
