import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { Period } from '../../../../kernel/figures.ts'
import { workspaceRoute } from '../../../../web/routes.tsx'

export const devicesRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'sources/capture',
  component: lazyRouteComponent(() => import('./DevicesPage.tsx'), 'DevicesPage'),
})

export const tilesRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'sources/capture/tiles',
  component: lazyRouteComponent(() => import('./TilesPage.tsx'), 'TilesPage'),
})

export const tallyRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'sources/capture/tally',
  component: lazyRouteComponent(() => import('./TallyPage.tsx'), 'TallyPage'),
})

export const statedRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'insights/stated',
  validateSearch: z.object({
    period: Period.optional().catch(undefined),
    by: z.enum(['first', 'last']).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('./StatedPage.tsx'), 'StatedPage'),
})

export const quickRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'capture',
  component: lazyRouteComponent(() => import('./QuickPage.tsx'), 'QuickPage'),
})
