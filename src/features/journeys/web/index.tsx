import { createRoute, lazyRouteComponent, stripSearchParams } from '@tanstack/react-router'
import { workspaceRoute } from '../../../web/routes.tsx'
import { MapSearch, usual } from './search.ts'

export const journeysRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'journeys',
  component: lazyRouteComponent(() => import('./JourneysPage.tsx'), 'JourneysPage'),
})

export const newJourneyRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'journeys/new',
  component: lazyRouteComponent(() => import('./NewJourneyPage.tsx'), 'NewJourneyPage'),
})

export const journeyRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'journeys/$journey',
  validateSearch: MapSearch,
  search: { middlewares: [stripSearchParams(usual)] },
  component: lazyRouteComponent(() => import('./MapPage.tsx'), 'MapPage'),
})
