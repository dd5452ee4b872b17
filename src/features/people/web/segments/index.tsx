import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { PersonRule } from '../../../../kernel/personRule.ts'
import { workspaceRoute } from '../../../../web/routes.tsx'

export const segmentsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'people/segments',
  component: lazyRouteComponent(() => import('./SegmentsPage.tsx'), 'SegmentsPage'),
})

export const newSegmentRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'people/segments/new',
  validateSearch: z.object({
    kind: z.enum(['rule', 'list']).optional().catch(undefined),
    /** What the form begins with. */
    rule: PersonRule.optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('./NewSegmentPage.tsx'), 'NewSegmentPage'),
})

export const segmentRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'people/segments/$segment',
  validateSearch: z.object({
    edit: z.boolean().optional().catch(undefined),
    view: z.enum(['chart', 'table']).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('./SegmentPage.tsx'), 'SegmentPage'),
})
