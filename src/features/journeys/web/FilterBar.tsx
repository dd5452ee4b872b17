import { Button, Popover, Select } from '@mantine/core'
import { IconFilter, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { Condition } from '../../../kernel/rule.ts'
import { useFormat } from '../../../web/format.tsx'
import { useLanguage, useTexts } from '../../../web/i18n.tsx'
import { Chip } from '../../../web/parts/Chip.tsx'
import { ConditionFields } from '../../../web/parts/rule/ConditionFields.tsx'
import { ruleWords } from '../../../web/parts/rule/ruleWords.ts'
import { useVocabulary } from '../../../web/parts/rule/useVocabulary.ts'
import { conditionInWords, isComplete } from '../../../web/parts/rule/words.ts'
import styles from './edit.module.css'
import { useMap } from './mapView.ts'
import { mapTexts } from './texts.ts'
import { personaTexts } from './texts-persona.ts'
import { useSegmentNames } from './useSegmentNames.ts'

const fresh: Condition = { field: 'channel', op: 'is', values: [] }
const MOST = 10

type Props = { readonly filter: readonly Condition[]; readonly onChange: (filter: Condition[]) => void }

/** Opens a small form that adds one condition about people's events. */
export function FilterButton({ filter, onChange }: Props) {
  const { filter: texts } = useTexts(mapTexts)
  const format = useFormat()
  const vocabulary = useVocabulary()
  const [opened, setOpened] = useState(false)
  const [condition, setCondition] = useState<Condition>(fresh)
  const { search, go } = useMap()
  const segments = useSegmentNames()
  const persona = useTexts(personaTexts)
  const chosen = filter.length + (search.segment ? 1 : 0)
  const add = () => {
    onChange([...filter, condition])
    setCondition(fresh)
    setOpened(false)
  }
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" shadow="md" trapFocus withRoles width={320}>
      <Popover.Target>
        <Chip
          leftSection={<IconFilter size={15} stroke={1.6} aria-hidden />}
          active={chosen > 0}
          onClick={() => setOpened(!opened)}
        >
          {texts.button}
          {chosen > 0 && ` · ${format.number(chosen)}`}
        </Chip>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={styles.form}>
          {(segments.length > 0 || search.segment) && (
            <Select
              size="xs"
              label={persona.only}
              placeholder={persona.everybody}
              clearable
              openOnFocus={false}
              value={search.segment ?? null}
              data={segments.map(({ id, name }) => ({ value: id, label: name }))}
              comboboxProps={{ withinPortal: false }}
              onChange={(segment) => go({ segment: segment ?? undefined })}
            />
          )}
          <p className={styles.note}>{texts.title}</p>
          <ConditionFields
            condition={condition}
            onChange={setCondition}
            onRemove={null}
            vocabulary={vocabulary}
            inPlace
          />
          <Button size="xs" disabled={!isComplete(condition) || filter.length >= MOST} onClick={add}>
            {texts.add}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}

/** The filters in force, each as words with a cross. */
export function FilterChips({ filter, onChange }: Props) {
  const { filter: texts } = useTexts(mapTexts)
  const words = ruleWords[useLanguage()]
  const { search, go } = useMap()
  const persona = useTexts(personaTexts)
  const segments = useSegmentNames()
  const { segment } = search
  if (filter.length === 0 && !segment) return null
  const segmentSaid = persona.inSegment(segments.find(({ id }) => id === segment)?.name ?? persona.unknown)
  return (
    <section className={styles.filters} aria-label={texts.button}>
      {segment && (
        <button
          type="button"
          className={styles.filter}
          aria-label={texts.remove(segmentSaid)}
          onClick={() => go({ segment: undefined })}
        >
          {segmentSaid}
          <IconX size={13} aria-hidden />
        </button>
      )}
      {filter.length > 0 && <span>{texts.people}</span>}
      {filter.map((condition, index) => {
        const said = conditionInWords(condition, words)
        return (
          <button
            type="button"
            key={said}
            className={styles.filter}
            aria-label={texts.remove(said)}
            onClick={() => onChange(filter.toSpliced(index, 1))}
          >
            {said}
            <IconX size={13} aria-hidden />
          </button>
        )
      })}
      {filter.length > 1 && (
        <Button size="compact-xs" variant="subtle" onClick={() => onChange([])}>
          {texts.clear}
        </Button>
      )}
    </section>
  )
}
