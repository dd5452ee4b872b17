import styles from './card.module.css'

const WIDTH = 36
const HEIGHT = 12

/** The shape of a course over time, from its own zero; the table and the inspector give the numbers. */
export function Sparkline({
  values,
  hue,
  width = WIDTH,
  height = HEIGHT,
}: {
  values: readonly number[]
  hue: string
  width?: number
  height?: number
}) {
  const most = Math.max(...values, 1)
  if (values.length < 2) return null
  const points = values
    .map((value, index) => {
      const x = 1 + (index * (width - 2)) / (values.length - 1)
      const y = height - 1 - (value / most) * (height - 2)
      return `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`
    })
    .join(' ')
  return (
    <svg className={styles.spark} width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <polyline points={points} style={{ stroke: hue }} />
    </svg>
  )
}
