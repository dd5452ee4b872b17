import { Progress } from '@mantine/core'
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconCircleCheck,
  IconLoader2,
  IconPlayerPause,
  type TablerIcon,
} from '@tabler/icons-react'
import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { isMoving } from '../../../web/parts/importing/useImport.ts'
import type { Import } from '../schema.ts'
import styles from './collect.module.css'
import { collectTexts } from './texts.ts'

const icons: Partial<Record<Import['state'], TablerIcon>> = {
  done: IconCircleCheck,
  failed: IconAlertTriangle,
  interrupted: IconPlayerPause,
  undone: IconArrowBackUp,
}

/** The state of an import as sign and word, with its progress while it moves. */
export function StateMark({ row }: { row: Pick<Import, 'state' | 'progress'> }) {
  const { states, state } = useTexts(collectTexts)
  const format = useFormat()
  const Icon = icons[row.state] ?? IconLoader2
  return (
    <span className={styles.state} data-state={row.state}>
      <Icon size={15} stroke={1.7} aria-hidden />
      <span>
        {states[row.state]}
        {isMoving(row) && (
          <>
            {` ${format.percent(row.progress, 0)}`}
            <Progress value={row.progress * 100} size={4} mt={4} w={110} aria-label={state.progress} />
          </>
        )}
      </span>
    </span>
  )
}
