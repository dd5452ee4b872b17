import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { workspaceRoute } from '../../../../web/routes.tsx'

export const duplicatesRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'people/duplicates',
  validateSearch: z.object({
    state: z.literal('later').optional().catch(undefined),
    pair: z.uuid().optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('./DuplicatesPage.tsx'), 'DuplicatesPage'),
})
