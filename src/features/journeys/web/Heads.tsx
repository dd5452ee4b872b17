import { useTexts } from '../../../web/i18n.tsx'
import styles from './canvas.module.css'
import { Columns } from './Lane.tsx'
import { groupsOf } from './layout.ts'
import { useMap } from './mapView.ts'
import { PhaseMenu } from './PhaseMenu.tsx'
import { mapTexts } from './texts.ts'

/** The phases by name, grouped by where they stand relative to the purchase. */
export function Heads() {
  const { layout, draft, go, editing } = useMap()
  const { section } = useTexts(mapTexts)
  const groups = groupsOf(draft.phases)
  return (
    <div className={styles.heads} style={{ paddingLeft: layout.label }}>
      <Columns>
        {layout.columns.map(({ phase }, index) => (
          <div key={phase.id} className={styles.head} data-phase={phase.id}>
            <small>{groups.some(({ first }) => first === index) ? section[phase.section] : ' '}</small>
            <div className={styles.headRow}>
              <h2>
                <button type="button" onClick={() => go({ phase: phase.id, touchpoint: undefined, person: undefined })}>
                  {phase.name}
                </button>
              </h2>
              {editing && <PhaseMenu phase={phase} />}
            </div>
          </div>
        ))}
      </Columns>
    </div>
  )
}
