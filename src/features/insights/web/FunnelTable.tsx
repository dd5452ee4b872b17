import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import type { FunnelStep } from '../schema.ts'
import styles from './insights.module.css'
import { insightsTexts } from './texts.ts'

/** The same figures as the bars, as a table. */
export function FunnelTable({ steps }: { steps: readonly FunnelStep[] }) {
  const { funnel: texts } = useTexts(insightsTexts)
  const format = useFormat()
  const percent = (value: number | null) => (value === null ? '–' : format.percent(value))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={texts.title}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{texts.step}</th>
            <th scope="col">{texts.people}</th>
            <th scope="col">{texts.ofStart}</th>
            <th scope="col">{texts.interval}</th>
            <th scope="col">{texts.ofPrevious}</th>
            <th scope="col">{texts.interval}</th>
            <th scope="col">{texts.time}</th>
          </tr>
        </thead>
        <tbody>
          {steps.map((step, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: one event may stand at several places
            <tr key={`${place} ${step.name}`}>
              <th scope="row">
                {format.number(place + 1)}. {step.name}
              </th>
              <td>{format.number(step.people)}</td>
              <td>{percent(step.ofStart.value)}</td>
              <td>{place === 0 ? '' : format.interval(step.ofStart)}</td>
              <td>{place === 0 ? '' : percent(step.ofPrevious.value)}</td>
              <td>{place === 0 ? '' : format.interval(step.ofPrevious)}</td>
              <td>{step.hours ? format.duration(step.hours.median) : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
