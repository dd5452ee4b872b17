import { Tooltip } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { type KeyboardEvent, useState } from 'react'
import { useFormat } from '../../../web/format.tsx'
import { useLanguage, useTexts } from '../../../web/i18n.tsx'
import { ruleWords } from '../../../web/parts/rule/ruleWords.ts'
import { ruleInWords } from '../../../web/parts/rule/words.ts'
import { useMay } from '../../../web/workspace.tsx'
import { rename } from './edits.ts'
import { worstFirst } from './findings.ts'
import styles from './heading.module.css'
import { useMap } from './mapView.ts'
import { Rich } from './Rich.tsx'
import { type Layer, layers } from './search.ts'
import { mapTexts } from './texts.ts'
import { editTexts } from './texts-edit.ts'

/** The name of the journey, changed where it stands. */
export function Title() {
  const { draft, edit } = useMap()
  const may = useMay()
  const texts = useTexts(editTexts)
  const [name, setName] = useState<string | null>(null)
  const finish = () => {
    if (name !== null && name.trim() !== draft.name) edit(rename(name))
    setName(null)
  }
  const press = ({ key }: KeyboardEvent) => {
    if (key === 'Enter') finish()
    if (key === 'Escape') setName(null)
  }
  if (name !== null)
    return (
      <input
        className={styles.titleInput}
        aria-label={texts.rename}
        value={name}
        maxLength={120}
        // biome-ignore lint/a11y/noAutofocus: the person has just asked to type here
        autoFocus
        onFocus={({ currentTarget }) => currentTarget.select()}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        onBlur={finish}
        onKeyDown={press}
      />
    )
  if (!may('edit')) return <h1>{draft.name}</h1>
  return (
    <h1 className={styles.title}>
      <button type="button" onClick={() => setName(draft.name)} title={texts.rename}>
        {draft.name}
        <IconPencil size={16} stroke={1.6} aria-hidden />
      </button>
    </h1>
  )
}

function BreakSentence() {
  const { draft, figures, go } = useMap()
  const texts = useTexts(mapTexts)
  const format = useFormat()
  const worst = figures && worstFirst(figures, draft.touchpoints)[0]
  if (!worst) return null
  const { touchpoint, breakPoint } = worst
  const said =
    breakPoint.cost === null
      ? texts.leadBreakPeople(touchpoint.name, format.number(Math.round(breakPoint.peopleLost)))
      : texts.leadBreak(touchpoint.name, format.money(breakPoint.cost, undefined, 0))
  return (
    <button
      type="button"
      className={styles.leadLink}
      onClick={() => go({ touchpoint: touchpoint.id, phase: undefined, tab: 'figures' })}
    >
      <Rich text={said} />
    </button>
  )
}

/** The answer of the whole map in one or two sentences. */
export function Lead() {
  const { draft, figures, shows } = useMap()
  const texts = useTexts(mapTexts)
  const format = useFormat()
  const words = ruleWords[useLanguage()]
  if (!figures || (figures.state === 'measuring' && figures.people === 0)) return null
  const { goal, goalCompared, period } = figures
  if (goal.value === null) return <p className={styles.lead}>{texts.leadEmpty(format.period(period))}</p>
  const base = [
    texts.goalIs(ruleInWords(draft.goal, words)),
    texts.intervalBase(format.number(goal.n)),
    ...(goalCompared?.value != null && shows('comparison')
      ? [texts.goalChange(format.percent(goalCompared.value))]
      : []),
  ].join('. ')
  return (
    <p className={styles.lead}>
      <Tooltip label={base}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the tooltip must be reachable by keyboard */}
        <span tabIndex={0}>
          <Rich
            text={texts.lead({
              won: format.number(goal.part),
              all: format.number(goal.n),
              share: format.percent(goal.value),
              interval: format.interval(goal),
              period: format.period(period),
            })}
          />
        </span>
      </Tooltip>{' '}
      <BreakSentence />
    </p>
  )
}

type View = 'near' | 'far' | 'table'

function Segments<T extends string>(props: {
  label: string
  items: readonly { readonly value: T; readonly label: string; readonly on: boolean }[]
  onPress: (value: T) => void
}) {
  return (
    <fieldset className={styles.segments} aria-label={props.label}>
      {props.items.map(({ value, label, on }) => (
        <button key={value} type="button" aria-pressed={on} onClick={() => props.onPress(value)}>
          {label}
        </button>
      ))}
    </fieldset>
  )
}

/** Which layers the map shows, and how near one looks. */
export function Layers() {
  const { search, go, figures } = useMap()
  const texts = useTexts(mapTexts)
  const offered = layers.filter((layer) => layer !== 'comparison' || figures?.compare)
  const toggle = (layer: Layer) =>
    go({
      layers: search.layers.includes(layer)
        ? search.layers.filter((one) => one !== layer)
        : layers.filter((one) => one === layer || search.layers.includes(one)),
    })
  const view: View = search.view === 'table' ? 'table' : search.zoom
  return (
    <div className={styles.switches}>
      <Segments
        label={texts.layers.label}
        items={offered.map((layer) => ({
          value: layer,
          label: texts.layers[layer],
          on: search.layers.includes(layer),
        }))}
        onPress={toggle}
      />
      <Segments
        label={texts.zoom.label}
        items={(['near', 'far', 'table'] as const).map((value) => ({
          value,
          label: texts.zoom[value],
          on: value === view,
        }))}
        onPress={(next) => go(next === 'table' ? { view: 'table' } : { view: 'map', zoom: next })}
      />
    </div>
  )
}
