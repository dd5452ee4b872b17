import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { api } from '../../../web/api.ts'
import { TopBar } from '../../../web/frame/TopBar.tsx'
import { ErrorPanel } from '../../../web/parts/ErrorPanel.tsx'
import { Page, useTitle } from '../../../web/parts/Page.tsx'
import { useWorkspace } from '../../../web/workspace.tsx'
import { JourneyMap } from './JourneyMap.tsx'
import { MapSkeleton } from './MapSkeleton.tsx'
import { ToJourneys } from './ToJourneys.tsx'

const route = getRouteApi('/w/$workspace/journeys/$journey')

/** One journey as a living map. */
export function MapPage() {
  const { id: workspace } = useWorkspace()
  const { journey } = route.useParams()
  const { data, error, refetch } = useQuery(
    api.journeys.get.queryOptions({ input: { workspace, journey }, refetchOnWindowFocus: false }),
  )
  useTitle(data?.name ?? '')
  return (
    <Page wide>
      {error && !data && (
        <>
          <TopBar parent={<ToJourneys />} here="…" />
          <ErrorPanel error={error} onRetry={() => refetch()} />
        </>
      )}
      {!data && !error && <MapSkeleton />}
      {data && <JourneyMap key={data.id} journey={data} />}
    </Page>
  )
}
