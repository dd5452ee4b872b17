import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { Columns, Lane } from './Lane.tsx'
import styles from './lanes.module.css'
import { useMap } from './mapView.ts'
import { mapTexts } from './texts.ts'

/** Who in the company answers for a phase; shown once somebody is named. */
export function DepartmentLane() {
  const { layout, draft } = useMap()
  const { lanes } = useTexts(mapTexts)
  if (draft.touchpoints.every(({ department }) => department === '')) return null
  return (
    <Lane label={lanes.departments} hint={lanes.departmentsHint} name="departments">
      <Columns>
        {layout.columns.map(({ phase, touchpoints }) => (
          <ul key={phase.id} className={styles.departments} aria-label={phase.name}>
            {[...new Set(touchpoints.map(({ department }) => department).filter((name) => name !== ''))].map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        ))}
      </Columns>
    </Lane>
  )
}

/** What the break points of each phase cost. */
export function MoneyLane() {
  const { layout, ofTouchpoint } = useMap()
  const { lanes, money } = useTexts(mapTexts)
  const format = useFormat()
  return (
    <Lane label={lanes.money} hint={lanes.moneyHint} name="money">
      <Columns>
        {layout.columns.map(({ phase, touchpoints }) => {
          const points = touchpoints.flatMap(({ id }) => ofTouchpoint(id)?.breakPoint ?? [])
          const cost = points.reduce((sum, point) => sum + (point.cost ?? 0), 0)
          return (
            <div key={phase.id} className={styles.cost}>
              {points.length === 0 ? (
                <span className={styles.quiet}>–</span>
              ) : (
                <>
                  {cost > 0 && <b>{money.lost(format.money(cost, undefined, 0))}</b>}
                  <small>{money.points(points.length)}</small>
                </>
              )}
            </div>
          )
        })}
      </Columns>
    </Lane>
  )
}
