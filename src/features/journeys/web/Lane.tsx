import type { ReactNode } from 'react'
import styles from './canvas.module.css'
import { useMap } from './mapView.ts'

type Props = { readonly label: string; readonly hint?: ReactNode; readonly name: string; readonly children: ReactNode }

/** One row of the map with its label, which stays in view while the map scrolls sideways. */
export function Lane({ label, hint, name, children }: Props) {
  const { layout } = useMap()
  return (
    <section className={styles.lane} aria-label={label} data-lane={name}>
      <div className={styles.laneLabel} style={layout.label > 0 ? { width: layout.label } : undefined}>
        <h3>{label}</h3>
        {hint && <small>{hint}</small>}
      </div>
      <div className={styles.laneBody} style={{ width: layout.width }}>
        {children}
      </div>
    </section>
  )
}

/** The same width for every phase. */
export function Columns({ children }: { children: ReactNode }) {
  const { layout } = useMap()
  return (
    <div
      className={styles.columns}
      style={{ gridTemplateColumns: `repeat(${layout.columns.length}, ${layout.columnWidth}px)` }}
    >
      {children}
    </div>
  )
}
