import { useElementSize } from '@mantine/hooks'
import { useFormat } from '../../../../web/format.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import table from '../../../../web/parts/table.module.css'
import type { SegmentDay } from '../../segments/schema.ts'
import styles from './segments.module.css'
import { segmentTexts } from './texts.ts'

const round = (n: number): number => Math.round(n * 10) / 10

type Frame = { readonly width: number; readonly height: number; readonly left: number; readonly foot: number }

/** Places of days in a frame; days that were not counted leave their width. */
function placesOf(days: readonly SegmentDay[], most: number, { width, height, left, foot }: Frame) {
  const times = days.map(({ day }) => Date.parse(day))
  const [first = 0, last = 0] = [times[0], times.at(-1)]
  const span = Math.max(1, last - first)
  return days.map(({ people }, i) => ({
    x: round(left + (((times[i] ?? first) - first) / span) * (width - left - 6)),
    y: round(6 + (1 - people / most) * (height - foot - 6)),
  }))
}

/** The shape of a course over time, from zero; a table gives the numbers. */
export function Spark({ days }: { days: readonly SegmentDay[] }) {
  if (days.length < 2) return null
  const most = Math.max(1, ...days.map(({ people }) => people))
  const points = placesOf(days, most, { width: 84, height: 24, left: 2, foot: 2 }).map(({ x, y }) => `${x},${y}`)
  return (
    <svg className={styles.spark} width={84} height={24} viewBox="0 0 84 24" aria-hidden="true">
      <polyline points={points.join(' ')} />
    </svg>
  )
}

const height = 190
const foot = 26

/** How many people a segment had on each day. */
export function Course({ days }: { days: readonly SegmentDay[] }) {
  const texts = useTexts(segmentTexts)
  const format = useFormat()
  const { ref, width } = useElementSize()
  const most = Math.max(1, ...days.map(({ people }) => people))
  const label = format.number(most)
  const left = 14 + label.length * 7
  const places = placesOf(days, most, { width: Math.max(width, 120), height, left, foot })
  const line = places.map(({ x, y }) => `${x},${y}`).join(' ')
  const [first, last] = [days[0], days.at(-1)]
  const [begin, end] = [places[0], places.at(-1)]
  if (!first || !last || !begin || !end) return null
  const floor = height - foot
  const said = `${texts.one.course}: ${format.calendarDay(first.day)} ${format.number(first.people)}, ${format.calendarDay(last.day)} ${format.number(last.people)}`
  return (
    <div ref={ref} className={styles.course}>
      <svg width="100%" height={height} role="img" aria-label={said}>
        <text x={0} y={14}>
          {label}
        </text>
        <text x={0} y={floor + 3}>
          0
        </text>
        <line x1={left} x2="100%" y1={floor} y2={floor} />
        <polygon points={`${begin.x},${floor} ${line} ${end.x},${floor}`} />
        <polyline points={line} />
        <circle cx={end.x} cy={end.y} r={3.5} />
        <text x={left} y={height - 6}>
          {format.calendarDay(first.day)}
        </text>
        {days.length > 1 && (
          <text x="100%" y={height - 6} textAnchor="end">
            {format.calendarDay(last.day)}
          </text>
        )}
      </svg>
      {days.length < 2 && <p className={styles.note}>{texts.one.courseSoon}</p>}
    </div>
  )
}

/** The same as a table, latest day first. */
export function CourseTable({ days }: { days: readonly SegmentDay[] }) {
  const texts = useTexts(segmentTexts)
  const format = useFormat()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.tableScroll} tabIndex={0} aria-label={texts.one.course}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{texts.one.day}</th>
            <th scope="col" className={table.right}>
              {texts.one.count}
            </th>
            <th scope="col" className={table.right}>
              {texts.share}
            </th>
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map(({ day, people, everybody }) => (
            <tr key={day}>
              <th scope="row">{format.calendarDay(day)}</th>
              <td className={table.right} data-label={texts.one.count}>
                {format.number(people)}
              </td>
              <td className={table.right} data-label={texts.share}>
                {everybody > 0 ? format.percent(people / everybody) : '–'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
