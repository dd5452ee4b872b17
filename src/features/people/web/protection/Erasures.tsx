import { useIsFetching, useQuery } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { api } from '../../../../web/api.ts'
import { useFormat } from '../../../../web/format.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import { ErrorPanel } from '../../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../../web/parts/Loading.tsx'
import table from '../../../../web/parts/table.module.css'
import { useWorkspace } from '../../../../web/workspace.tsx'
import type { Erasure, Erasures, UnfinishedErasure } from '../../protection/schema.ts'
import { wordFor } from '../personTexts.ts'
import styles from './law.module.css'
import { Section } from './Section.tsx'
import { protectionTexts } from './texts.ts'

/** An element that comes into view where the address asks for it, once everything above it has found its size. */
function useAskedFor(name: string) {
  const element = useRef<HTMLDivElement>(null)
  const isAsked = useLocation({ select: ({ hash }) => hash === name })
  const isQuiet = useIsFetching() === 0
  useEffect(() => {
    if (isAsked && isQuiet) element.current?.scrollIntoView()
  }, [isAsked, isQuiet])
  return element
}

const lookAgainMs = 5_000

const isEmpty = ({ unfinished, done }: Erasures): boolean => unfinished.length + done.length === 0

/** The protocols of erasures, and those that are not finished. */
export function ErasuresSection() {
  const { privacy: texts } = useTexts(protectionTexts)
  const { id: workspace } = useWorkspace()
  const found = useQuery(
    api.people.protection.erasures.queryOptions({
      input: { workspace },
      refetchInterval: ({ state }) => (state.data && state.data.unfinished.length > 0 ? lookAgainMs : false),
    }),
  )
  const place = useAskedFor('erasures')
  return (
    <div id="erasures" ref={place}>
      <Section title={texts.erasures} text={texts.erasuresText}>
        {found.isPending && <Loading shape="list" />}
        {found.error && <ErrorPanel error={found.error} onRetry={() => found.refetch()} />}
        {found.data && <Unfinished erasures={found.data.unfinished} />}
        {found.data && isEmpty(found.data) && <p className={styles.quiet}>{texts.noErasures}</p>}
        {found.data && found.data.done.length > 0 && <Protocols erasures={found.data.done} />}
      </Section>
    </div>
  )
}

/** Erasures that go on, until they are done. */
function Unfinished({ erasures }: { erasures: readonly UnfinishedErasure[] }) {
  const { privacy: texts } = useTexts(protectionTexts)
  const format = useFormat()
  return erasures.map(({ id, asked, by, failed }) => (
    <p key={id} className={styles.notice} role="status">
      {texts.unfinished(format.dateTime(asked), by)}{' '}
      {failed === null ? texts.unfinishedRuns : texts.unfinishedFailed(format.dateTime(failed))}
    </p>
  ))
}

/** What erasures removed, and what the search after each of them found. */
export function Protocols({ erasures }: { erasures: readonly Erasure[] }) {
  const { privacy: texts } = useTexts(protectionTexts)
  const format = useFormat()
  return (
    <div className={table.scroll}>
      <table className={table.table}>
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
              <th scope="row">{format.dateTime(at)}</th>
              <td data-label={texts.by}>{by || '–'}</td>
              <td data-label={texts.rows}>
                {format.number(Object.values(counts).reduce((sum, count) => sum + count, 0))}
                <p className={styles.quiet}>
                  {Object.entries(counts)
                    .filter(([, count]) => count > 0)
                    .map(([name, count]) => `${format.number(count)} ${wordFor(texts.stores, name)}`)
                    .join(', ')}
                </p>
              </td>
              <td data-label={texts.check} className={checks.left.length > 0 ? styles.bad : undefined}>
                {checks.left.length === 0
                  ? texts.clean(format.number(checks.filesRead))
                  : texts.left(checks.left.map(({ where }) => where).join(', '))}
                {checks.short > 0 && <p className={styles.quiet}>{texts.short(checks.short)}</p>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
