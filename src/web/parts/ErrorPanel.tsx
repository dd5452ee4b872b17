import { Button } from '@mantine/core'
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react'
import { useAdvice } from '../advice.ts'
import { useTexts } from '../i18n.tsx'
import { shellTexts } from '../texts.ts'
import styles from './parts.module.css'

/** What went wrong and what to do about it. */
export function ErrorPanel({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { title, advice, detail } = useAdvice()(error)
  const { retry } = useTexts(shellTexts)
  return (
    <div className={styles.error} role="alert">
      <IconAlertTriangle size={20} stroke={1.6} aria-hidden />
      <div>
        <b>{title}</b>
        <p>{advice}</p>
        {detail !== '' && (
          <p className={styles.errorDetail} lang="en">
            {detail}
          </p>
        )}
        {onRetry && (
          <Button variant="default" size="xs" mt={10} leftSection={<IconRefresh size={14} />} onClick={onRetry}>
            {retry}
          </Button>
        )}
      </div>
    </div>
  )
}
