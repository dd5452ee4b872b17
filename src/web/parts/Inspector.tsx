import { CloseButton, Drawer } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTexts } from '../i18n.tsx'
import { useIsPhone } from '../phone.ts'
import { shellTexts } from '../texts.ts'
import styles from './parts.module.css'

type Props = {
  readonly opened: boolean
  readonly onClose: () => void
  readonly title: string
  readonly icon?: ReactNode
  readonly children: ReactNode
}

function Panel({ onClose, title, icon, children }: Omit<Props, 'opened'>) {
  const { close } = useTexts(shellTexts)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const before = document.activeElement
    heading.current?.focus({ preventScroll: true })
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  }, [])
  useEffect(() => {
    const leave = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) onClose()
    }
    window.addEventListener('keydown', leave)
    return () => window.removeEventListener('keydown', leave)
  }, [onClose])
  return (
    <aside className={styles.inspector} aria-label={title}>
      <div className={styles.inspectorHead}>
        {icon}
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <CloseButton onClick={onClose} aria-label={close} />
      </div>
      {children}
    </aside>
  )
}

/** Opens beside the page for whatever is selected; a sheet from below on a phone. */
export function Inspector({ opened, ...panel }: Props) {
  const isPhone = useIsPhone()
  const { close } = useTexts(shellTexts)
  if (!isPhone) return opened ? <Panel {...panel} /> : null
  return (
    <Drawer.Root opened={opened} onClose={panel.onClose} position="bottom" size="82%">
      <Drawer.Overlay />
      <Drawer.Content aria-label={panel.title}>
        <Drawer.Body pt={16}>
          <div className={styles.inspectorHead}>
            {panel.icon}
            <h2>{panel.title}</h2>
            <CloseButton onClick={panel.onClose} aria-label={close} data-autofocus />
          </div>
          {panel.children}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  )
}
