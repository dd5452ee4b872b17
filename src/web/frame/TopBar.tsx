import { IconChevronRight } from '@tabler/icons-react'
import { createContext, type ReactNode, use } from 'react'
import { createPortal } from 'react-dom'
import { useTexts } from '../i18n.tsx'
import { shellTexts } from '../texts.ts'
import styles from './frame.module.css'

/** The element of the frame into which pages put their breadcrumb and actions. */
export const TopBarSlot = createContext<HTMLElement | null>(null)

/** What a page shows in the bar above it: where it is, and what can be done there. */
export function TopBar({ parent, here, children }: { parent?: ReactNode; here: string; children?: ReactNode }) {
  const slot = use(TopBarSlot)
  const texts = useTexts(shellTexts)
  if (!slot) return null
  return createPortal(
    <>
      <nav className={styles.crumbs} aria-label={texts.breadcrumb}>
        {parent !== undefined && (
          <>
            <span className={styles.crumbParent}>{parent}</span>
            <IconChevronRight className={styles.crumbParent} size={13} stroke={1.6} aria-hidden />
          </>
        )}
        <span className={styles.crumbHere} aria-current="page">
          {here}
        </span>
      </nav>
      <div className={styles.actions}>{children}</div>
    </>,
    slot,
  )
}
