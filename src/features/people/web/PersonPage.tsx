import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { api } from '../../../web/api.ts'
import { useFormat } from '../../../web/format.tsx'
import { TopBar } from '../../../web/frame/TopBar.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { ErrorPanel } from '../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../web/parts/Loading.tsx'
import { Page, PageHeading } from '../../../web/parts/Page.tsx'
import { useMay, useWorkspace } from '../../../web/workspace.tsx'
import type { Profile } from '../schema.ts'
import { Journeys } from './Journeys.tsx'
import { MergeButton } from './MergeDialog.tsx'
import { MergeLog } from './MergeLog.tsx'
import { PersonIdentities } from './PersonIdentities.tsx'
import styles from './person.module.css'
import { personSections } from './personSections.ts'
import { personTexts } from './personTexts.ts'
import { Timeline } from './Timeline.tsx'
import { Traits } from './Traits.tsx'
import { TimelineSearch } from './timelineSearch.ts'
import { usePersonLive } from './usePersonLive.ts'

/** Old links lead on: the address becomes that of the person into whom this one was merged. */
function useWholePerson(asked: string, profile: Profile | undefined): void {
  const { id: workspace } = useWorkspace()
  const navigate = useNavigate()
  const search = TimelineSearch.parse(useSearch({ strict: false }))
  const whole = profile?.personId
  useEffect(() => {
    if (whole === undefined || whole === asked) return
    void navigate({ to: '/w/$workspace/people/$person', params: { workspace, person: whole }, search, replace: true })
  })
}

export function PersonPage() {
  const { person = '' } = useParams({ strict: false })
  return <Person key={person} person={person} />
}

function Person({ person }: { person: string }) {
  const texts = useTexts(personTexts)
  const { id: workspace } = useWorkspace()
  const may = useMay()
  const { data, error, isPending, isFetching, refetch } = useQuery(
    api.people.profile.queryOptions({ input: { workspace, person } }),
  )
  useWholePerson(person, isFetching ? undefined : data)
  usePersonLive(person)
  const trait = (key: string) => data?.traits.find((one) => one.key === key)?.value
  const lead = [trait('company'), trait('city')].filter((text) => text && text !== data?.label).join(' · ')
  return (
    <Page>
      <TopBar
        parent={
          <Link to="/w/$workspace/people" params={{ workspace }}>
            {texts.people}
          </Link>
        }
        here={data?.label ?? ''}
      />
      {isPending && <Loading shape="list" />}
      {error && <ErrorPanel error={error} onRetry={() => refetch()} />}
      {data && (
        <>
          <PageHeading
            title={data.label}
            lead={lead || (data.first ? undefined : texts.silent)}
            actions={may('edit') && <MergeButton profile={data} />}
          />
          <Figures profile={data} />
          <div className={styles.columns}>
            <div className={styles.main}>
              <Journeys person={data.personId} />
              <Timeline profile={data} />
            </div>
            <div className={styles.beside}>
              <Traits profile={data} />
              <PersonIdentities profile={data} />
              {personSections.map(({ id, Section }) => (
                <Section key={id} person={data.personId} />
              ))}
              <MergeLog person={data.personId} />
            </div>
          </div>
        </>
      )}
    </Page>
  )
}

function Figures({ profile: { value, paid, touches, first, last } }: { profile: Profile }) {
  const texts = useTexts(personTexts)
  const format = useFormat()
  return (
    <dl className={styles.figures}>
      <div>
        <dt>{texts.figures.value}</dt>
        <dd>{format.money(value)}</dd>
        <dd>{paid > 0 && texts.paid(format.number(paid), paid === 1)}</dd>
      </div>
      <div>
        <dt>{texts.figures.touches}</dt>
        <dd>{format.number(touches)}</dd>
      </div>
      <div>
        <dt>{texts.figures.first}</dt>
        <dd>{first ? format.date(first) : '–'}</dd>
        <dd>{first && format.time(first)}</dd>
      </div>
      <div>
        <dt>{texts.figures.last}</dt>
        <dd>{last ? format.date(last) : '–'}</dd>
        <dd>{last && format.time(last)}</dd>
      </div>
    </dl>
  )
}
