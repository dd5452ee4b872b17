import { Tooltip } from '@mantine/core'
import { IconArrowDownRight, IconFlag } from '@tabler/icons-react'
import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { ShareText } from '../../../web/parts/ShareText.tsx'
import type { FunnelStep } from '../schema.ts'
import styles from './insights.module.css'
import { worstStep } from './steps.ts'
import { insightsTexts } from './texts.ts'

/** The hue of a step: the six hues of phases spread over all steps. */
const hueOf = (place: number, count: number): string =>
  `var(--p${1 + Math.round((place / Math.max(count - 1, 1)) * 5)})`

/** A bar for each step, linear in people, with what leaves before it. */
export function FunnelBars({ steps }: { steps: readonly FunnelStep[] }) {
  const { funnel: texts } = useTexts(insightsTexts)
  const worst = worstStep(steps)
  return (
    <ol className={styles.funnel} aria-label={texts.chartLabel}>
      {steps.map((step, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: one event may stand at several places
        <li key={`${place} ${step.name}`}>
          {place > 0 && <Lost step={step} before={steps[place - 1]} worst={worst?.place === place} />}
          <Bar step={step} place={place} hue={hueOf(place, steps.length)} />
        </li>
      ))}
    </ol>
  )
}

function Lost({ step, before, worst }: { step: FunnelStep; before: FunnelStep | undefined; worst: boolean }) {
  const { funnel: texts } = useTexts(insightsTexts)
  const format = useFormat()
  const lost = (before?.people ?? 0) - step.people
  const share = step.ofPrevious.value === null ? 0 : 1 - step.ofPrevious.value
  return (
    <p className={styles.lost} data-worst={worst || undefined}>
      {worst ? (
        <IconFlag size={14} stroke={1.7} aria-hidden />
      ) : (
        <IconArrowDownRight size={14} stroke={1.7} aria-hidden />
      )}
      {texts.leave(format.number(lost), format.percent(share))}
      {worst && ` · ${texts.worstMark}`}
    </p>
  )
}

function Bar({ step, place, hue }: { step: FunnelStep; place: number; hue: string }) {
  const { funnel: texts } = useTexts(insightsTexts)
  const format = useFormat()
  const share = step.ofStart.value ?? 0
  const { low, high } = step.ofStart
  return (
    <>
      <div className={styles.barHead}>
        <span className={styles.stepPlace}>{format.number(place + 1)}</span>
        <b>{step.name}</b>
        <span className={styles.barFigures}>
          <b>{format.number(step.people)}</b> {texts.people} · <ShareText share={step.ofStart} />
          {step.hours && <Median hours={step.hours} />}
        </span>
      </div>
      <div className={styles.barTrack} aria-hidden>
        <i style={{ width: `${share * 100}%`, background: hue }} />
        {place > 0 && low !== null && high !== null && (
          <s style={{ left: `${low * 100}%`, width: `${(high - low) * 100}%` }} />
        )}
      </div>
    </>
  )
}

function Median({ hours }: { hours: NonNullable<FunnelStep['hours']> }) {
  const { funnel: texts } = useTexts(insightsTexts)
  const format = useFormat()
  const range = texts.medianRange(format.duration(hours.low), format.duration(hours.high), format.number(hours.n))
  return (
    <>
      {' · '}
      <Tooltip label={range}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the tooltip must be reachable by keyboard */}
        <span className={styles.hinted} tabIndex={0}>
          {texts.median(format.duration(hours.median))}
        </span>
      </Tooltip>
    </>
  )
}
