/** What Segment's browser SDK asks before it sends: only our own destination, so that nothing goes elsewhere. */
export const segmentSettings = (key: string, protocol: string, host: string) => ({
  integrations: {
    'Segment.io': {
      apiKey: key,
      unbundledIntegrations: [],
      addBundledMetadata: true,
      apiHost: `${host}/v1`,
      protocol,
    },
  },
  plan: { track: { __default: { enabled: true, integrations: {} } }, identify: {}, group: {} },
  edgeFunction: {},
  analyticsNextEnabled: true,
  middlewareSettings: {},
  enabledMiddleware: {},
  metrics: { sampleRate: 0 },
  legacyVideoPluginsEnabled: false,
  remotePlugins: [],
})

const since = '2024-01-01T00:00:00.000Z'

/** What RudderStack's browser SDK asks before it sends: a source without destinations. */
export const rudderConfig = (
  key: string,
  source: { readonly id: string; readonly slug: string; readonly workspace: string },
) => ({
  source: {
    id: source.id,
    name: source.slug,
    writeKey: key,
    enabled: true,
    workspaceId: source.workspace,
    updatedAt: since,
    config: { statsCollection: { errors: { enabled: false }, metrics: { enabled: false } } },
    connections: [],
    destinations: [],
    dataplanes: {},
  },
  updatedAt: since,
  consentManagementMetadata: { providers: [] },
})

/** A transparent picture of one dot. */
export const dot = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')
