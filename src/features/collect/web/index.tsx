import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { workspaceRoute } from '../../../web/routes.tsx'
import { SourceKind } from '../sources/schema.ts'
import { sourceTabs } from './sources/tabs.ts'

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
  path: 'sources/imports/$import',
  component: lazyRouteComponent(() => import('./ImportStatePage.tsx'), 'ImportStatePage'),
})

export const newSourceRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'sources/new',
  validateSearch: z.object({ kind: SourceKind.optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./sources/AddSourcePage.tsx'), 'AddSourcePage'),
})

export const sourceRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'sources/$source',
  validateSearch: z.object({ tab: z.enum(sourceTabs).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./sources/SourcePage.tsx'), 'SourcePage'),
})

export const channelsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'sources/channels',
  component: lazyRouteComponent(() => import('./channels/ChannelsPage.tsx'), 'ChannelsPage'),
})
