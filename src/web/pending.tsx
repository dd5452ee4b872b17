import { createRoute } from '@tanstack/react-router'
import { workspaceRoute } from './routes.tsx'

const Soon = () => null
export const journeysRoute = createRoute({ getParentRoute: () => workspaceRoute, path: 'journeys', component: Soon })
export const newJourneyRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'journeys/new',
  component: Soon,
})
export const journeyRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'journeys/$journey',
  component: Soon,
})
