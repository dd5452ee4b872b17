import { IconChartDots3 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Period } from '../../../kernel/figures.ts'
import { api } from '../../../web/api.ts'
import { useTexts } from '../../../web/i18n.tsx'
import { ButtonLink } from '../../../web/parts/ButtonLink.tsx'
import { EmptyState } from '../../../web/parts/EmptyState.tsx'
import { dayIn } from '../../../web/period.ts'
import { useWorkspace } from '../../../web/workspace.tsx'
import styles from './insights.module.css'
import { insightsTexts } from './texts.ts'

/** Events, channels and properties to choose from, and the days that have data. */
export function useVocabulary() {
  const { id: workspace, timeZone } = useWorkspace()
  const found = useQuery(api.collect.vocabulary.queryOptions({ input: { workspace }, staleTime: 60_000 }))
  const { from = null, to = null } = found.data ?? {}
  const bounds: Period | null =
    from !== null && to !== null ? { from: dayIn(from, timeZone), to: dayIn(to, timeZone) } : null
  return { ...found, bounds }
}

export function InsightsLink() {
  const texts = useTexts(insightsTexts)
  const { id: workspace } = useWorkspace()
  return (
    <Link to="/w/$workspace/insights" params={{ workspace }}>
      {texts.here}
    </Link>
  )
}

export function NoEvents() {
  const { funnel } = useTexts(insightsTexts)
  const { id: workspace } = useWorkspace()
  return (
    <EmptyState
      icon={<IconChartDots3 size={28} stroke={1.4} />}
      title={funnel.noEvents}
      action={
        <ButtonLink to="/w/$workspace/welcome" params={{ workspace }} color="accent">
          {funnel.firstSteps}
        </ButtonLink>
      }
    >
      {funnel.noEventsText}
    </EmptyState>
  )
}

/** What a report counts, in sentences. */
export function How({ title, lines }: { title: string; lines: readonly string[] }) {
  return (
    <section className={styles.how} aria-label={title}>
      <h2>{title}</h2>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  )
}
