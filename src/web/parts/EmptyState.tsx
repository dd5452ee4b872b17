import type { ReactNode } from 'react'
import styles from './parts.module.css'

type Empty = {
  readonly icon: ReactNode
  readonly title: string
  readonly children?: ReactNode
  readonly action?: ReactNode
  /** Whether this is all that the page says. */
  readonly alone?: boolean
}

/** Says honestly that there is nothing, and what to do next. */
export function EmptyState({ icon, title, children, action, alone = false }: Empty) {
  return (
    <div className={styles.empty}>
      <div className={styles.emptyIcon} aria-hidden>
        {icon}
      </div>
      {alone ? <h1>{title}</h1> : <h2>{title}</h2>}
      {children !== undefined && <div className={styles.emptyText}>{children}</div>}
      {action !== undefined && <div className={styles.emptyAction}>{action}</div>}
    </div>
  )
}
