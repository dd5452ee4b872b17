import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { z } from 'zod'
import { rootRoute, workspaceRoute } from '../../../web/routes.tsx'
import { meOptions } from '../../../web/workspace.tsx'

export const startRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/start',
  beforeLoad: async ({ context }) => {
    const me = await context.queries.ensureQueryData(meOptions())
    if (me.state !== 'setup') throw redirect({ to: '/' })
  },
  component: lazyRouteComponent(() => import('./StartPage.tsx'), 'StartPage'),
})

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: z.object({ to: z.string().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./SignInPage.tsx'), 'SignInPage'),
})

export const inviteRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invite/$invitation',
  component: lazyRouteComponent(() => import('./InvitePage.tsx'), 'InvitePage'),
})

export const newWorkspaceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/new-workspace',
  beforeLoad: async ({ context, location }) => {
    const me = await context.queries.ensureQueryData(meOptions())
    if (me.state === 'setup') throw redirect({ to: '/start' })
    if (me.state === 'signed-out') throw redirect({ to: '/sign-in', search: { to: location.href } })
  },
  component: lazyRouteComponent(() => import('./NewWorkspacePage.tsx'), 'NewWorkspacePage'),
})

/** Who saw and changed what. */
export const auditRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'audit',
  validateSearch: z.object({
    person: z
      .string()
      .regex(/^\d{1,39}$/)
      .optional()
      .catch(undefined),
    actor: z.string().optional().catch(undefined),
    action: z.string().optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('./AuditPage.tsx'), 'AuditPage'),
})

export const settingsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'settings',
  component: lazyRouteComponent(() => import('./SettingsPage.tsx'), 'SettingsPage'),
})
