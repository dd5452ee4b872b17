import { useFormat } from '../../../../web/format.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import importing from '../../../../web/parts/importing/importing.module.css'
import table from '../../../../web/parts/table.module.css'
import type { ContactDryRun } from '../../contacts/schema.ts'
import styles from './contacts.module.css'
import { contactTexts } from './texts.ts'

const shown = ['added', 'updated', 'unchanged', 'rejected'] as const

/** What became of the rows of a file: a bar of parts with their numbers, and what is to be known about them. */
export function Counts({ result }: { result: Omit<ContactDryRun, 'rejects'> }) {
  const { figures } = useTexts(contactTexts)
  const format = useFormat()
  const total = Math.max(1, result.read)
  return (
    <>
      <div className={styles.bar} aria-hidden>
        {shown.map((part) => (
          <i key={part} data-part={part} style={{ width: `${(result[part] / total) * 100}%` }} />
        ))}
      </div>
      <dl className={styles.figures}>
        {shown.map((part) => (
          <div key={part} data-part={part}>
            <dt>{figures[part]}</dt>
            <dd>{format.number(result[part])}</dd>
          </div>
        ))}
        <div>
          <dt>{figures.read}</dt>
          <dd>{format.number(result.read)}</dd>
        </div>
      </dl>
      {result.repeated > 0 && <p className={styles.note}>{figures.repeatedText(format.number(result.repeated))}</p>}
      {result.shared > 0 && <p className={styles.note}>{figures.sharedText(format.number(result.shared))}</p>}
    </>
  )
}

/** Rows that stayed out, with the place and the reason. */
export function RejectedRows({ result }: { result: ContactDryRun }) {
  const { rejects: texts } = useTexts(contactTexts)
  const format = useFormat()
  if (result.rejects.length === 0) return null
  return (
    <>
      <h3 className={styles.rejectsTitle}>{texts.title}</h3>
      {result.rejected > result.rejects.length && (
        <p className={styles.note}>{texts.first(format.number(result.rejects.length))}</p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className={styles.rejects} tabIndex={0} aria-label={texts.title}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{texts.line}</th>
              <th scope="col">{texts.reason}</th>
              <th scope="col">{texts.field}</th>
              <th scope="col">{texts.value}</th>
            </tr>
          </thead>
          <tbody>
            {result.rejects.map((reject) => (
              <tr key={reject.line}>
                <td data-label={texts.line}>{reject.line}</td>
                <th scope="row">{texts.reasons[reject.reason]}</th>
                <td>{reject.field}</td>
                <td className={importing.cut} title={reject.value}>
                  {reject.value}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}
