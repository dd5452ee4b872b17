/** The files of the page, put in by the build; their names change with what is in them. */
declare const FERNWEH_FILES: readonly string[]
declare const FERNWEH_VERSION: string

type Lasting = { waitUntil(done: Promise<unknown>): void }
type Fetching = { readonly request: Request; respondWith(answer: Promise<Response>): void }

const isLasting = (event: object): event is Lasting => 'waitUntil' in event
const isFetching = (event: object): event is Fetching => 'respondWith' in event && 'request' in event

const page = '/capture/page'
const scope: object = globalThis
const cacheName = `fernweh-capture-${FERNWEH_VERSION}`

async function install(): Promise<void> {
  const cache = await caches.open(cacheName)
  await cache.addAll([page, ...FERNWEH_FILES])
  if ('skipWaiting' in scope && typeof scope.skipWaiting === 'function') await scope.skipWaiting()
}

async function activate(): Promise<void> {
  const old = (await caches.keys()).filter((one) => one.startsWith('fernweh-capture-') && one !== cacheName)
  await Promise.all(old.map((one) => caches.delete(one)))
  const clients: unknown = 'clients' in scope ? scope.clients : undefined
  if (typeof clients === 'object' && clients !== null && 'claim' in clients && typeof clients.claim === 'function') {
    await clients.claim()
  }
}

/** The page and its files from the cache, everything else from the network. */
async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName)
  const kept = await cache.match(request.mode === 'navigate' ? page : request)
  return kept ?? fetch(request)
}

const isOurs = ({ method, url, mode }: Request): boolean => {
  const { origin, pathname } = new URL(url)
  if (method !== 'GET' || origin !== location.origin) return false
  return mode === 'navigate' ? /^\/capture\/[\w-]+\/?$/.test(pathname) : FERNWEH_FILES.includes(pathname)
}

addEventListener('install', (event) => {
  if (isLasting(event)) event.waitUntil(install())
})
addEventListener('activate', (event) => {
  if (isLasting(event)) event.waitUntil(activate())
})
addEventListener('fetch', (event: Event) => {
  if (isFetching(event) && isOurs(event.request)) event.respondWith(answer(event.request))
})

export {}
