import { isContractProcedure } from '@orpc/contract'
import { isProcedure, Procedure } from '@orpc/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '../src/app/contract.ts'
import { isOpenRight, isRight, may, type Right } from '../src/kernel/rights.ts'
import { newMember, newOwner, settings, signIn } from './engines/accounts.ts'
import { newVisitor, type Visitor } from './engines/browser.ts'
import {
  type CallerKind,
  type Callers,
  callerKinds,
  everybody,
  type Keys,
  verdictFor,
  verdictOf,
  verdictOfStatus,
  withKey,
} from './engines/callers.ts'
import { temporaryWarehouse } from './engines/chdb.ts'
import { everythingIn } from './engines/effects.ts'
import { type Need, operationNeeds, routeNeeds } from './engines/needs.ts'
import { ask, operations, type Route } from './engines/operations.ts'
import { furnish, type Place } from './engines/places.ts'
import { preferenceToken } from './engines/preference.ts'
import { localToken, serveProduct, type TemporaryProduct, temporaryProduct } from './engines/product.ts'

let product: TemporaryProduct
let server: Awaited<ReturnType<typeof serveProduct>>
let place: Place
let callers: Callers
let keys: Keys
let preference: string

beforeAll(async () => {
  product = await temporaryProduct(await temporaryWarehouse())
  server = await serveProduct(product)
  const { visitor: owner, workspace: other } = await newOwner(server.url)
  const { id: workspace } = (await owner.ask<{ id: string }>('POST', '/api/workspaces', settings)).body
  place = await furnish({ product, server }, owner, workspace, { word: 'here', people: 20 })
  const { capture, sources } = product.client.collect
  const device = { kind: 'staff', name: 'Till', place: '', till: '', language: 'en', extra: false, burst: 0 } as const
  keys = {
    device: (await capture.addDevice({ workspace, ...device })).key,
    browser: (await sources.create({ workspace, name: 'site', kind: 'website' })).key,
    server: (await sources.create({ workspace, name: 'back', kind: 'server' })).key,
  }
  preference = await preferenceToken(product, workspace, place.person)
  const stranger = await newMember(server.url, owner, other, 'owner', 'stranger@shop.example')
  callers = await everybody(server.url, { owner, stranger }, workspace, keys)
})
afterAll(async () => {
  await server.close()
  await product.close()
})

const needOf = ({ name }: Route): Need => operationNeeds.get(name) ?? 'machine'

/** What a rule over data adds to the right: members leave by themselves, owners alone start another workspace. */
const beyond: Readonly<Record<string, Partial<Record<CallerKind, 'may not'>>>> = {
  'admin.removeMember': { viewer: 'may not', editor: 'may not' },
  'admin.createWorkspace': { viewer: 'may not', editor: 'may not', 'removed member': 'may not' },
}
const expected = (route: Route, caller: CallerKind) => beyond[route.name]?.[caller] ?? verdictFor(needOf(route), caller)

/** Needs of those who come without a role, with a key, a link or a signature. */
const borne: readonly Need[] = ['device-key', 'preference-link', 'source-key', 'webhook-signature']
const byRole = operations.filter((route) => !borne.includes(needOf(route)))

/** The need that a declared right amounts to. */
function needOfRight(right: unknown): Need | undefined {
  if (right === 'by-operation') return right
  if (!isRight(right)) return undefined
  if (isOpenRight(right)) return right
  return (['viewer', 'editor', 'owner'] as const).find((one) => may(one, right)) ?? 'machine'
}

function declaredIn(node: unknown, name = ''): [string, Need | undefined][] {
  if (isContractProcedure(node)) return [[name, needOfRight(node['~orpc'].meta.right)]]
  return Object.entries(Object(node)).flatMap(([key, inner]) => declaredIn(inner, name === '' ? key : `${name}.${key}`))
}

/** The address of a route as the tables have it: SDKs may end theirs with a slash. */
const plain = (url: string): string => (url.length > 1 ? url.replace(/\/$/, '') : url)

describe('who may call what', () => {
  test('is written down here for each operation, and declared so', () => {
    expect(operations.length).toBeGreaterThan(120)
    expect(Object.fromEntries(declaredIn(contract))).toEqual(Object.fromEntries(operationNeeds))
  })

  test('is written down here for each route, and declared so', () => {
    // What browsers ask before they send carries no key.
    const routes = server.routes().filter(({ method }) => method !== 'OPTIONS')
    const declared = new Set(routes.map(({ url, right }) => `${plain(url)} ${needOfRight(right)}`))
    expect([...declared].sort()).toEqual([...routeNeeds].map((pair) => pair.join(' ')).sort())
  })
})

describe('operations', () => {
  test('refuse everybody who may not, before anything happens', async () => {
    const before = await everythingIn(product)
    const wrong: unknown[] = []
    let refused = 0
    for (const route of byRole) {
      for (const caller of callerKinds) {
        const verdict = expected(route, caller)
        if (verdict === 'in') continue
        const heard = verdictOf(await ask(callers[caller], route, place))
        if (heard !== verdict) wrong.push({ operation: route.name, caller, verdict, heard })
        refused += 1
      }
    }
    expect(wrong).toEqual([])
    expect(refused).toBeGreaterThan(byRole.length * 5)
    expect(await everythingIn(product)).toEqual(before)
  })
})

const placeRoutes = [...routeNeeds].flatMap(([url, need]) => {
  if (!url.startsWith('/api/w/')) return []
  const path = () => url.replace(':workspace', place.workspace).replace(':import', place.import)
  return [{ url, need, method: url.endsWith('/uploads') ? 'POST' : 'GET', path }]
})

describe('routes', () => {
  test('of a workspace let in those who may, and nobody else', async () => {
    const wrong: unknown[] = []
    for (const { url, need, method, path } of placeRoutes) {
      for (const caller of callerKinds) {
        const heard = verdictOfStatus(await callers[caller].look(method, path()))
        if (heard !== verdictFor(need, caller)) wrong.push({ url, caller, heard })
      }
    }
    expect(placeRoutes).toHaveLength(6)
    expect(wrong).toEqual([])
  })

  test('for anybody ask nobody to sign in', async () => {
    const nobody = newVisitor(server.url)
    const open = [...routeNeeds].filter(([, need]) => need === 'anybody').map(([url]) => url)
    for (const url of open) {
      const path = url.replace('/api/auth/*', '/api/auth/get-session').replace(/:\w+|\*/, 'x')
      expect({ url, status: await nobody.look('GET', path) }).not.toMatchObject({
        status: expect.toBeOneOf([401, 403]),
      })
    }
  })

  test('for the key of a source know it, and nothing else', async () => {
    const told = { userId: 'u', anonymousId: 'a', event: 'e', name: 'n', groupId: 'g', previousId: 'p' }
    const batch = [{ ...told, type: 'track' }]
    const askWith = async (visitor: Visitor, url: string, key: string) => {
      const isRead = /pixel|settings|sourceConfig/.test(url)
      const query = isRead ? `?${new URLSearchParams({ ...told, writeKey: key })}` : ''
      const path = url.replace(':key', key || 'none') + query
      return (await visitor.ask(isRead ? 'GET' : 'POST', path, isRead ? undefined : { ...told, batch, writeKey: key }))
        .status
    }
    for (const [url, need] of routeNeeds) {
      if (need !== 'source-key') continue
      const isSecret = url === '/v1/preference-link'
      for (const key of [keys.browser, keys.server]) {
        const status = isSecret && key === keys.browser ? 403 : 200
        expect([url, await askWith(callers.nobody, url, key)]).toEqual([url, status])
      }
      for (const key of ['', 'none', keys.device])
        expect([url, key, await askWith(callers.owner, url, key)]).toEqual([url, key, 401])
    }
  })

  test('for a signature take no other proof', async () => {
    const { workspace } = place
    const { source } = await product.client.collect.sources.create({ workspace, name: 'hooks', kind: 'server' })
    const { webhook } = await product.client.collect.webhooks.add({ workspace, source: source.id, provider: 'orders' })
    expect((await callers.owner.ask('POST', webhook.path, [])).status).toBe(401)
    expect((await callers['server key'].ask('POST', webhook.path, [])).status).toBe(401)
    expect((await callers.owner.ask('POST', '/hooks/none/orders', [])).status).toBe(404)
  })
})

describe('the bearer of a key or link', () => {
  const delivery = { sent: 0, waiting: 0, messages: [], withdrawals: [] }
  const requests = (key: string, token: string): [string, string, string, object?][] => [
    ['collect.capture.config', 'POST', '/api/capture/config', { key }],
    ['collect.capture.deliver', 'POST', '/api/capture/messages', { key, ...delivery }],
    ['people.preferences.find', 'GET', `/api/preferences/${token}`],
    ['people.preferences.choose', 'POST', `/api/preferences/${token}`, { choices: [] }],
    ['people.preferences.objectToAll', 'POST', `/api/preferences/${token}/objection`, {}],
    ['people.preferences.ask', 'POST', `/api/preferences/${token}/requests`, { kind: 'copy' }],
  ]

  test('is let in by that alone, whoever else asks', async () => {
    const named = requests('', '').map(([name]) => name)
    expect(named).toEqual(operations.filter((route) => borne.includes(needOf(route))).map(({ name }) => name))
    const before = await everythingIn(product)
    const forged = `${preference.slice(0, -2)}${preference.endsWith('AA') ? 'BB' : 'AA'}`
    for (const key of [keys.server, keys.browser, preference, 'k'.repeat(43)]) {
      for (const [name, method, path, body] of requests(key, key === preference ? forged : key)) {
        const { status } = await callers.owner.ask(method, path, body)
        expect({ name, key, status }).toEqual({ name, key, status: expect.toBeOneOf([400, 404]) })
      }
    }
    expect(await everythingIn(product)).toEqual(before)
    for (const [name, method, path, body] of requests(keys.device, preference)) {
      expect([name, (await callers.nobody.ask(method, path, body)).status]).toEqual([name, 200])
    }
  })
})

describe('operations, in the end,', () => {
  /** They take away what others are asked about. */
  const last =
    /\.(erase|runRetention|undoImport|undo|remove|removeMember|cancelInvitation|revoke\w+|forgetMapping|close|acceptInvitation|join|part)$/

  test('let in everybody who may', async () => {
    const inOrder = [...byRole.filter(({ name }) => !last.test(name)), ...byRole.filter(({ name }) => last.test(name))]
    const local = withKey(server.url, localToken)
    const wrong: unknown[] = []
    for (const route of inOrder) {
      const may: [string, Visitor][] = callerKinds
        .filter((caller) => expected(route, caller) === 'in')
        .map((caller) => [caller, callers[caller]])
      if (needOf(route) === 'machine') may.push(['machine', local])
      for (const [caller, visitor] of may) {
        const answer = await ask(visitor, route, place)
        if (verdictOf(answer) !== 'in' || answer.status === 400 || answer.status >= 500)
          wrong.push({ operation: route.name, caller, status: answer.status, body: answer.body })
      }
      if (may.length === 0) wrong.push({ operation: route.name, caller: 'nobody at all' })
    }
    expect(wrong).toEqual([])
  })
})

/** One step down, for each need. */
const lower: Partial<Record<Need, { readonly right: Right; readonly caller: CallerKind }>> = {
  machine: { right: 'workspace.change', caller: 'owner' },
  owner: { right: 'journeys.edit', caller: 'editor' },
  editor: { right: 'people.see', caller: 'viewer' },
  viewer: { right: 'signed-in', caller: 'foreign owner' },
  'signed-in': { right: 'anybody', caller: 'nobody' },
}

const lowerRight = (right: unknown): unknown => lower[needOfRight(right) ?? 'anybody']?.right ?? right

function lowered<T>(node: T): T {
  if (isProcedure(node)) {
    const made = node['~orpc']
    return new Procedure({ ...made, meta: { right: lowerRight(made.meta.right) } }) as T
  }
  return Object.fromEntries(Object.entries(Object(node)).map(([key, inner]) => [key, lowered(inner)])) as T
}

test('a right that is lowered by one step is seen, whichever it is', async () => {
  const routes = lowered(product.routes)
  const weak = await serveProduct({ ...product, routes }, (app) =>
    app.addHook('onRoute', (route) => {
      const right = lowerRight(route.config?.right)
      if (right === 'by-operation' || isRight(right)) route.config = { ...route.config, right }
    }),
  )
  const visitors = { nobody: newVisitor(weak.url) } as Partial<Record<CallerKind, Visitor>>
  for (const [caller, name] of [
    ['viewer', 'viewer'],
    ['editor', 'editor'],
    ['owner', 'owner'],
    ['foreign owner', 'stranger'],
  ] as const) {
    const visitor = newVisitor(weak.url)
    expect((await signIn(visitor, `${name}@shop.example`)).status).toBe(200)
    visitors[caller] = visitor
  }
  const unseen: string[] = []
  let seen = 0
  for (const route of byRole) {
    const step = lower[needOf(route)]
    const visitor = step && visitors[step.caller]
    if (!visitor) continue
    if (verdictOf(await ask(visitor, route, place)) === expected(route, step.caller)) unseen.push(route.name)
    else seen += 1
  }
  for (const { url, need, method, path } of placeRoutes) {
    const step = lower[need]
    const visitor = step && visitors[step.caller]
    const verdict = visitor && verdictOfStatus(await visitor.look(method, path()))
    if (step && verdict === verdictFor(need, step.caller)) unseen.push(url)
    else seen += 1
  }
  await weak.close()
  // Both ask for the person themselves; that they declare it, the table above holds.
  expect(unseen).toEqual(['admin.createWorkspace', 'admin.acceptInvitation'])
  expect(seen).toBe(byRole.filter((route) => needOf(route) !== 'anybody').length - unseen.length + placeRoutes.length)
})
