import { Tooltip } from '@mantine/core'
import type { Share } from '../../kernel/figures.ts'
import { useFormat } from '../format.tsx'
import { useTexts } from '../i18n.tsx'
import { shellTexts } from '../texts.ts'
import styles from './parts.module.css'

/** A share; hovering or focusing it tells its base and interval. */
export function ShareText({ share, digits = 1 }: { share: Share; digits?: number }) {
  const format = useFormat()
  const texts = useTexts(shellTexts)
  if (share.value === null) return <span>–</span>
  const base = texts.share(format.number(share.part), format.number(share.n), format.interval(share))
  return (
    <Tooltip label={base}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the tooltip must be reachable by keyboard */}
      <span className={styles.share} tabIndex={0}>
        {format.percent(share.value, digits)}
      </span>
    </Tooltip>
  )
}
