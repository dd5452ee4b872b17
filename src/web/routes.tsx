import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, notFound, Outlet, redirect } from '@tanstack/react-router'
import { Frame } from './frame/Frame.tsx'
import { Crashed, Missing } from './parts/Stops.tsx'
import { homeOf, meOptions, rememberWorkspace, WorkspaceProvider } from './workspace.tsx'

export const rootRoute = createRootRouteWithContext<{ queries: QueryClient }>()({
  component: Outlet,
  errorComponent: Crashed,
  notFoundComponent: () => <Missing />,
})

/** The bare address leads to where the visitor belongs. */
export const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: async ({ context }) => {
    const me = await context.queries.ensureQueryData(meOptions())
    if (me.state === 'setup') throw redirect({ to: '/start' })
    if (me.state === 'signed-out') throw redirect({ to: '/sign-in' })
    const workspace = homeOf(me.workspaces)
    if (!workspace) throw redirect({ to: '/new-workspace' })
    throw redirect({ to: '/w/$workspace', params: { workspace: workspace.id } })
  },
})

/** Every page of a workspace lies below this route, framed, and only members come in. */
export const workspaceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/w/$workspace',
  beforeLoad: async ({ context, params, location }) => {
    const me = await context.queries.ensureQueryData(meOptions())
    if (me.state === 'setup') throw redirect({ to: '/start' })
    if (me.state === 'signed-out') throw redirect({ to: '/sign-in', search: { to: location.href } })
    const workspace = me.workspaces.find(({ id }) => id === params.workspace)
    if (!workspace) throw notFound()
    rememberWorkspace(workspace.id)
    return { entered: { user: me.user, workspace, workspaces: me.workspaces } }
  },
  component: WorkspacePage,
  notFoundComponent: () => <Missing />,
})

function WorkspacePage() {
  const { entered } = workspaceRoute.useRouteContext()
  return (
    <WorkspaceProvider entered={entered} key={entered.workspace.id}>
      <Frame />
    </WorkspaceProvider>
  )
}

export const workspaceHomeRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/w/$workspace/journeys', params })
  },
})
