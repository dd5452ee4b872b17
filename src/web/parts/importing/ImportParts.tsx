import { Button, Progress } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Import } from '../../../features/collect/schema.ts'
import styles from './importing.module.css'

/** How far an import is, with words beside. */
export function ImportProgress({ row, label, children }: { row: Import; label: string; children: ReactNode }) {
  return (
    <div className={styles.working}>
      <Progress value={Math.max(row.progress * 100, 2)} size="lg" aria-label={label} animated />
      <p>{children}</p>
    </div>
  )
}

/** What a file still lacks before it can be imported. */
export function Lacking({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={styles.lacks}>
      <IconAlertCircle size={18} stroke={1.6} aria-hidden />
      <div>
        <b>{title}</b>
        {children}
      </div>
    </div>
  )
}

type StepProps = {
  readonly texts: { readonly other: string; readonly dryRun: string; readonly start: string }
  readonly ready: boolean
  readonly trying: boolean
  readonly starting: boolean
  readonly onOther: () => void
  readonly onTry: () => void
  readonly onStart: () => void
}

/** What can be done with a file whose columns are known: take another, try it, import it. */
export function StepActions({ texts, ready, trying, starting, onOther, onTry, onStart }: StepProps) {
  return (
    <>
      <Button size="xs" variant="default" onClick={onOther}>
        {texts.other}
      </Button>
      <Button size="xs" variant="default" disabled={!ready} loading={trying} onClick={onTry}>
        {texts.dryRun}
      </Button>
      <Button size="xs" color="accent" disabled={!ready} loading={starting} onClick={onStart}>
        {texts.start}
      </Button>
    </>
  )
}
