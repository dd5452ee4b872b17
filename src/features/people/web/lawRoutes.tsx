import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute, workspaceRoute } from '../../../web/routes.tsx'

/** Data protection of one person. */
export const personDataRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'people/$person/protection',
  component: lazyRouteComponent(() => import('./protection/PersonDataPage.tsx'), 'PersonDataPage'),
})

/** Requests, texts, retention and protocols of a workspace. */
export const privacyRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'privacy',
  component: lazyRouteComponent(() => import('./protection/PrivacyPage.tsx'), 'PrivacyPage'),
})

/** A customer's own page: no sign-in, the link is the key. */
export const preferencesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/preferences/$token',
  component: lazyRouteComponent(() => import('./consent/PreferencesPage.tsx'), 'PreferencesPage'),
})
