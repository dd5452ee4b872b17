import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { ShareText } from '../../../web/parts/ShareText.tsx'
import type { Funnel } from '../schema.ts'
import styles from './insights.module.css'
import { insightsTexts } from './texts.ts'

type Groups = NonNullable<Funnel['groups']>

/** The funnel of each value that people had at the first step. */
export function FunnelGroups({ groups, by }: { groups: Groups; by: string }) {
  const { funnel: texts } = useTexts(insightsTexts)
  const format = useFormat()
  const title = texts.groups(by === 'channel' ? texts.channel : by)
  const names = groups[0]?.steps.map(({ name }) => name) ?? []
  const labelOf = ({ value, rest }: Groups[number]) => (rest ? texts.rest : value === '' ? texts.none : value)
  return (
    <div className={styles.groups}>
      <h2>{title}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className={styles.scroll} tabIndex={0} aria-label={title}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{by === 'channel' ? texts.channel : by}</th>
              {names.map((name, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: one event may stand at several places
                <th key={`${place} ${name}`} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <tr key={`${group.rest} ${group.value}`}>
                <th scope="row">{labelOf(group)}</th>
                {group.steps.map((step, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: one event may stand at several places
                  <td key={`${place} ${step.name}`}>
                    {place === 0 ? format.number(step.people) : <ShareText share={step.ofStart} />}
                    <i
                      className={styles.cellBar}
                      style={{ width: `${place === 0 ? 100 : (step.ofStart.value ?? 0) * 100}%` }}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}
