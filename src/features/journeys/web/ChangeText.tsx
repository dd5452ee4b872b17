import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { type Better, changeOf, senseOf } from './change.ts'
import styles from './river.module.css'
import { mapTexts } from './texts.ts'

/** The sign tells more or fewer people than in the comparison, the colour whether that is good where it is known. */
export function ChangeText({ now, before, better }: { now: number; before: number | null; better: Better }) {
  const format = useFormat()
  const { card } = useTexts(mapTexts)
  const change = changeOf(now, before)
  if (!change) return null
  return (
    <span className={styles.change} data-sense={senseOf(change, better)}>
      {change.share === null ? card.newPeople : format.signedPercent(change.share)}
    </span>
  )
}
