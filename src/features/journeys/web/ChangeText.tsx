import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { changeOf } from './change.ts'
import styles from './river.module.css'
import { mapTexts } from './texts.ts'

/** Sign and colour tell more or fewer people than in the comparison. */
export function ChangeText({ now, before }: { now: number; before: number | null }) {
  const format = useFormat()
  const { card } = useTexts(mapTexts)
  const change = changeOf(now, before)
  if (!change) return null
  return (
    <span className={styles.change} data-direction={change.direction}>
      {change.share === null ? card.newPeople : format.signedPercent(change.share)}
    </span>
  )
}
