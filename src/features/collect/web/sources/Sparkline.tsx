import styles from './sources.module.css'

const width = 108
const height = 26

/** The course of some counts as a small line; the words beside it say the same. */
export function Sparkline({ counts, label }: { counts: readonly number[]; label: string }) {
  const most = Math.max(...counts, 1)
  const x = (i: number) => (i / Math.max(counts.length - 1, 1)) * width
  const y = (count: number) => height - 2 - (count / most) * (height - 4)
  const line = counts.map((count, i) => `${i === 0 ? 'M' : 'L'}${x(i).toFixed(1)} ${y(count).toFixed(1)}`).join('')
  return (
    <svg
      className={styles.spark}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={label}
    >
      <path d={`${line}L${width} ${height}L0 ${height}Z`} data-part="area" />
      <path d={line} data-part="line" />
    </svg>
  )
}
