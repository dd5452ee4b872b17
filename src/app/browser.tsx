import '../web/nonce.ts'
import '../web/theme.css'
import '@mantine/core/styles.layer.css'
import '@mantine/dates/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import '@mantine/spotlight/styles.layer.css'
import '@fontsource-variable/inter/wght.css'
import { createRouter } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import {
  auditRoute,
  inviteRoute,
  newWorkspaceRoute,
  settingsRoute,
  signInRoute,
  startRoute,
} from '../features/admin/web/index.tsx'
import {
  devicesRoute,
  quickRoute,
  statedRoute,
  tallyRoute,
  tilesRoute,
} from '../features/collect/web/capture/index.tsx'
import {
  channelsRoute,
  importRoute,
  newSourceRoute,
  oneImportRoute,
  sourceRoute,
  sourcesRoute,
  welcomeRoute,
} from '../features/collect/web/index.tsx'
import { flowRoute, funnelRoute, insightsRoute } from '../features/insights/web/index.tsx'
import { journeyRoute, journeysRoute, newJourneyRoute } from '../features/journeys/web/index.tsx'
import { contactImportRoute, contactsRoute } from '../features/people/web/contacts/index.tsx'
import { duplicatesRoute } from '../features/people/web/duplicates/index.tsx'
import {
  peopleRoute,
  personDataRoute,
  personRoute,
  preferencesRoute,
  privacyRoute,
} from '../features/people/web/index.tsx'
import { newSegmentRoute, segmentRoute, segmentsRoute } from '../features/people/web/segments/index.tsx'
import { App } from '../web/App.tsx'
import { Crashed, Missing } from '../web/parts/Stops.tsx'
import { openQueries } from '../web/queries.ts'
import { homeRoute, rootRoute, workspaceHomeRoute, workspaceRoute } from '../web/routes.tsx'
import { meOptions } from '../web/workspace.tsx'

const routeTree = rootRoute.addChildren([
  homeRoute,
  startRoute,
  signInRoute,
  inviteRoute,
  newWorkspaceRoute,
  preferencesRoute,
  workspaceRoute.addChildren([
    workspaceHomeRoute,
    welcomeRoute,
    journeysRoute,
    newJourneyRoute,
    journeyRoute,
    insightsRoute,
    funnelRoute,
    flowRoute,
    peopleRoute,
    personRoute,
    contactsRoute,
    contactImportRoute,
    duplicatesRoute,
    segmentsRoute,
    newSegmentRoute,
    segmentRoute,
    sourcesRoute,
    channelsRoute,
    importRoute,
    oneImportRoute,
    newSourceRoute,
    sourceRoute,
    devicesRoute,
    tilesRoute,
    tallyRoute,
    statedRoute,
    quickRoute,
    settingsRoute,
    auditRoute,
    personDataRoute,
    privacyRoute,
  ]),
])

const queries = openQueries(() => {
  queries.setQueryData(meOptions().queryKey, { state: 'signed-out' })
  void router.invalidate()
})

const router = createRouter({
  routeTree,
  context: { queries },
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultErrorComponent: Crashed,
  defaultNotFoundComponent: Missing,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

const root = document.getElementById('root')
if (!root) throw new Error('The page has no element with the id root')
createRoot(root).render(
  <StrictMode>
    <App router={router} queries={queries} />
  </StrictMode>,
)
