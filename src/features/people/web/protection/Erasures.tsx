import { useQuery } from '@tanstack/react-query'
import { api } from '../../../../web/api.ts'
import { useFormat } from '../../../../web/format.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import { ErrorPanel } from '../../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../../web/parts/Loading.tsx'
import { useWorkspace } from '../../../../web/workspace.tsx'
import type { Erasure } from '../../protection/schema.ts'
import styles from './law.module.css'
import { Section } from './Section.tsx'
import { protectionTexts } from './texts.ts'

/** The protocols of erasures. */
export function ErasuresSection() {
  const { privacy: texts } = useTexts(protectionTexts)
  const { id: workspace } = useWorkspace()
  const found = useQuery(api.people.protection.erasures.queryOptions({ input: { workspace } }))
  return (
    <div id="erasures">
      <Section title={texts.erasures} text={texts.erasuresText}>
        {found.isPending && <Loading shape="list" />}
        {found.error && <ErrorPanel error={found.error} onRetry={() => found.refetch()} />}
        {found.data?.length === 0 && <p className={styles.quiet}>{texts.noErasures}</p>}
        {found.data && found.data.length > 0 && <Protocols erasures={found.data} />}
      </Section>
    </div>
  )
}

function Protocols({ erasures }: { erasures: readonly Erasure[] }) {
  const { privacy: texts } = useTexts(protectionTexts)
  const format = useFormat()
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{texts.when}</th>
            <th scope="col">{texts.by}</th>
            <th scope="col">{texts.rows}</th>
            <th scope="col">{texts.check}</th>
          </tr>
        </thead>
        <tbody>
          {erasures.map(({ id, at, by, counts, checks }) => (
            <tr key={id}>
              <td>{format.dateTime(at)}</td>
              <td>{by || '–'}</td>
              <td>
                {format.number(Object.values(counts).reduce((sum, count) => sum + count, 0))}
                <p className={styles.quiet}>
                  {Object.entries(counts)
                    .filter(([, count]) => count > 0)
                    .map(([name, count]) => `${name} ${format.number(count)}`)
                    .join(', ')}
                </p>
              </td>
              <td className={checks.left.length > 0 ? styles.bad : undefined}>
                {checks.left.length === 0
                  ? texts.clean(format.number(checks.filesRead))
                  : texts.left(checks.left.map(({ where }) => where).join(', '))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
