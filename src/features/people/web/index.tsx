import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { workspaceRoute } from '../../../web/routes.tsx'

const search = z.object({
  search: z.string().max(200).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(2000).optional().catch(undefined),
})

const PeoplePage = lazyRouteComponent(() => import('./PeoplePage.tsx'), 'PeoplePage')

export const peopleRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'people',
  validateSearch: search,
  component: PeoplePage,
})

/** The same list with one person's panel open beside it. */
export const personRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'people/$person',
  validateSearch: search,
  component: PeoplePage,
})
