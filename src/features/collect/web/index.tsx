import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { workspaceRoute } from '../../../web/routes.tsx'

export const welcomeRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'welcome',
  component: lazyRouteComponent(() => import('./WelcomePage.tsx'), 'WelcomePage'),
})

export const sourcesRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'sources',
  component: lazyRouteComponent(() => import('./SourcesPage.tsx'), 'SourcesPage'),
})

export const importRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'sources/import',
  validateSearch: z.object({ upload: z.string().max(200).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./ImportPage.tsx'), 'ImportPage'),
})

export const oneImportRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'sources/$import',
  component: lazyRouteComponent(() => import('./ImportStatePage.tsx'), 'ImportStatePage'),
})
