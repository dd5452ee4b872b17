import type { SourceKind } from '../../sources/schema.ts'

/** Ways to connect, in the order in which they are offered. */
export const wayNames = ['tracker', 'snippet', 'next', 'rudder', 'curl', 'node', 'rudderNode', 'python'] as const
export type WayName = (typeof wayNames)[number]

const browser: readonly WayName[] = ['tracker', 'snippet', 'next', 'rudder']
const server: readonly WayName[] = ['curl', 'node', 'rudderNode', 'python']

export const waysOf = (kind: SourceKind): readonly WayName[] =>
  kind === 'website' || kind === 'form' ? browser : server

/** Where this Fernweh is reached, and the key that goes into the code. */
export type Place = { readonly origin: string; readonly key: string }

type Code = { readonly language: 'html' | 'js' | 'sh' | 'python'; readonly text: string }

const protocolOf = (origin: string): string => new URL(origin).protocol.slice(0, -1)
const hostOf = (origin: string): string => new URL(origin).host

const segmentMethods =
  '"trackSubmit","trackClick","trackLink","trackForm","pageview","identify","reset","group","track","ready","alias","debug","page","screen","once","off","on","addSourceMiddleware","addIntegrationMiddleware","setAnonymousId","addDestinationMiddleware","register"'

const toUs = (origin: string): string =>
  `{ integrations: { 'Segment.io': { apiHost: '${hostOf(origin)}/v1', protocol: '${protocolOf(origin)}' } } }`

const codes: Readonly<Record<WayName, (place: Place) => Code>> = {
  tracker: ({ origin, key }) => ({
    language: 'html',
    text: `<script async src="${origin}/t.js" data-key="${key}"></script>`,
  }),
  snippet: ({ origin, key }) => ({
    language: 'html',
    text: `<script>
!function(){var a=window.analytics=window.analytics||[];if(!a.initialize&&!a.invoked){a.invoked=!0;
a.methods=[${segmentMethods}];
a.factory=function(m){return function(){var n=Array.prototype.slice.call(arguments);n.unshift(m);a.push(n);return a}};
a.methods.forEach(function(m){a[m]=a.factory(m)});
a._cdn="${origin}";
a.load=function(key,options){var s=document.createElement("script");s.async=!0;
s.src=a._cdn+"/analytics.js/v1/"+key+"/analytics.min.js";
document.head.appendChild(s);a._loadOptions=options};
a._writeKey="${key}";a.SNIPPET_VERSION="5.2.1";
a.load("${key}",${toUs(origin)});
a.page()}}();
</script>`,
  }),
  next: ({ origin, key }) => ({
    language: 'js',
    text: `import { AnalyticsBrowser } from '@segment/analytics-next'

export const analytics = AnalyticsBrowser.load(
  { writeKey: '${key}', cdnURL: '${origin}' },
  ${toUs(origin)},
)
analytics.page()`,
  }),
  rudder: ({ origin, key }) => ({
    language: 'js',
    text: `import { RudderAnalytics } from '@rudderstack/analytics-js/bundled'

export const analytics = new RudderAnalytics()
analytics.load('${key}', '${origin}', { configUrl: '${origin}' })
analytics.page()`,
  }),
  curl: ({ origin, key }) => ({
    language: 'sh',
    text: `curl ${origin}/v1/track \\
  -u '${key}:' \\
  -H 'content-type: application/json' \\
  -d '{
    "userId": "4711",
    "event": "purchase",
    "timestamp": "2026-03-01T10:00:00Z",
    "properties": { "value": 49.9, "currency": "EUR", "channel": "store" }
  }'`,
  }),
  node: ({ origin, key }) => ({
    language: 'js',
    text: `import { Analytics } from '@segment/analytics-node'

const analytics = new Analytics({ writeKey: '${key}', host: '${origin}' })

analytics.track({
  userId: '4711',
  event: 'purchase',
  properties: { value: 49.9, currency: 'EUR', channel: 'store' },
})
await analytics.closeAndFlush()`,
  }),
  rudderNode: ({ origin, key }) => ({
    language: 'js',
    text: `import RudderAnalytics from '@rudderstack/rudder-sdk-node'

const analytics = new RudderAnalytics('${key}', { dataPlaneUrl: '${origin}' })

analytics.track({
  userId: '4711',
  event: 'purchase',
  properties: { value: 49.9, currency: 'EUR', channel: 'store' },
})
await analytics.flush()`,
  }),
  python: ({ origin, key }) => ({
    language: 'python',
    text: `# pip install segment-analytics-python
import segment.analytics as analytics

analytics.write_key = '${key}'
analytics.host = '${origin}'

analytics.track(
    '4711',
    'purchase',
    {'value': 49.9, 'currency': 'EUR', 'channel': 'store'},
)
analytics.flush()`,
  }),
}

/** What to copy into a page or a program. None of it speaks to anybody but this Fernweh. */
export const codeOf = (way: WayName, place: Place): Code => codes[way](place)
