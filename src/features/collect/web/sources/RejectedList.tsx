import { Button } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconCircleCheck } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../../web/api.ts'
import { useFormat } from '../../../../web/format.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import { EmptyState } from '../../../../web/parts/EmptyState.tsx'
import { ErrorPanel } from '../../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../../web/parts/Loading.tsx'
import { useWorkspace } from '../../../../web/workspace.tsx'
import type { RejectedMessage, SourceRow } from '../../sources/schema.ts'
import { arrivalTexts } from './arrivalTexts.ts'
import { Verbatim } from './CodeBlock.tsx'
import styles from './sources.module.css'

const perPage = 25

/** Messages that stayed out, with the reason and what they looked like. */
export function Rejects({ rows }: { rows: readonly RejectedMessage[] }) {
  const { rejects } = useTexts(arrivalTexts)
  if (rows.length === 0) {
    return (
      <p className={styles.fine}>
        <IconCircleCheck size={17} stroke={1.6} className={styles.fineIcon} aria-hidden />
        {rejects.none}
      </p>
    )
  }
  return (
    <ol className={styles.rejects}>
      {rows.map((row) => (
        <Reject key={`${row.received} ${row.reason} ${row.sample}`} row={row} />
      ))}
    </ol>
  )
}

function Reject({ row }: { row: RejectedMessage }) {
  const { rejects } = useTexts(arrivalTexts)
  const format = useFormat()
  return (
    <li>
      <div>
        <time dateTime={row.received}>{format.dateTime(row.received)}</time>
        <b>{rejects.reasons[row.reason] ?? row.reason}</b>
        {row.count > 1 && <span className={styles.alike}>{rejects.standsFor(format.number(row.count))}</span>}
      </div>
      <p>
        {row.field !== '' && (
          <>
            {rejects.field} <code>{row.field}</code>
            {row.detail !== '' && ': '}
          </>
        )}
        {row.detail !== '' && <span lang="en">{row.detail}</span>}
      </p>
      {row.sample !== '' && <Verbatim text={row.sample} label={rejects.sample} />}
    </li>
  )
}

/** All of them, page by page. */
export function RejectedList({ row }: { row: SourceRow }) {
  const { rejects } = useTexts(arrivalTexts)
  const { id: workspace } = useWorkspace()
  const format = useFormat()
  const [offset, setOffset] = useState(0)
  const found = useQuery(
    api.collect.sources.rejected.queryOptions({
      input: { workspace, source: row.id, offset, limit: perPage },
      placeholderData: keepPreviousData,
    }),
  )
  if (found.isPending) return <Loading shape="list" />
  if (found.error) return <ErrorPanel error={found.error} onRetry={() => found.refetch()} />
  const { rejected, total } = found.data
  if (total === 0) {
    return (
      <EmptyState icon={<IconCircleCheck size={28} stroke={1.4} />} title={rejects.none}>
        {rejects.noneText}
      </EmptyState>
    )
  }
  return (
    <div className={styles.column}>
      <p className={styles.note}>{rejects.lead}</p>
      <Rejects rows={rejected} />
      {total > perPage && (
        <div className={styles.pages}>
          <Button
            variant="default"
            size="xs"
            disabled={offset === 0}
            leftSection={<IconChevronLeft size={14} />}
            onClick={() => setOffset(Math.max(0, offset - perPage))}
          >
            {rejects.later}
          </Button>
          <span>
            {rejects.page(
              format.number(offset + 1),
              format.number(Math.min(offset + perPage, total)),
              format.number(total),
            )}
          </span>
          <Button
            variant="default"
            size="xs"
            disabled={offset + perPage >= total}
            rightSection={<IconChevronRight size={14} />}
            onClick={() => setOffset(offset + perPage)}
          >
            {rejects.earlier}
          </Button>
        </div>
      )}
    </div>
  )
}
