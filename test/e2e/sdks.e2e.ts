import RudderNode from '@rudderstack/rudder-sdk-node'
import { Analytics as SegmentNode } from '@segment/analytics-node'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { codeOf, type WayName } from '../../src/features/collect/web/sources/ways.ts'
import { openWarehouse } from '../../src/platform/warehouse/open.ts'
import { p, sql } from '../../src/platform/warehouse/sql.ts'
import { launchChromium } from './chromium.ts'
import { openFront, openSite } from './front.ts'
import {
  askLocal,
  endAll,
  fernwehJson,
  root,
  type Server,
  startServer,
  temporaryDirectory,
  until,
  workspaceIn,
} from './program.ts'
import { visit } from './visit.ts'

const directory = temporaryDirectory()
const data = directory.file('data')
let server: Server
let browser: Browser
let front: Awaited<ReturnType<typeof openFront>>
const sites = new Map<string, Awaited<ReturnType<typeof openSite>>>()
let workspace = ''
const keys = { website: '', server: '' }
const asked = new Set<string>()

type Properties = { [name: string]: string | number | { [name: string]: string } }

/** A program that uses an SDK as its makers say. */
type Sender = {
  readonly name: string
  readonly source: 'website' | 'server'
  identify(traits: Readonly<Record<string, string>>): Promise<void> | void
  track(properties: Properties): Promise<void> | void
}

const userOf = (name: string): string => `kundin-${name}`
const event = 'Added to Cart'

/** The code that the product shows, made into a script of a page; `analytics` becomes known to the page. */
async function bundled(way: WayName): Promise<string> {
  const { text: contents } = codeOf(way, { origin: front.url, key: keys.website })
  const { outputFiles } = await build({
    stdin: { contents: `${contents}\nwindow.analytics = analytics`, resolveDir: root },
    bundle: true,
    write: false,
    format: 'iife',
    logLevel: 'error',
  })
  return outputFiles[0]?.text ?? ''
}

const pageWith = (script: string): string => `<!doctype html><title>Startseite</title>${script}`

async function openSites(): Promise<void> {
  for (const name of ['next', 'rudder'] as const) {
    const page = pageWith('<script src="/site.js"></script>')
    sites.set(name, await openSite({ '/site.js': await bundled(name), '/': page }))
  }
  const page = pageWith(codeOf('snippet', { origin: front.url, key: keys.website }).text)
  sites.set('snippet', await openSite({ '/': page }))
}

type Sdk = { identify(user: string, traits: object): unknown; track(event: string, properties: object): unknown }
declare const window: { readonly analytics: Sdk }

async function inBrowser(name: 'next' | 'rudder' | 'snippet'): Promise<Sender> {
  const { page }: { page: Page } = await visit(browser, { language: 'de' })
  page.on('request', (request) => asked.add(new URL(request.url()).origin))
  await page.goto(`${sites.get(name)?.url}/?utm_source=newsletter&utm_medium=email`)
  return {
    name,
    source: 'website',
    identify: (traits) =>
      page.evaluate(([user, said]) => void window.analytics.identify(user, said), [userOf(name), traits] as const),
    track: (properties) =>
      page.evaluate(([what, said]) => void window.analytics.track(what, said), [event, properties] as const),
  }
}

function segmentNode(): Sender {
  const name = 'segment-node'
  const userId = userOf(name)
  const sdk = new SegmentNode({
    writeKey: keys.server,
    host: front.url,
    flushAt: 4,
    flushInterval: 100,
    maxRetries: 60,
  })
  return {
    name,
    source: 'server',
    identify: (traits) => sdk.identify({ userId, traits }),
    track: (properties) => sdk.track({ userId, event, properties }),
  }
}

function rudderNode(): Sender {
  const name = 'rudder-node'
  const userId = userOf(name)
  const sdk = new RudderNode(keys.server, {
    dataPlaneUrl: front.url,
    flushAt: 4,
    flushInterval: 100,
    retryCount: 10,
    logLevel: 'none',
  })
  return {
    name,
    source: 'server',
    identify: (traits) => void sdk.identify({ userId, traits }),
    track: (properties) => void sdk.track({ userId, event, properties }),
  }
}

type Sent = { readonly name: string; readonly nth: number; readonly from: number; readonly to: number }
const sent: Sent[] = []
let senders: readonly Sender[] = []

const each = 3

/** Everybody sends, each event with a number of its own. */
async function sendAll(): Promise<void> {
  await Promise.all(senders.flatMap((sender) => Array.from({ length: each }, () => sendOne(sender))))
}

async function sendOne({ name, track }: Sender): Promise<void> {
  const [nth, from] = [sent.length, Date.now()]
  sent.push({ name, nth, from, to: 0 })
  await track({ nth, value: 0.25, currency: 'EUR', product: { name: 'Größe „L“ 🚲' } })
  sent[nth] = { name, nth, from, to: Date.now() }
}

type Stats = { readonly events: number; readonly value: string; readonly rejected: number }
const allStats = () => askLocal<Stats>(data, 'GET', `/api/w/${workspace}/stats`)
const stats = async () => {
  const { events, value } = await allStats()
  return { events, value }
}

const inBrowsers = () => senders.filter(({ source }) => source === 'website').length
const expected = () => ({
  events: sent.length + senders.length + inBrowsers(),
  value: (sent.filter(({ name }) => name.endsWith('-node')).length * 0.25).toFixed(2),
})
const allArrived = () => until(stats, expected())

beforeAll(async () => {
  const starting = startServer(data)
  browser = await launchChromium()
  server = await starting
  front = await openFront(() => server.port)
  for (const kind of ['website', 'server'] as const) {
    keys[kind] = (await fernwehJson<{ key: string }>(data, 'source', 'add', kind, '--kind', kind)).key
  }
  workspace = await workspaceIn(data)
  await openSites()
})
afterAll(async () => {
  await browser?.close()
  await endAll()
  await Promise.all([front, ...sites.values()].map((one) => one?.close()))
  directory.remove()
})

test('with what the product tells to copy, the SDKs send to nobody else', async () => {
  senders = [
    ...(await Promise.all((['next', 'rudder', 'snippet'] as const).map(inBrowser))),
    segmentNode(),
    rudderNode(),
  ]
  await sendAll()
  for (const { name, identify } of senders) await identify({ email: `${name}@example.org`, firstName: 'Anna' })
  await sendAll()
  await allArrived()
  // What browsers say of a person without proof is stored for the browser alone, and shown to the owner.
  expect((await allStats()).rejected).toBe(inBrowsers())
  expect([...asked].sort()).toEqual([front.url, ...[...sites.values()].map(({ url }) => url)].sort())
})

test('nothing is lost and nothing doubled through refusals, a restart and a kill', async () => {
  front.storm(true)
  await sendAll()
  await until(async () => front.refused(), senders.length)
  front.storm(false)
  const restarted = server.stop()
  await sendAll()
  await restarted
  await sendAll()
  server = await startServer(data)
  await allArrived()
  await sendAll()
  const dead = server.die()
  await sendAll()
  await dead
  await sendAll()
  server = await startServer(data)
  await allArrived()
})

/** SDKs give an event its time a moment after the call, at the latest once they are set up. */
const madeLater = 2_000

type Row = {
  readonly source: string
  readonly name: string
  readonly nth: string
  readonly at: number
  readonly person: string
  readonly product: string
  readonly channel: string
}

test('every event has its person, its time and its properties', async () => {
  await server.stop()
  const warehouse = await openWarehouse({ dataDirectory: data })
  try {
    const rows = await warehouse.rows<Row>(sql`
      select source, name, properties['nth'] as nth, toFloat64(toUnixTimestamp64Milli(time)) as at,
        toString(if(whole.person = 0, events.anchor, whole.person)) as person, properties['product.name'] as product, channel
      from events left join (select anchor, person from persons final where workspace = ${p.uuid(workspace)}) as whole
        on whole.anchor = events.anchor
      where workspace = ${p.uuid(workspace)}`)
    const named = await warehouse.rows<{ person: string; value: string }>(sql`
      select toString(anchor) as person, value from identities final
      where workspace = ${p.uuid(workspace)} and kind = 'user'`)
    const people = new Map(named.map(({ person, value }) => [person, value]))
    const traits = await warehouse.rows<{ person: string; key: string; value: string }>(sql`
      select toString(anchor) as person, key, value from traits final where workspace = ${p.uuid(workspace)}`)
    const tracked = rows.filter(({ name }) => name === event).sort((a, b) => Number(a.nth) - Number(b.nth))
    expect(tracked.map(({ nth, person }) => [Number(nth), people.get(person)])).toEqual(
      sent.map(({ nth, name }) => [nth, userOf(name)]),
    )
    for (const [i, { at, product }] of tracked.entries()) {
      const { from = 0, to = 0 } = sent[i] ?? {}
      expect(at).toBeGreaterThanOrEqual(from)
      expect(at).toBeLessThanOrEqual(to + madeLater)
      expect(product).toBe('Größe „L“ 🚲')
    }
    const others = rows.filter(({ name }) => name !== event).map(({ name, person }) => `${people.get(person)} ${name}`)
    const pages = ['next', 'rudder', 'snippet'].map((name) => `${userOf(name)} page_view`)
    expect(others.sort()).toEqual([...pages, ...senders.map(({ name }) => `${userOf(name)} identify`)].sort())
    const known = traits.filter(({ person }) => people.has(person))
    expect(known.map(({ person, key, value }) => `${people.get(person)} ${key} ${value}`).sort()).toEqual(
      senders
        .filter(({ source }) => source === 'server')
        .flatMap(({ name }) => [`${userOf(name)} email ${name}@example.org`, `${userOf(name)} first_name Anna`])
        .sort(),
    )
    expect(new Set(rows.filter(({ source }) => source === 'website').map(({ channel }) => channel))).toEqual(
      new Set(['email']),
    )
  } finally {
    await warehouse.close()
  }
})
