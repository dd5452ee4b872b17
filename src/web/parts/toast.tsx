import { Button } from '@mantine/core'
import { hideNotification, showNotification } from '@mantine/notifications'
import { useMemo } from 'react'
import { useAdvice } from '../advice.ts'
import { useTexts } from '../i18n.tsx'
import { shellTexts } from '../texts.ts'
import styles from './parts.module.css'

type Toast = {
  /** Says that something is done; with `undo`, offers to take it back for eight seconds. */
  readonly done: (text: string, undo?: () => void) => void
  readonly problem: (error: unknown) => void
}

export function useToast(): Toast {
  const advise = useAdvice()
  const { undo: undoText, close } = useTexts(shellTexts)
  const closeButtonProps = useMemo(() => ({ 'aria-label': close }), [close])
  return {
    done: (text, undo) => {
      const id = showNotification({
        autoClose: undo ? 8000 : 4000,
        color: 'teal',
        closeButtonProps,
        message: (
          <span className={styles.toast}>
            {text}
            {undo && (
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => {
                  hideNotification(id)
                  undo()
                }}
              >
                {undoText}
              </Button>
            )}
          </span>
        ),
      })
    },
    problem: (error) => {
      const { title, advice, detail } = advise(error)
      showNotification({
        autoClose: 9000,
        color: 'red',
        closeButtonProps,
        title,
        message: detail === '' ? advice : detail,
        role: 'alert',
      })
    },
  }
}
