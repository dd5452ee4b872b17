import type { Share } from '../../../../kernel/figures.ts'
import { channelLabel } from '../../../../kernel/names.ts'
import { useFormat } from '../../../../web/format.tsx'
import { useLanguage, useTexts } from '../../../../web/i18n.tsx'
import { ShareText } from '../../../../web/parts/ShareText.tsx'
import table from '../../../../web/parts/table.module.css'
import type { Stated } from '../../capture/schema.ts'
import styles from './capture.module.css'
import { statedTexts } from './statedTexts.ts'

const shownPairs = 12

/** What known customers said against what was measured of them. */
export function Linked({ linked }: { linked: Stated['linked'] }) {
  const { stated: texts } = useTexts(statedTexts)
  const language = useLanguage()
  const format = useFormat()
  const told = ({ value, low, high }: Share) =>
    value === null ? '–' : `${format.percent(value)} (${format.interval({ low, high })})`
  if (linked.n === 0) {
    return (
      <section>
        <h2>{texts.linked}</h2>
        <p className={styles.quiet}>{texts.linkedNone}</p>
      </section>
    )
  }
  return (
    <section>
      <h2>{texts.linked}</h2>
      <p>{texts.linkedText(format.number(linked.n), told(linked.agreesFirst), told(linked.agreesLast))}</p>
      <div className={table.scroll}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{texts.pairStated}</th>
              <th scope="col">{texts.pairFirst}</th>
              <th scope="col">{texts.pairLast}</th>
              <th scope="col" className={table.right}>
                {texts.pairCount}
              </th>
            </tr>
          </thead>
          <tbody>
            {linked.pairs.slice(0, shownPairs).map(({ stated, first, last, count }) => (
              <tr key={`${stated} ${first} ${last}`}>
                <th scope="row">{channelLabel(stated, language)}</th>
                <td data-label={texts.pairFirst}>{channelLabel(first, language)}</td>
                <td data-label={texts.pairLast}>{channelLabel(last, language)}</td>
                <td className={table.right} data-label={texts.pairCount}>
                  {format.number(count)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** How many of those who were asked answered, and how many were asked at all. */
export function Tills({ tills }: { tills: Stated['tills'] }) {
  const { stated: texts } = useTexts(statedTexts)
  const format = useFormat()
  if (tills.length === 0) return null
  return (
    <section>
      <h2>{texts.tills}</h2>
      <div className={table.scroll}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{texts.till}</th>
              {[texts.named, texts.skipped, texts.naming, texts.rate, texts.paper, texts.suspected].map((head) => (
                <th key={head} scope="col" className={table.right}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {tills.map((till) => (
              <tr key={till.device}>
                <th scope="row">
                  {till.name}
                  {till.place !== '' && <small>{till.place}</small>}
                </th>
                <td className={table.right} data-label={texts.named}>
                  {format.number(till.named)}
                </td>
                <td className={table.right} data-label={texts.skipped}>
                  {format.number(till.skipped)}
                </td>
                <td className={table.right} data-label={texts.naming}>
                  <ShareText share={till.naming} />
                </td>
                <td className={table.right} data-label={texts.rate}>
                  {till.counted ? (
                    <>
                      <ShareText share={till.counted.rate} />
                      <small>{texts.rateOf[till.counted.what](format.number(till.counted.n))}</small>
                    </>
                  ) : (
                    <span className={styles.quiet}>{texts.noRate}</span>
                  )}
                </td>
                <td className={table.right} data-label={texts.paper}>
                  {format.number(till.tally)}
                </td>
                <td className={table.right} data-label={texts.suspected}>
                  {format.number(till.suspected)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

const shownWeeks = 53

/** Answers of every week, those that name a way below those that do not. */
export function Weeks({ weeks }: { weeks: Stated['overTime'] }) {
  const { stated: texts } = useTexts(statedTexts)
  const format = useFormat()
  const shown = weeks.slice(-shownWeeks)
  const most = Math.max(1, ...shown.map(({ named, skipped }) => named + skipped))
  const first = shown[0]
  const last = shown.at(-1)
  if (!first || !last) return null
  return (
    <section>
      <h2>{texts.time}</h2>
      <ul className={styles.weeks}>
        {shown.map(({ from, named, skipped }) => (
          <li key={from}>
            <span className={styles.column} aria-hidden>
              <i data-kind="skipped" style={{ height: `${(skipped / most) * 100}%` }} />
              <i data-kind="stated" style={{ height: `${(named / most) * 100}%` }} />
            </span>
            <span className={styles.unseen}>
              {texts.weekOf(format.calendarDay(from))}: {format.number(named)} {texts.timeNamed},{' '}
              {format.number(skipped)} {texts.timeSkipped}
            </span>
          </li>
        ))}
      </ul>
      <p className={styles.axis}>
        <span>{format.calendarDay(first.from)}</span>
        <span>
          <i className={styles.statedKey} aria-hidden /> {texts.timeNamed}
          <i className={styles.skippedKey} aria-hidden /> {texts.timeSkipped}
        </span>
        <span>{shown.length > 1 && format.calendarDay(last.from)}</span>
      </p>
    </section>
  )
}
