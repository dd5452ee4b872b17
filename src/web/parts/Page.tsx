import { type ReactNode, useEffect } from 'react'
import styles from './parts.module.css'

type Space = { readonly wide?: boolean; readonly beside?: boolean; readonly children: ReactNode }

/** The space of a page; `wide` takes the whole width, as maps do; `beside` leaves room for an open inspector. */
export function Page({ wide = false, beside = false, children }: Space) {
  return (
    <div className={styles.page} data-wide={wide || undefined} data-beside={beside || undefined}>
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
