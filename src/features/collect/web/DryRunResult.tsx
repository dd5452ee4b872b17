import { useEffect, useRef } from 'react'
import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import importing from '../../../web/parts/importing/importing.module.css'
import type { DryRun, Reject } from '../schema.ts'
import styles from './collect.module.css'
import { Figure } from './Figure.tsx'
import { importTexts } from './importTexts.ts'

/** What an import would bring, and which rows would stay out. */
export function DryRunResult({ result, stale }: { result: DryRun; stale: boolean }) {
  const { dry } = useTexts(importTexts)
  const format = useFormat()
  const heading = useRef<HTMLHeadingElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new result takes the focus
  useEffect(() => heading.current?.focus(), [result])
  return (
    <section className={importing.dry}>
      <h2 ref={heading} tabIndex={-1}>
        {dry.title}
      </h2>
      {stale && <p className={styles.note}>{dry.stale}</p>}
      {result.good === 0 && <p className={styles.bad}>{dry.nothing}</p>}
      <div className={styles.figures}>
        <Figure value={format.number(result.good)} unit={dry.rows} label={dry.good} />
        <Figure value={format.number(result.rejected)} unit={dry.rows} label={dry.rejected} bad={result.rejected > 0} />
        <Figure value={format.number(result.people)} label={dry.people} />
        {result.from !== null && result.to !== null && (
          <Figure value={format.dateRange(result.from, result.to)} label={dry.range} small />
        )}
      </div>
      <div className={styles.dryColumns}>
        <Events events={result.events} />
        {result.rejects.length > 0 && <Rejects rejects={result.rejects} total={result.rejected} />}
      </div>
    </section>
  )
}

function Events({ events }: { events: DryRun['events'] }) {
  const { dry } = useTexts(importTexts)
  const format = useFormat()
  const most = Math.max(...events.map(({ count }) => count), 1)
  if (events.length === 0) return null
  return (
    <div>
      <h3>{dry.events}</h3>
      <ul className={styles.bars}>
        {events.slice(0, 8).map(({ name, count }) => (
          <li key={name}>
            <span>{name}</span>
            <span>{format.number(count)}</span>
            <i style={{ width: `${(count / most) * 100}%` }} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function Rejects({ rejects, total }: { rejects: readonly Reject[]; total: number }) {
  const { dry, rejects: reasons } = useTexts(importTexts)
  const format = useFormat()
  const shown = rejects.slice(0, 20)
  return (
    <div>
      <h3>{dry.rejects}</h3>
      {total > shown.length && <p className={styles.note}>{dry.rejectsHint(format.number(shown.length))}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className={styles.rejects} tabIndex={0} aria-label={dry.rejects}>
        <table>
          <thead>
            <tr>
              <th scope="col">{dry.line}</th>
              <th scope="col">{dry.field}</th>
              <th scope="col">{dry.reason}</th>
              <th scope="col">{dry.value}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((reject) => (
              <tr key={`${reject.line} ${reject.field}`}>
                <td>{format.number(reject.line)}</td>
                <td>{reject.field}</td>
                <td>{reasons[reject.reason]}</td>
                <td className={importing.cut} title={reject.value}>
                  {reject.value}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}
