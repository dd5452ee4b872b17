import { ActionIcon, type ComboboxParsedItem, Pill, Select, TagsInput, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { Vocabulary } from '../../../features/collect/schema.ts'
import { type Condition, fields, numberOperators, presenceOperators, textOperators } from '../../../kernel/rule.ts'
import { useLanguage, useTexts } from '../../i18n.tsx'
import styles from './rule.module.css'
import { ruleWords } from './ruleWords.ts'
import { ruleTexts } from './texts.ts'
import { meansWhole, needsNoValue } from './words.ts'

type Props = {
  readonly condition: Condition
  readonly onChange: (condition: Condition) => void
  readonly onRemove: (() => void) | null
  readonly vocabulary: Vocabulary | undefined
  /** Keeps the lists inside the form, as a popover needs that closes on a click elsewhere. */
  readonly inPlace?: boolean
}

const PROPERTY = 'property:'
const operatorsOf = (field: Condition['field']) =>
  field === 'value'
    ? [...numberOperators, ...presenceOperators]
    : field === 'property'
      ? [...textOperators, ...numberOperators, ...presenceOperators]
      : field === 'event'
        ? [...textOperators]
        : [...textOperators, ...presenceOperators]

const isNumeric = (op: Condition['op']) => numberOperators.some((one) => one === op)

const plain = fields.filter((field) => field !== 'property')

/** The values that occur in the data, most frequent first. */
export const suggestionsFor = ({ field, key }: Condition, vocabulary: Vocabulary | undefined): string[] => {
  if (!vocabulary) return []
  if (field === 'event') return vocabulary.events.map(({ name }) => name)
  if (field === 'channel') return vocabulary.channels.map(({ name }) => name).filter((name) => name !== '')
  if (field === 'property')
    return vocabulary.properties.find((property) => property.key === key)?.values.map(({ value }) => value) ?? []
  return []
}

function Field({ condition, onChange, vocabulary, inPlace = false }: Omit<Props, 'onRemove'>) {
  const texts = useTexts(ruleTexts)
  const words = ruleWords[useLanguage()]
  const { field, key = '' } = condition
  const keys = [...new Set([...(vocabulary?.properties.map((property) => property.key) ?? []), ...(key ? [key] : [])])]
  const choose = (chosen: string | null) => {
    if (!chosen) return
    const next = plain.find((one) => one === chosen) ?? 'property'
    const allowed: readonly Condition['op'][] = operatorsOf(next)
    onChange({
      field: next,
      ...(next === 'property' ? { key: chosen.slice(PROPERTY.length) } : {}),
      op: allowed.includes(condition.op) ? condition.op : (allowed[0] ?? 'is'),
      values: [],
    })
  }
  return (
    <Select
      size="xs"
      aria-label={texts.field}
      value={field === 'property' ? `${PROPERTY}${key}` : field}
      onChange={choose}
      allowDeselect={false}
      openOnFocus={false}
      searchable={keys.length > 4}
      data={[
        { group: texts.fields, items: plain.map((value) => ({ value, label: words.fields[value] })) },
        ...(keys.length > 0
          ? [{ group: texts.properties, items: keys.map((name) => ({ value: `${PROPERTY}${name}`, label: name })) }]
          : []),
      ]}
      comboboxProps={{ width: 'max-content', position: 'bottom-start', withinPortal: !inPlace }}
    />
  )
}

const isAbout = (option: ComboboxParsedItem, search: string, nameOf: (value: string) => string): boolean => {
  if ('group' in option) return false
  const words = search.trim().toLowerCase()
  return [String(option.value), nameOf(String(option.value))].some((text) => text.toLowerCase().includes(words))
}

function Values({ condition, onChange, vocabulary, inPlace = false }: Omit<Props, 'onRemove'>) {
  const texts = useTexts(ruleTexts)
  const [opened, setOpened] = useState(false)
  const words = ruleWords[useLanguage()]
  const { field, op, values } = condition
  const suggestions = suggestionsFor(condition, vocabulary)
  const nameOf = (value: string) => (meansWhole(op) ? words.nameOf(field, value) : value)
  const codeOf = (said: string) => suggestions.find((value) => nameOf(value) === said) ?? said
  if (needsNoValue(op)) return null
  if (isNumeric(op))
    return (
      <TextInput
        size="xs"
        inputMode="decimal"
        aria-label={texts.number}
        placeholder={texts.number}
        value={values[0] ?? ''}
        onChange={({ currentTarget }) => {
          const typed = currentTarget.value.replace(',', '.').trim()
          onChange({ ...condition, values: typed === '' ? [] : [typed] })
        }}
        error={values[0] !== undefined && Number.isNaN(Number(values[0]))}
      />
    )
  return (
    <TagsInput
      size="xs"
      aria-label={texts.values}
      placeholder={values.length === 0 ? texts.typeValue : undefined}
      value={[...values]}
      onChange={(next) => onChange({ ...condition, values: [...new Set(next.map(codeOf))] })}
      data={suggestions}
      filter={({ options, search }) => options.filter((option) => isAbout(option, search, nameOf))}
      renderOption={({ option: { value } }) => (
        <span className={styles.option}>
          {nameOf(value)}
          {nameOf(value) !== value && <small>{value}</small>}
        </span>
      )}
      renderPill={({ value = '', onRemove, disabled }) => (
        <Pill size="xs" title={value} withRemoveButton disabled={disabled} onRemove={onRemove}>
          {nameOf(value)}
        </Pill>
      )}
      limit={60}
      maxDropdownHeight={220}
      splitChars={[]}
      acceptValueOnBlur
      dropdownOpened={opened}
      onDropdownOpen={() => setOpened(true)}
      onDropdownClose={() => setOpened(false)}
      onOptionSubmit={() => setOpened(false)}
      comboboxProps={{ position: 'bottom-start', withinPortal: !inPlace }}
    />
  )
}

/** One condition as field, comparison and values. */
export function ConditionFields({ condition, onChange, onRemove, vocabulary, inPlace = false }: Props) {
  const texts = useTexts(ruleTexts)
  const words = ruleWords[useLanguage()]
  const allowed: readonly Condition['op'][] = operatorsOf(condition.field)
  return (
    <div className={styles.condition}>
      <div className={styles.conditionHead}>
        <Field condition={condition} onChange={onChange} vocabulary={vocabulary} inPlace={inPlace} />
        <Select
          size="xs"
          aria-label={texts.operator}
          value={condition.op}
          allowDeselect={false}
          openOnFocus={false}
          onChange={(chosen) => {
            const op = allowed.find((one) => one === chosen)
            if (!op) return
            const keeps = isNumeric(op) === isNumeric(condition.op) && !needsNoValue(op)
            onChange({ ...condition, op, values: keeps ? condition.values : [] })
          }}
          data={allowed.map((value) => ({ value, label: words.operators[value] }))}
          comboboxProps={{ width: 'max-content', position: 'bottom-start', withinPortal: !inPlace }}
        />
        {onRemove && (
          <ActionIcon variant="subtle" color="gray" size="md" aria-label={texts.removeCondition} onClick={onRemove}>
            <IconX size={14} />
          </ActionIcon>
        )}
      </div>
      <Values condition={condition} onChange={onChange} vocabulary={vocabulary} inPlace={inPlace} />
    </div>
  )
}
