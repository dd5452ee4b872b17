import { useFormat } from '../../../../web/format.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import type { SourceRow } from '../../sources/schema.ts'
import styles from './sources.module.css'
import { sourceTexts } from './texts.ts'

/** How a source does, as a dot whose shape says it too, and in words. */
export function SourceState({ row }: { row: Pick<SourceRow, 'state' | 'paused' | 'volume'> }) {
  const { states } = useTexts(sourceTexts)
  const format = useFormat()
  const state = row.paused ? 'paused' : row.state
  const words = state === 'quiet' ? states.quiet(format.dateTime(row.volume.last ?? 0)) : states[state]
  return (
    <span className={styles.state} data-state={state}>
      <i className={styles.dot} aria-hidden />
      {words}
    </span>
  )
}
