import { UnstyledButton } from '@mantine/core'
import type { ComponentPropsWithRef, ReactNode } from 'react'
import styles from './parts.module.css'

type Props = Omit<ComponentPropsWithRef<'button'>, 'type'> & {
  readonly leftSection?: ReactNode
  readonly active?: boolean
}

/** The small bordered button of the bar. */
export function Chip({ leftSection, active = false, children, ...rest }: Props) {
  return (
    <UnstyledButton {...rest} className={styles.chip} data-active={active || undefined}>
      {leftSection}
      {children}
    </UnstyledButton>
  )
}
