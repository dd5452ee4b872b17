import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { workspaceRoute } from '../../../../web/routes.tsx'

export const contactsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'people/contacts',
  validateSearch: z.object({ upload: z.uuid().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./ContactsPage.tsx'), 'ContactsPage'),
})

export const contactImportRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'people/contacts/$import',
  component: lazyRouteComponent(() => import('./ContactImportPage.tsx'), 'ContactImportPage'),
})
