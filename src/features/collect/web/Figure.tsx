import styles from './collect.module.css'

type Props = {
  readonly value: string
  readonly label: string
  readonly unit?: string
  readonly bad?: boolean
  readonly small?: boolean
}

/** One number in large, with its unit and what it means. */
export function Figure({ value, label, unit, bad = false, small = false }: Props) {
  return (
    <div className={styles.figure} data-bad={bad || undefined} data-small={small || undefined}>
      <b>{value}</b>
      {unit !== undefined && ` ${unit}`}
      <span>{label}</span>
    </div>
  )
}
