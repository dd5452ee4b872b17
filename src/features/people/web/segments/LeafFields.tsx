import { ActionIcon, Autocomplete, Button, NumberInput, Select, TagsInput, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import {
  consentPurposes,
  consentStates,
  type Did,
  type HasConsent,
  type HasIdentifier,
  type HasTrait,
  identifiersKnown,
  timesOperators,
  type Within,
} from '../../../../kernel/personRule.ts'
import { numberOperators, presenceOperators, textOperators } from '../../../../kernel/rule.ts'
import { useLanguage, useTexts } from '../../../../web/i18n.tsx'
import { ConditionFields } from '../../../../web/parts/rule/ConditionFields.tsx'
import { ruleWords } from '../../../../web/parts/rule/ruleWords.ts'
import { ruleTexts } from '../../../../web/parts/rule/texts.ts'
import { useVocabulary } from '../../../../web/parts/rule/useVocabulary.ts'
import { needsNoValue, ruleInWords } from '../../../../web/parts/rule/words.ts'
import { eventConditions, eventRule, freshDid, freshEvent, type Leaf } from './personForm.ts'
import styles from './segments.module.css'
import { segmentTexts } from './texts.ts'

type Fields<T> = { readonly value: T; readonly onChange: (value: T) => void }
export type SegmentName = { readonly id: string; readonly name: string }

const kinds = ['did', 'trait', 'identifier', 'segment', 'consent'] as const
type Kind = (typeof kinds)[number]

const kindOf = (leaf: Leaf): Kind => ('not' in leaf ? 'segment' : (kinds.find((kind) => kind in leaf) ?? 'did'))

const freshLeaf = (kind: Kind, segments: readonly SegmentName[]): Leaf => {
  if (kind === 'trait') return { trait: 'city', op: 'is', values: [] }
  if (kind === 'identifier') return { identifier: 'email', known: true }
  if (kind === 'consent') return { consent: 'newsletter', state: 'granted' }
  return kind === 'segment' ? { segment: segments[0]?.id ?? '' } : freshDid
}

const shape = { size: 'xs', allowDeselect: false, openOnFocus: false } as const
const wide = { width: 'max-content', position: 'bottom-start' } as const

/** A choice among few values, each of them known at compile time. */
function Choice<T extends string>(props: {
  label: string
  value: T
  items: readonly T[]
  nameOf: (item: T) => string
  onChange: (item: T) => void
}) {
  const { label, value, items, nameOf, onChange } = props
  return (
    <Select
      {...shape}
      aria-label={label}
      value={value}
      data={items.map((item) => ({ value: item, label: nameOf(item) }))}
      comboboxProps={wide}
      onChange={(chosen) => {
        const item = items.find((one) => one === chosen)
        if (item !== undefined) onChange(item)
      }}
    />
  )
}

function HowOften({ value, onChange }: Fields<Did['times']>) {
  const { builder } = useTexts(segmentTexts)
  const never = value.op === 'exactly' && value.n === 0
  return (
    <>
      <Choice
        label={builder.howOften}
        value={never ? 'never' : value.op}
        items={[...timesOperators, 'never']}
        nameOf={(op) => builder.often[op]}
        onChange={(op) => onChange(op === 'never' ? { op: 'exactly', n: 0 } : { op, n: Math.max(1, value.n) })}
      />
      {!never && (
        <NumberInput
          size="xs"
          className={styles.number}
          aria-label={builder.times}
          value={value.n}
          min={0}
          max={100_000}
          allowDecimal={false}
          suffix={builder.timesUnit}
          onChange={(n) => onChange({ ...value, n: Math.max(0, Math.round(Number(n) || 0)) })}
        />
      )}
    </>
  )
}

const whenOf = (within: Within | null) => (within === null ? 'ever' : 'days' in within ? 'days' : 'period')

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)

function When({ value, onChange }: Fields<Within | null>) {
  const { builder } = useTexts(segmentTexts)
  const choose = (when: 'ever' | 'days' | 'period') =>
    onChange(when === 'ever' ? null : when === 'days' ? { days: 30 } : { from: daysAgo(30), to: daysAgo(0) })
  return (
    <>
      <Choice
        label={builder.when}
        value={whenOf(value)}
        items={['ever', 'days', 'period']}
        nameOf={(when) => builder.whens[when]}
        onChange={choose}
      />
      {value !== null && 'days' in value && (
        <NumberInput
          size="xs"
          className={styles.number}
          aria-label={builder.days}
          value={value.days}
          min={1}
          max={3650}
          allowDecimal={false}
          onChange={(days) => onChange({ days: Math.min(3650, Math.max(1, Math.round(Number(days) || 1))) })}
        />
      )}
      {value !== null && 'from' in value && (
        <>
          <TextInput
            size="xs"
            type="date"
            aria-label={builder.from}
            value={value.from}
            onChange={({ currentTarget }) => onChange({ ...value, from: currentTarget.value })}
          />
          <TextInput
            size="xs"
            type="date"
            aria-label={builder.to}
            value={value.to}
            onChange={({ currentTarget }) => onChange({ ...value, to: currentTarget.value })}
          />
        </>
      )}
    </>
  )
}

function DidFields({ value, onChange }: Fields<Did>) {
  const { builder } = useTexts(segmentTexts)
  const { replace } = useTexts(ruleTexts)
  const words = ruleWords[useLanguage()]
  const vocabulary = useVocabulary()
  const conditions = eventConditions(value.did)
  const put = (next: readonly (typeof freshEvent)[]) => onChange({ ...value, did: eventRule(next) })
  return (
    <>
      <div className={styles.line}>
        <HowOften value={value.times} onChange={(times) => onChange({ ...value, times })} />
        <When value={value.within} onChange={(within) => onChange({ ...value, within })} />
      </div>
      <div className={styles.inner}>
        <p className={styles.note}>{builder.where}</p>
        {!conditions && (
          <p className={styles.note}>
            {ruleInWords(value.did, words)}{' '}
            <Button size="compact-xs" variant="default" onClick={() => put([freshEvent])}>
              {replace}
            </Button>
          </p>
        )}
        {conditions?.map((condition, index) => (
          <ConditionFields
            // biome-ignore lint/suspicious/noArrayIndexKey: a condition has no name but its place
            key={index}
            condition={condition}
            vocabulary={vocabulary}
            onChange={(next) => put(conditions.with(index, next))}
            onRemove={conditions.length > 1 ? () => put(conditions.toSpliced(index, 1)) : null}
          />
        ))}
        {conditions && (
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconPlus size={13} />}
            onClick={() => put([...conditions, { field: 'property', key: '', op: 'is', values: [] }])}
          >
            {builder.andWhere}
          </Button>
        )}
      </div>
    </>
  )
}

const traitOperators = [...textOperators, ...numberOperators, ...presenceOperators]

function TraitFields({ value, onChange }: Fields<HasTrait>) {
  const { builder } = useTexts(segmentTexts)
  const texts = useTexts(ruleTexts)
  const words = ruleWords[useLanguage()]
  const names = Object.entries(builder.traits)
  const shown = names.find(([key]) => key === value.trait)?.[1] ?? value.trait
  const keyOf = (typed: string) => names.find(([, name]) => name === typed)?.[0] ?? typed.trim().toLowerCase()
  return (
    <>
      <div className={styles.line}>
        <Autocomplete
          size="xs"
          aria-label={builder.trait}
          value={shown}
          data={names.map(([, name]) => name)}
          comboboxProps={wide}
          onChange={(typed) => onChange({ ...value, trait: keyOf(typed) })}
        />
        <Choice
          label={texts.operator}
          value={value.op}
          items={traitOperators}
          nameOf={(op) => words.operators[op]}
          onChange={(op) => onChange({ ...value, op, values: needsNoValue(op) ? [] : value.values })}
        />
      </div>
      {!needsNoValue(value.op) && (
        <TagsInput
          size="xs"
          aria-label={texts.values}
          placeholder={value.values.length === 0 ? texts.typeValue : undefined}
          value={[...value.values]}
          splitChars={[]}
          acceptValueOnBlur
          onChange={(values) => onChange({ ...value, values })}
        />
      )}
    </>
  )
}

function IdentifierFields({ value, onChange }: Fields<HasIdentifier>) {
  const { builder } = useTexts(segmentTexts)
  return (
    <div className={styles.line}>
      <Choice
        label={builder.identifier}
        value={value.identifier}
        items={identifiersKnown}
        nameOf={(kind) => builder.identifiers[kind]}
        onChange={(identifier) => onChange({ ...value, identifier })}
      />
      <Choice
        label={builder.known.label}
        value={value.known ? 'yes' : 'no'}
        items={['yes', 'no']}
        nameOf={(known) => builder.known[known]}
        onChange={(known) => onChange({ ...value, known: known === 'yes' })}
      />
    </div>
  )
}

function ConsentFields({ value, onChange }: Fields<HasConsent>) {
  const { builder } = useTexts(segmentTexts)
  return (
    <div className={styles.line}>
      <Choice
        label={builder.purpose}
        value={value.consent}
        items={consentPurposes}
        nameOf={(purpose) => builder.purposes[purpose]}
        onChange={(consent) => onChange({ ...value, consent })}
      />
      <Choice
        label={builder.state}
        value={value.state}
        items={consentStates}
        nameOf={(state) => builder.states[state]}
        onChange={(state) => onChange({ ...value, state })}
      />
    </div>
  )
}

function SegmentFields(props: {
  segment: string
  inside: boolean
  segments: readonly SegmentName[]
  onChange: (leaf: Leaf) => void
}) {
  const { segment, inside, segments, onChange } = props
  const { builder } = useTexts(segmentTexts)
  const put = (id: string, within: boolean) => onChange(within ? { segment: id } : { not: { segment: id } })
  return (
    <div className={styles.line}>
      <Choice
        label={builder.belongs.label}
        value={inside ? 'yes' : 'no'}
        items={['yes', 'no']}
        nameOf={(belongs) => builder.belongs[belongs]}
        onChange={(belongs) => put(segment, belongs === 'yes')}
      />
      <Select
        {...shape}
        aria-label={builder.segment}
        placeholder={builder.noSegment}
        value={segment || null}
        data={segments.map(({ id, name }) => ({ value: id, label: name }))}
        comboboxProps={wide}
        onChange={(id) => id && put(id, inside)}
      />
    </div>
  )
}

function Inner({ leaf, segments, onChange }: Omit<Props, 'onRemove'>) {
  if ('not' in leaf)
    return <SegmentFields segment={leaf.not.segment} inside={false} segments={segments} onChange={onChange} />
  if ('segment' in leaf) return <SegmentFields segment={leaf.segment} inside segments={segments} onChange={onChange} />
  if ('did' in leaf) return <DidFields value={leaf} onChange={onChange} />
  if ('trait' in leaf) return <TraitFields value={leaf} onChange={onChange} />
  if ('identifier' in leaf) return <IdentifierFields value={leaf} onChange={onChange} />
  return <ConsentFields value={leaf} onChange={onChange} />
}

type Props = {
  readonly leaf: Leaf
  readonly segments: readonly SegmentName[]
  readonly onChange: (leaf: Leaf) => void
  readonly onRemove: (() => void) | null
}

/** One condition over people: what it is about, and what of it. */
export function LeafFields({ leaf, segments, onChange, onRemove }: Props) {
  const { builder } = useTexts(segmentTexts)
  const { removeCondition } = useTexts(ruleTexts)
  return (
    <div className={styles.leaf}>
      <div className={styles.leafHead}>
        <Choice
          label={builder.kind}
          value={kindOf(leaf)}
          items={kinds}
          nameOf={(kind) => builder.kinds[kind]}
          onChange={(kind) => kind !== kindOf(leaf) && onChange(freshLeaf(kind, segments))}
        />
        {onRemove && (
          <ActionIcon variant="subtle" color="gray" size="md" aria-label={removeCondition} onClick={onRemove}>
            <IconX size={14} />
          </ActionIcon>
        )}
      </div>
      <Inner leaf={leaf} segments={segments} onChange={onChange} />
    </div>
  )
}
