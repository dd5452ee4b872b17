import { IconSunrise } from '@tabler/icons-react'
import styles from './frame.module.css'

export function Brand() {
  return (
    <span className={styles.brand}>
      <IconSunrise size={21} stroke={1.6} aria-hidden />
      Fernweh
    </span>
  )
}
