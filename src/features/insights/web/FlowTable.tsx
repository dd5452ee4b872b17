import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import type { Flow } from '../schema.ts'
import styles from './insights.module.css'
import { outflowOf, summaryOf } from './summary.ts'
import { insightsTexts } from './texts.ts'

const mostRows = 200

/** The flow in sentences: where it mostly begins, what mostly follows, and where people stop. */
export function FlowSummary({ flow }: { flow: Flow }) {
  const { flow: texts } = useTexts(insightsTexts)
  const format = useFormat()
  const { start, next, end } = summaryOf(flow)
  return (
    <>
      {texts.summary(format.number(flow.people))} {start && texts.summaryStart(start.name, format.percent(start.share))}{' '}
      {next && texts.summaryThen(next.from, next.to, format.percent(next.share))}{' '}
      {end && end.share >= 0.01 && texts.summaryEnd(end.name, format.percent(end.share))}
    </>
  )
}

/** Every transition, the most frequent first. */
export function FlowTable({ flow }: { flow: Flow }) {
  const { flow: texts } = useTexts(insightsTexts)
  const format = useFormat()
  const leaving = outflowOf(flow)
  const rows = flow.links.slice(0, mostRows)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={texts.title}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{texts.position}</th>
            <th scope="col">{texts.fromColumn}</th>
            <th scope="col">{texts.toColumn}</th>
            <th scope="col">{texts.people}</th>
            <th scope="col">{texts.share}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ position, from, to, people }) => (
            <tr key={`${position} ${from} ${to ?? ''}`}>
              <td>{format.number(position)}</td>
              <th scope="row">{from}</th>
              <td>{to ?? texts.ends}</td>
              <td>{format.number(people)}</td>
              <td>{format.percent(people / Math.max(leaving(position, from), 1))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {flow.links.length > mostRows && (
        <p className={styles.quiet}>{texts.less(format.number(flow.links.length - mostRows))}</p>
      )}
    </section>
  )
}
