import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contract } from '../../src/app/contract.ts'
import { serveFeatures } from '../../src/app/serve.ts'
import { Mapping } from '../../src/features/collect/schema.ts'
import { eventIs } from '../../src/kernel/rule.ts'
import { createHttp } from '../../src/platform/http/http.ts'
import { openLog } from '../../src/platform/log.ts'
import { openMetrics } from '../../src/platform/metrics.ts'
import { repositoryRoot } from '../../src/platform/root.ts'
import { newMember, newOwner, settings, signIn } from '../engines/accounts.ts'
import { newVisitor, type Visitor } from '../engines/browser.ts'
import { temporaryWarehouse } from '../engines/chdb.ts'
import { preferenceToken } from '../engines/preference.ts'
import { temporaryProduct } from '../engines/product.ts'
import type { Known } from './operations.ts'

type Hook = { readonly path: string; readonly secret: string; readonly provider: string }

/** A workspace with something of every kind in it. */
export type Place = {
  readonly workspace: string
  readonly known: Known
  readonly writeKey: string
  readonly deviceKey: string
  readonly hooks: readonly [Hook, ...Hook[]]
}

export type World = Awaited<ReturnType<typeof openWorld>>

const mapping = Mapping.parse({
  persons: [
    { column: 'customer', kind: 'customer' },
    { column: 'email', kind: 'email' },
  ],
  time: { column: 'time', format: 'iso' },
  event: { column: 'event' },
  channel: { column: 'channel' },
  value: { column: 'value' },
})

const events = ['visit', 'cart', 'purchase']
const rows = Array.from({ length: 20 }, (_, i) =>
  events.map((event, n) => `c${i},c${i}@shop.example,2024-01-0${1 + n} 10:00:00,${event},web,${i},x`),
)
const csv = ['customer,email,time,event,channel,value,tag', ...rows.flat()].join('\n')

const device = { place: '', till: '', language: 'en', extra: false, burst: 0 } as const

/** The whole product behind its web server, with an owner, a viewer and a log of what went wrong. */
export async function openWorld() {
  const errors: string[] = []
  let ahead = 0
  const log = openLog('error', { write: (line) => errors.push(line) })
  const product = await temporaryProduct(await temporaryWarehouse(), { log, now: () => Date.now() + ahead })
  const { admin, client, directory } = product
  const folder = await mkdtemp(join(tmpdir(), 'fernweh-fuzz-'))
  const pages = join(repositoryRoot(), 'dist/web')
  const http = await createHttp({
    config: { port: 0, host: '127.0.0.1', publicUrl: undefined },
    log,
    metrics: openMetrics(),
    contract,
    router: product.routes,
    recognise: admin.recognise,
    permit: admin.permit,
    authenticate: admin.authenticate,
    isTrusted: admin.isTrusted,
    checks: [],
    pages,
    requestsPerMinute: 1e9,
  })
  serveFeatures(http, product, pages)
  const { port } = await http.listen()
  const url = `http://127.0.0.1:${port}`
  const { visitor: owner, workspace: first } = await newOwner(url)
  await newMember(url, owner, first, 'viewer')

  async function cookieOf(email: string): Promise<string> {
    const { headers } = await signIn(newVisitor(url), email)
    return headers
      .getSetCookie()
      .map((line) => line.split(';', 1)[0])
      .join('; ')
  }
  const cookies = { owner: await cookieOf('owner@shop.example'), viewer: await cookieOf('viewer@shop.example') }
  const viewer = asVisitor(url, cookies.viewer)

  /** A new workspace of the owner, which the viewer may look at. */
  async function furnish(): Promise<Place> {
    const { body } = await owner.ask<{ id: string }>('POST', '/api/workspaces', settings)
    const workspace = body.id
    const invited = { email: 'viewer@shop.example', role: 'viewer' }
    const { body: joining } = await owner.ask<{ id: string }>('POST', `/api/w/${workspace}/invitations`, invited)
    await viewer.ask('POST', `/api/invitations/${joining.id}/accept`)
    const path = join(folder, 'rows.csv')
    await writeFile(path, csv)
    const done = await product.importFile(workspace, path, mapping)
    const form = new FormData()
    form.set('file', new Blob([csv]), 'rows.csv')
    const sent = { method: 'POST', headers: { cookie: cookies.owner, origin: url }, body: form }
    const upload: unknown = await (await fetch(`${url}/api/w/${workspace}/uploads`, sent)).json()
    const order = { phaseModel: 'six-phases', goal: eventIs('purchase'), name: 'Journey' }
    const draft = await client.journeys.draft({ workspace, ...order })
    const journey = await client.journeys.create({ workspace, ...draft })
    const { sources, capture, webhooks } = client.collect
    const site = await sources.create({ workspace, name: 'Shop', kind: 'website' })
    const server = await sources.create({ workspace, name: 'Server', kind: 'server' })
    const source = server.source.id
    const keys = await sources.keys({ workspace, source })
    const till = await capture.addDevice({ workspace, kind: 'question', name: 'Till', ...device })
    const hooks = await Promise.all(
      (['shopify', 'woocommerce', 'orders', 'mail'] as const).map(async (provider) => {
        const { webhook, secret } = await webhooks.add({ workspace, source, provider })
        return { id: webhook.id, path: webhook.path, secret, provider }
      }),
    )
    const { segments, protection } = client.people
    const list = await segments.create({ workspace, name: 'List', rule: null })
    const rule = await segments.create({ workspace, name: 'Rule', rule: { segment: list.id } })
    const persons = (await client.people.list({ workspace })).people.map(({ personId }) => personId)
    const [person = '1', ...others] = persons
    const request = await protection.ask({ workspace, person, kind: 'copy' })
    const token = await preferenceToken(product, workspace, person)
    const [hook, ...more] = hooks
    if (!hook) throw new Error('There is no webhook')
    return {
      workspace,
      writeKey: site.key,
      deviceKey: till.key,
      hooks: [hook, ...more],
      known: {
        workspace: [workspace],
        import: [done.id],
        upload: [String(Object(upload).upload)],
        journey: [journey.id],
        touchpoint: [journey.touchpoints[0]?.id ?? 'x'],
        person: [person, ...others],
        with: [person, ...others],
        source: [source, site.source.id],
        key: [keys[0]?.id ?? 'x', 'city', till.key],
        webhook: [hook.id],
        device: [till.device.id],
        segment: [list.id, rule.id],
        request: [request.id],
        token: [token],
        phaseModel: ['six-phases'],
        path: ['/nowhere/file.csv'],
        timeZone: ['Europe/Berlin', 'UTC'],
        zone: ['Europe/Berlin', 'UTC'],
        column: ['customer', 'time', 'event', 'value'],
        word: ['erase'],
      },
    }
  }

  return {
    port,
    url,
    cookies,
    errors,
    furnish,
    client,
    /** Lets time pass for those who count tries. */
    wait: (ms: number): void => {
      ahead += ms
    },
    async close(): Promise<void> {
      await http.close()
      await product.close()
      await rm(folder, { recursive: true, force: true })
      await rm(directory, { recursive: true, force: true })
    },
  }
}

function asVisitor(url: string, cookie: string): Pick<Visitor, 'ask'> {
  const visitor = newVisitor(url)
  return { ask: (method, path, body, headers = {}) => visitor.ask(method, path, body, { cookie, ...headers }) }
}
