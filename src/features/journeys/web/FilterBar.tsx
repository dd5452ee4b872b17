import { Button, Popover } from '@mantine/core'
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
import { mapTexts } from './texts.ts'

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
          active={filter.length > 0}
          disabled={filter.length >= MOST}
          onClick={() => setOpened(!opened)}
        >
          {texts.button}
          {filter.length > 0 && ` · ${format.number(filter.length)}`}
        </Chip>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={styles.form}>
          <p className={styles.note}>{texts.title}</p>
          <ConditionFields
            condition={condition}
            onChange={setCondition}
            onRemove={null}
            vocabulary={vocabulary}
            inPlace
          />
          <Button size="xs" disabled={!isComplete(condition)} onClick={add}>
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
  if (filter.length === 0) return null
  return (
    <section className={styles.filters} aria-label={texts.button}>
      <span>{texts.people}</span>
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
