import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { workspaceRoute } from '../../../web/routes.tsx'
import { FlowSearch, FunnelSearch } from './address.ts'

export const insightsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'insights',
  component: lazyRouteComponent(() => import('./InsightsPage.tsx'), 'InsightsPage'),
})

export const funnelRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'insights/funnel',
  validateSearch: FunnelSearch,
  component: lazyRouteComponent(() => import('./FunnelPage.tsx'), 'FunnelPage'),
})

export const flowRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'insights/flow',
  validateSearch: FlowSearch,
  component: lazyRouteComponent(() => import('./FlowPage.tsx'), 'FlowPage'),
})
