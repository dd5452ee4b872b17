import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import type { Phase } from '../schema.ts'
import { useMap } from './mapView.ts'
import { PhaseFacts } from './PhaseFacts.tsx'
import styles from './panel.module.css'
import { mapTexts } from './texts.ts'
import { panelTexts } from './texts-panel.ts'

/** A phase: who reaches it, goes on and leaves, and its touchpoints. */
export function PhasePanel({ phase }: { phase: Phase }) {
  const { ofPhase, ofTouchpoint, layout, go } = useMap()
  const texts = useTexts(panelTexts)
  const map = useTexts(mapTexts)
  const format = useFormat()
  const figures = ofPhase(phase.id)
  const column = layout.columns.find((one) => one.phase.id === phase.id)
  return (
    <div className={styles.panel}>
      {map.section[phase.section] !== phase.name && <p className={styles.quiet}>{map.section[phase.section]}</p>}
      {figures ? (
        <PhaseFacts figures={figures} className={styles.facts} />
      ) : (
        <p className={styles.quiet}>{map.river.fewer}</p>
      )}
      <section>
        <h3 className={styles.title}>{texts.phaseTouchpoints}</h3>
        <ul className={styles.ways}>
          {column?.touchpoints.map(({ id, name }) => {
            const touched = ofTouchpoint(id)
            return (
              <li key={id}>
                <button type="button" onClick={() => go({ touchpoint: id, phase: undefined })}>
                  {name}
                </button>
                <span>{touched ? format.number(touched.people) : '–'}</span>
                <i style={{ width: `${(touched?.reach.value ?? 0) * 100}%`, background: column.hue }} />
              </li>
            )
          })}
        </ul>
      </section>
    </div>
  )
}
