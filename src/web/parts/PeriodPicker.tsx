import { Popover, Radio, Stack, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { DatePicker } from '@mantine/dates'
import { IconCalendar, IconCheck, IconGitCompare } from '@tabler/icons-react'
import { useState } from 'react'
import type { Period } from '../../kernel/figures.ts'
import { useFormat } from '../format.tsx'
import { useTexts } from '../i18n.tsx'
import { dayIn, lastDays, lastYear, periodBefore, samePeriod, yearBefore } from '../period.ts'
import { shellTexts } from '../texts.ts'
import { useWorkspace } from '../workspace.tsx'
import { Chip } from './Chip.tsx'
import styles from './parts.module.css'

type Chosen = { readonly period: Period | null; readonly compare: Period | null }
type Props = Chosen & {
  readonly onChange: (chosen: Chosen) => void
  /** First and last day with data; the presets end at the last. */
  readonly bounds?: Period | null
  readonly comparable?: boolean
}

const comparisons = ['none', 'previous', 'year'] as const
type Comparison = (typeof comparisons)[number]

function compareWith(kind: Comparison, period: Period | null): Period | null {
  if (period === null || kind === 'none') return null
  return kind === 'previous' ? periodBefore(period) : yearBefore(period)
}

function comparisonOf({ period, compare }: Chosen): Comparison {
  if (period === null || compare === null) return 'none'
  return samePeriod(compare, yearBefore(period)) ? 'year' : 'previous'
}

function usePresets(last: string): readonly { readonly label: string; readonly period: Period | null }[] {
  const { period: texts } = useTexts(shellTexts)
  const format = useFormat()
  return [
    { label: texts.all, period: null },
    ...[7, 30, 90].map((days) => ({ label: texts.days(format.number(days)), period: lastDays(last, days) })),
    { label: texts.months, period: lastYear(last) },
  ]
}

/** Chooses the days that are counted and what they are compared with. */
export function PeriodPicker({ period, compare, onChange, bounds = null, comparable = false }: Props) {
  const { period: texts } = useTexts(shellTexts)
  const format = useFormat()
  const [opened, setOpened] = useState(false)
  const preset = period === null ? texts.all : format.period(period)
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" shadow="md" trapFocus withRoles>
      <Popover.Target>
        <Chip leftSection={<IconCalendar size={15} stroke={1.6} aria-hidden />} onClick={() => setOpened(!opened)}>
          <VisuallyHidden>{`${texts.open}: `}</VisuallyHidden>
          {preset}
          {compare !== null && (
            <span className={styles.chipNote}>
              <IconGitCompare size={14} stroke={1.6} aria-hidden />
              {texts.with(format.period(compare))}
            </span>
          )}
        </Chip>
      </Popover.Target>
      <Popover.Dropdown p={10}>
        <Choice
          period={period}
          compare={compare}
          onChange={onChange}
          bounds={bounds}
          comparable={comparable}
          onDone={() => setOpened(false)}
        />
      </Popover.Dropdown>
    </Popover>
  )
}

function Choice(props: Required<Props> & { onDone: () => void }) {
  const { period, compare, onChange, bounds, comparable, onDone } = props
  const { period: texts } = useTexts(shellTexts)
  const format = useFormat()
  const { timeZone } = useWorkspace()
  const last = bounds?.to ?? dayIn(Date.now(), timeZone)
  const presets = usePresets(last)
  const [first, setFirst] = useState<string | null>(null)
  const kind = comparisonOf({ period, compare })
  const take = (next: Period | null) => {
    onChange({ period: next, compare: compareWith(kind, next) })
    onDone()
  }
  const pick = ([from, to]: [string | null, string | null]) => {
    setFirst(to === null ? from : null)
    if (from !== null && to !== null) take({ from, to })
  }
  return (
    <div className={styles.periods}>
      <div className={styles.presets}>
        {presets.map((preset) => (
          <UnstyledButton key={preset.label} className={styles.preset} onClick={() => take(preset.period)}>
            {preset.label}
            {samePeriod(preset.period, period) && <IconCheck size={15} aria-hidden />}
          </UnstyledButton>
        ))}
        {comparable && period !== null && (
          <Radio.Group
            label={texts.compare}
            value={kind}
            onChange={(next) =>
              onChange({ period, compare: compareWith(comparisons.find((one) => one === next) ?? 'none', period) })
            }
            mt={10}
          >
            <Stack gap={6} mt={6}>
              {comparisons.map((one) => (
                <Radio key={one} value={one} label={texts[one]} size="xs" />
              ))}
            </Stack>
          </Radio.Group>
        )}
      </div>
      <div>
        <p className={styles.hint}>{texts.pick}</p>
        <DatePicker
          type="range"
          size="xs"
          aria-label={texts.own}
          value={first === null ? [period?.from ?? null, period?.to ?? null] : [first, null]}
          onChange={pick}
          defaultDate={period?.from ?? last}
          maxDate={last}
          hideOutsideDates
          previousLabel={texts.earlier}
          nextLabel={texts.later}
        />
        {bounds !== null && <p className={styles.hint}>{texts.upTo(format.date(`${last}T12:00:00Z`))}</p>}
      </div>
    </div>
  )
}
