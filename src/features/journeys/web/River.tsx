import { Tooltip } from '@mantine/core'
import { useId, useMemo } from 'react'
import { type Format, useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import type { Phase, PhaseFigures } from '../schema.ts'
import { type Change, changeOf } from './change.ts'
import { Moving } from './Moving.tsx'
import { useMap } from './mapView.ts'
import { PhaseFacts } from './PhaseFacts.tsx'
import styles from './river.module.css'
import { type Band, riverOf, type Stretch } from './river.ts'
import { mapTexts } from './texts.ts'
import { Water } from './Water.tsx'

type Texts = (typeof mapTexts)['de']
type Told = {
  readonly people: number | null
  readonly number: string
  readonly change: Change | null
  readonly changed: string
}

const toldOf = (figures: PhaseFigures | null, compared: boolean, format: Format, texts: Texts): Told => {
  if (!figures) return { people: null, number: '–', change: null, changed: '' }
  const change = compared ? changeOf(figures.people, figures.compared) : null
  const changed = change ? (change.share === null ? texts.card.newPeople : format.signedPercent(change.share)) : ''
  return { people: figures.people, number: format.number(figures.people), change, changed }
}

const MENTIONED = 0.005

const stretchOf = (told: Told, figures: PhaseFigures | null, last: boolean, format: Format, texts: Texts): Stretch => {
  const { onward, left, open, hoursOnward, people } = figures ?? {}
  const pace = hoursOnward ? ` · ${format.duration(hoursOnward.median)}` : ''
  const goesOn =
    !last && onward && onward.value !== null ? [`${texts.river.onward(format.percent(onward.value, 0))}${pace}`] : []
  const waits = people && open && open / people > MENTIONED ? [texts.river.open(format.percent(open / people, 0))] : []
  const leaves =
    left && left.value !== null && left.value > MENTIONED ? [texts.river.leave(format.percent(left.value, 0))] : []
  return {
    people: people ?? 0,
    onward: onward?.part ?? 0,
    left: left?.part ?? 0,
    lines: [`${told.number} ${told.changed}`, ...goesOn],
    leaving: [...leaves, ...waits],
  }
}

function Said({ band, told }: { band: Band; told: Told }) {
  const { words, leaving } = band
  return (
    <>
      <text x={words.x} y={words.baselines[0]} className={styles.number} data-inside={words.inside || undefined}>
        {told.people === null ? '–' : <Moving value={told.people} />}
        {told.change && (
          <tspan dx={7} className={styles.numberChange} data-direction={told.change.direction}>
            {told.changed}
          </tspan>
        )}
      </text>
      {words.lines.slice(1).map((line, index) => (
        <text
          key={line}
          x={words.x}
          y={words.baselines[index + 1]}
          className={styles.onward}
          data-inside={words.inside || undefined}
        >
          {line}
        </text>
      ))}
      {leaving?.lines.map((line, index) => (
        <text key={line} x={leaving.x} y={leaving.baselines[index]} className={styles.leaving}>
          {line}
        </text>
      ))}
    </>
  )
}

function StretchButton({ phase, figures, left }: { phase: Phase; figures: PhaseFigures; left: number }) {
  const { layout, go, search } = useMap()
  const format = useFormat()
  const { river } = useTexts(mapTexts)
  const { people, ofStart } = figures
  return (
    <Tooltip
      label={<PhaseFacts figures={figures} className={styles.facts} />}
      openDelay={120}
      position="bottom-start"
      maw={420}
      classNames={{ tooltip: styles.tip }}
    >
      <button
        type="button"
        className={styles.stretch}
        style={{ left, width: layout.columnWidth }}
        data-selected={search.phase === phase.id || undefined}
        aria-label={river.summary({
          phase: phase.name,
          people: format.number(people),
          ofStart: ofStart.value === null ? '–' : format.percent(ofStart.value),
        })}
        onClick={() => go({ phase: phase.id, touchpoint: undefined, person: undefined })}
      />
    </Tooltip>
  )
}

/** People as a river from phase to phase; every stretch opens its figures with intervals on hover and focus. */
export function River() {
  const { draft, ofPhase, layout, shows } = useMap()
  const format = useFormat()
  const texts = useTexts(mapTexts)
  const id = useId()
  const compared = shows('comparison')
  const measured = useMemo(() => draft.phases.map((phase) => ofPhase(phase.id)), [draft.phases, ofPhase])
  const told = measured.map((figures) => toldOf(figures, compared, format, texts))
  const stretches = measured.map((figures, index) =>
    stretchOf(toldOf(figures, compared, format, texts), figures, index === measured.length - 1, format, texts),
  )
  const river = riverOf(stretches, layout.columnWidth)
  return (
    <section className={styles.river} aria-label={texts.river.label} style={{ height: river.height }}>
      <svg width={river.width} height={river.height} viewBox={`0 0 ${river.width} ${river.height}`} aria-hidden="true">
        {river.bands.map((band, index) => (
          <Water
            key={draft.phases[index]?.id}
            band={band}
            hue={layout.columns[index]?.hue ?? ''}
            next={layout.columns[index + 1]?.hue}
            id={`${id}-${index}`}
          />
        ))}
        {river.bands.map((band, index) => {
          const one = told[index]
          return one && <Said key={draft.phases[index]?.id} band={band} told={one} />
        })}
      </svg>
      {draft.phases.map((phase, index) => {
        const figures = measured[index]
        if (!figures) return null
        return <StretchButton key={phase.id} phase={phase} figures={figures} left={index * layout.columnWidth} />
      })}
    </section>
  )
}
