import { Button } from '@mantine/core'
import { IconUser } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '../../../web/api.ts'
import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { ErrorPanel } from '../../../web/parts/ErrorPanel.tsx'
import { Inspector } from '../../../web/parts/Inspector.tsx'
import { Loading } from '../../../web/parts/Loading.tsx'
import { useWorkspace } from '../../../web/workspace.tsx'
import type { Timeline } from '../schema.ts'
import { toDays } from './days.ts'
import styles from './people.module.css'
import { Days } from './TimelineDays.tsx'
import { peopleTexts } from './texts.ts'

const pageSize = 200

function useTimeline(person: string) {
  const { id: workspace } = useWorkspace()
  return useInfiniteQuery(
    api.people.timeline.infiniteOptions({
      input: (before: string | undefined) => ({ workspace, person, limit: pageSize, ...(before ? { before } : {}) }),
      initialPageParam: undefined,
      getNextPageParam: ({ more, events }) => (more ? events.at(-1)?.time : undefined),
    }),
  )
}

/** One person: what names them and everything they went through. */
export function PersonPanel({ person, onClose }: { person: string; onClose: () => void }) {
  const texts = useTexts(peopleTexts)
  const { timeZone } = useWorkspace()
  const timeline = useTimeline(person)
  const pages = timeline.data?.pages
  const days = useMemo(() => toDays(pages?.flatMap(({ events }) => events) ?? [], timeZone), [pages, timeZone])
  const head = pages?.[0]
  return (
    <Inspector
      opened
      onClose={onClose}
      title={head?.identities[0]?.value ?? texts.unnamed}
      icon={<IconUser size={18} stroke={1.6} aria-hidden />}
    >
      {timeline.isPending && <Loading shape="list" />}
      {timeline.error && <ErrorPanel error={timeline.error} onRetry={() => timeline.refetch()} />}
      {head && <Facts head={head} />}
      {head && <h3 className={styles.panelTitle}>{texts.timeline}</h3>}
      {head && days.length === 0 && <p className={styles.quiet}>{texts.none}</p>}
      <Days days={days} />
      {timeline.hasNextPage && (
        <Button
          variant="default"
          fullWidth
          mt={12}
          loading={timeline.isFetchingNextPage}
          onClick={() => timeline.fetchNextPage()}
        >
          {texts.more}
        </Button>
      )}
    </Inspector>
  )
}

function Facts({ head }: { head: Timeline }) {
  const texts = useTexts(peopleTexts)
  const format = useFormat()
  const kindName = (kind: string): string => Object.entries(texts.kinds).find(([known]) => known === kind)?.[1] ?? kind
  return (
    <dl className={styles.facts}>
      {head.identities.map(({ kind, value }) => (
        <div key={`${kind} ${value}`}>
          <dt>{kindName(kind)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      <div>
        <dt>{texts.touches}</dt>
        <dd>{format.number(head.touches)}</dd>
      </div>
      <div>
        <dt>{texts.value}</dt>
        <dd>{Number(head.value) === 0 ? '–' : format.money(head.value)}</dd>
      </div>
    </dl>
  )
}
