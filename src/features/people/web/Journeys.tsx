import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '../../../web/api.ts'
import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { ErrorPanel } from '../../../web/parts/ErrorPanel.tsx'
import { useWorkspace } from '../../../web/workspace.tsx'
import styles from './person.module.css'
import { personTexts } from './personTexts.ts'

type Named = { readonly id: string; readonly name: string }
type Position = {
  readonly journey: Named
  readonly phases: readonly Named[]
  readonly phase: string | null
  readonly touchpoint: Named | null
  readonly status: 'open' | 'won' | 'lost'
  readonly last: string
  readonly runs: number
  readonly wins: number
}

/** Where the person stands on each journey: its phases as a line, the one they are in marked. */
export function Journeys({ person }: { person: string }) {
  const texts = useTexts(personTexts)
  const { id: workspace } = useWorkspace()
  const { data, error, refetch } = useQuery(api.journeys.positions.queryOptions({ input: { workspace, person } }))
  return (
    <section aria-labelledby="journeys">
      <h2 id="journeys">{texts.journeys}</h2>
      {error && <ErrorPanel error={error} onRetry={() => refetch()} />}
      {!data && !error && <Skeleton height={72} radius={8} />}
      {data?.length === 0 && <p className={styles.quiet}>{texts.noJourneys}</p>}
      <ul className={styles.journeys}>
        {data?.map((position) => (
          <li key={position.journey.id}>
            <OneJourney position={position} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function OneJourney({ position }: { position: Position }) {
  const texts = useTexts(personTexts)
  const format = useFormat()
  const { id: workspace } = useWorkspace()
  const { journey, phases, phase, touchpoint, status, last, runs, wins } = position
  const here = phases.findIndex(({ id }) => id === phase)
  return (
    <>
      <div className={styles.journeyHead}>
        <Link to="/w/$workspace/journeys/$journey" params={{ workspace, journey: journey.id }}>
          {journey.name}
        </Link>
        <span className={styles.status} data-status={status}>
          {texts.status[status]}
        </span>
      </div>
      <ol className={styles.phases}>
        {phases.map(({ id, name }, i) => (
          <li
            key={id}
            data-passed={i < here || undefined}
            data-here={i === here || undefined}
            aria-current={i === here ? 'step' : undefined}
          >
            <span>{name}</span>
          </li>
        ))}
      </ol>
      <p className={styles.small}>
        {phases[here] && `${phases[here].name} · `}
        {touchpoint && `${texts.at(touchpoint.name)}, `}
        {format.date(last)} · {texts.runs(format.number(runs), format.number(wins), runs === 1)}
      </p>
    </>
  )
}
