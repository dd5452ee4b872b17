import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { workspaceRoute } from '../../../web/routes.tsx'
import { ListSearch } from './listSearch.ts'
import { TimelineSearch } from './timelineSearch.ts'

export const peopleRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'people',
  validateSearch: ListSearch,
  component: lazyRouteComponent(() => import('./PeoplePage.tsx'), 'PeoplePage'),
})

/** One person: the number of an identifier that was merged into another person leads to that person. */
export const personRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'people/$person',
  validateSearch: TimelineSearch,
  component: lazyRouteComponent(() => import('./PersonPage.tsx'), 'PersonPage'),
})

export { personDataRoute, preferencesRoute, privacyRoute } from './lawRoutes.tsx'
