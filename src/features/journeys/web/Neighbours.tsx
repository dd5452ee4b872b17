import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { ShareText } from '../../../web/parts/ShareText.tsx'
import type { Neighbour, TouchpointDetail } from '../schema.ts'
import { useMap } from './mapView.ts'
import styles from './panel.module.css'
import { panelTexts } from './texts-panel.ts'

function Ways({ title, ways, hue }: { title: string; ways: readonly Neighbour[]; hue: string }) {
  const texts = useTexts(panelTexts)
  const format = useFormat()
  const { draft, go } = useMap()
  if (ways.length === 0) return null
  return (
    <section>
      <h3 className={styles.title}>{title}</h3>
      <ul className={styles.ways}>
        {ways.map(({ kind, touchpoint, share, hours }) => {
          const name = draft.touchpoints.find(({ id }) => id === touchpoint)?.name
          return (
            <li key={`${kind}:${touchpoint ?? ''}`}>
              {kind === 'touchpoint' && name ? (
                <button type="button" onClick={() => go({ touchpoint: touchpoint ?? undefined })}>
                  {name}
                </button>
              ) : (
                <span>{texts.kinds[kind]}</span>
              )}
              {hours && <em>{format.duration(hours.median)}</em>}
              <ShareText share={share} digits={0} />
              <i style={{ width: `${(share.value ?? 0) * 100}%`, background: kind === 'left' ? 'var(--bad)' : hue }} />
            </li>
          )
        })}
      </ul>
    </section>
  )
}

type Counted = { readonly name: string; readonly count: number }

function Counts({
  title,
  counts,
  base,
  hue,
}: {
  title: string
  counts: readonly Counted[]
  base: number
  hue: string
}) {
  const format = useFormat()
  return (
    <section>
      <h3 className={styles.title}>{title}</h3>
      <ul className={styles.ways}>
        {counts.map(({ name, count }) => (
          <li key={name}>
            <span>{name}</span>
            <em>{format.number(count)}</em>
            <span>{base === 0 ? '–' : format.percent(count / base, 0)}</span>
            <i style={{ width: `${base === 0 ? 0 : Math.min(1, count / base) * 100}%`, background: hue }} />
          </li>
        ))}
      </ul>
    </section>
  )
}

const SHOWN = 5

/** What came before and after a touchpoint, and with what. */
export function Neighbours({ detail, hue }: { detail: TouchpointDetail; hue: string }) {
  const texts = useTexts(panelTexts)
  return (
    <>
      <Ways title={texts.after} ways={detail.after} hue={hue} />
      <Ways title={texts.before} ways={detail.before} hue={hue} />
      {detail.properties.map(({ key, values }) => (
        <Counts
          key={key}
          title={`${texts.properties}: ${key}`}
          counts={values.slice(0, SHOWN).map(({ value, people }) => ({ name: value, count: people }))}
          base={detail.figures.people}
          hue={hue}
        />
      ))}
    </>
  )
}
