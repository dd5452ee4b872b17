import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { ShareText } from '../../../web/parts/ShareText.tsx'
import { ChangeText } from './ChangeText.tsx'
import { betterOf } from './change.ts'
import { FEWEST } from './curve.ts'
import { useMap } from './mapView.ts'
import styles from './table.module.css'
import { mapTexts } from './texts.ts'

function PhaseTable() {
  const { draft, ofPhase } = useMap()
  const { table } = useTexts(mapTexts)
  const format = useFormat()
  return (
    <table className={styles.table}>
      <caption>{table.phases}</caption>
      <thead>
        <tr>
          <th scope="col">{table.phase}</th>
          {[table.people, table.change, table.onward, table.left, table.open, table.time].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {draft.phases.map(({ id, name }, index) => {
          const figures = ofPhase(id)
          const last = index === draft.phases.length - 1
          return (
            <tr key={id}>
              <th scope="row">{name}</th>
              <td>{figures ? format.number(figures.people) : '–'}</td>
              <td>{figures ? <ChangeText now={figures.people} before={figures.compared} better="more" /> : '–'}</td>
              <td>{figures && !last ? <ShareText share={figures.onward} /> : '–'}</td>
              <td>{figures ? <ShareText share={figures.left} /> : '–'}</td>
              <td>{figures ? format.number(figures.open) : '–'}</td>
              <td>{figures?.hoursOnward ? format.duration(figures.hoursOnward.median) : '–'}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function TouchpointTable() {
  const { draft, ofTouchpoint, go } = useMap()
  const { table } = useTexts(mapTexts)
  const format = useFormat()
  return (
    <table className={styles.table}>
      <caption>{table.touchpoints}</caption>
      <thead>
        <tr>
          <th scope="col">{table.touchpoint}</th>
          <th scope="col" className={styles.words}>
            {table.phase}
          </th>
          {[table.people, table.change, table.reach, table.goal, table.exits, table.felt, table.answers].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {draft.phases.flatMap((phase) =>
          draft.touchpoints
            .filter((touchpoint) => touchpoint.phase === phase.id)
            .map(({ id, name }) => {
              const figures = ofTouchpoint(id)
              const felt = figures?.emotion && figures.emotion.n >= FEWEST ? figures.emotion : null
              return (
                <tr key={id}>
                  <th scope="row">
                    <button type="button" onClick={() => go({ touchpoint: id, phase: undefined })}>
                      {name}
                    </button>
                  </th>
                  <td className={styles.words}>{phase.name}</td>
                  <td>{figures ? format.number(figures.people) : '–'}</td>
                  <td>
                    {figures ? (
                      <ChangeText now={figures.people} before={figures.compared} better={betterOf(figures)} />
                    ) : (
                      '–'
                    )}
                  </td>
                  <td>{figures ? <ShareText share={figures.reach} /> : '–'}</td>
                  <td>{figures ? <ShareText share={figures.reachedGoal} /> : '–'}</td>
                  <td>{figures ? <ShareText share={figures.exits} /> : '–'}</td>
                  <td>{felt ? format.signed(felt.mean) : '–'}</td>
                  <td>{figures?.emotion ? format.number(figures.emotion.n) : '–'}</td>
                </tr>
              )
            }),
        )}
      </tbody>
    </table>
  )
}

/** The same figures as the map, as two tables. */
export function MapTable() {
  const { table } = useTexts(mapTexts)
  return (
    <div className={styles.tables}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className={styles.tableScroll} tabIndex={0} aria-label={table.phases}>
        <PhaseTable />
      </section>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className={styles.tableScroll} tabIndex={0} aria-label={table.touchpoints}>
        <TouchpointTable />
      </section>
    </div>
  )
}
