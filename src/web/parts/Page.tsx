import { type ReactNode, useEffect } from 'react'
import styles from './parts.module.css'

/** The space of a page; `wide` takes the whole width, as maps and tables of many columns need. */
export function Page({ wide = false, children }: { wide?: boolean; children: ReactNode }) {
  return (
    <div className={styles.page} data-wide={wide || undefined}>
      {children}
    </div>
  )
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === '' ? 'Fernweh' : `${title} · Fernweh`
  }, [title])
}

type Heading = {
  readonly title: string
  readonly lead?: ReactNode
  readonly actions?: ReactNode
  readonly documentTitle?: string
}

/** What the page answers, in one line, with the sentence that answers it. */
export function PageHeading({ title, lead, actions, documentTitle }: Heading) {
  useTitle(documentTitle ?? title)
  return (
    <div className={styles.heading}>
      <div className={styles.headingText}>
        <h1>{title}</h1>
        {lead !== undefined && <div className={styles.lead}>{lead}</div>}
      </div>
      {actions !== undefined && <div className={styles.headingActions}>{actions}</div>}
    </div>
  )
}
