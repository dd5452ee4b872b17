import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isContractProcedure } from '@orpc/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '../src/app/contract.ts'
import { Mapping } from '../src/features/collect/schema.ts'
import { eventIs } from '../src/kernel/rule.ts'
import { newMember, newOwner, settings } from './engines/accounts.ts'
import type { Visitor } from './engines/browser.ts'
import { temporaryWarehouse } from './engines/chdb.ts'
import { localToken, serveProduct, type TemporaryProduct, temporaryProduct } from './engines/product.ts'

/** A workspace with everything that can lie in one; every name in it begins with its own word. */
type Place = {
  readonly word: string
  readonly people: number
  readonly workspace: string
  readonly upload: string
  readonly import: string
  readonly journey: string
  readonly touchpoint: string
  readonly person: string
  readonly member: string
  readonly invitation: string
  readonly request: string
  readonly merge: string
  readonly source: string
  readonly webhook: string
  readonly device: string
  readonly tally: string
  readonly key: string
  readonly mapping: string
  readonly duplicate: string
  readonly segment: string
}

let product: TemporaryProduct
let server: Awaited<ReturnType<typeof serveProduct>>
let alpha: Place
let bravo: Place
/** An owner of the one and of nothing else. */
let stranger: Visitor

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

/** Both workspaces have the same customers with the same kinds of events, at other times and in other numbers. */
function rowsOf(word: string, people: number): string {
  const rows = Array.from({ length: people }, (_, i) =>
    ['visit', 'cart', 'purchase', `${word}_event`].map((event, n) =>
      [
        `c${i}`,
        `${word}${i}@shop.example`,
        `2024-0${1 + (people % 7)}-0${1 + n} 10:00:00`,
        event,
        `${word}_channel`,
        people,
        word,
      ].join(),
    ),
  )
  return ['customer,email,time,event,channel,value,tag', ...rows.flat()].join('\n')
}

async function uploaded(workspace: string, text: string): Promise<string> {
  const body = new FormData()
  body.set('file', new Blob([text]), 'rows.csv')
  const headers = { authorization: `Bearer ${localToken}` }
  const answer = await fetch(`${server.url}/api/w/${workspace}/uploads`, { method: 'POST', headers, body })
  expect(answer.status).toBe(200)
  const preview: unknown = await answer.json()
  return String(Object(preview).upload)
}

const deviceSettings = { name: 'Till', place: '', till: '', language: 'en', extra: false, burst: 0 } as const

/** A device at the till, and a tally of it that was taken back with its source, so that it shows nowhere. */
async function till(workspace: string, shop: string): Promise<Pick<Place, 'device' | 'tally'>> {
  const { capture, sources } = product.client.collect
  const { device } = await capture.addDevice({ workspace, kind: 'question', ...deviceSettings })
  const tally = await capture.addTally({ workspace, device: device.id, day: '2026-01-01', counts: { other: 1 } })
  await product.collect.intake.settled()
  await capture.withdrawTally({ workspace, tally: tally.id })
  for (const { id } of await sources.list({ workspace })) {
    if (id !== shop) await sources.remove({ workspace, source: id })
  }
  return { device: device.id, tally: tally.id }
}

/** What an import of contacts would leave behind; here without one, so that all counts stay round. */
async function contactsIn(workspace: string, word: string, [one = '1', other = '2']: readonly string[]) {
  const { pool } = product.postgres
  const mapping = randomUUID()
  const duplicate = randomUUID()
  await pool.query(`insert into contact_mapping values ($1, $2, $3, $4, '["id"]', now())`, [
    mapping,
    workspace,
    `${word} mapping`,
    JSON.stringify({ name: `${word} mapping`, columns: [] }),
  ])
  await pool.query(
    `insert into duplicate (id, workspace_id, one, other, score, reasons, found_at) values ($1, $2, $3, $4, 0.9, '[]', now())`,
    [duplicate, workspace, one, other],
  )
  return { mapping, duplicate }
}

async function furnish(owner: Visitor, workspace: string, word: string, people: number): Promise<Place> {
  const { client } = product
  const text = rowsOf(word, people)
  const path = join(product.directory, `${word}.csv`)
  await writeFile(path, `${text}\n,,never,,,,`)
  const done = await product.importFile(workspace, path, mapping)
  expect(done).toMatchObject({ state: 'done', imported: people * 4, rejected: 1 })
  const order = { phaseModel: 'six-phases', goal: eventIs('purchase'), name: `${word} journey` }
  const journey = await client.journeys.create({ workspace, ...(await client.journeys.draft({ workspace, ...order })) })
  const list = await client.people.list({ workspace })
  const members = await client.admin.members({ workspace })
  const invite = { email: `${word}-guest@shop.example`, role: 'viewer' }
  const { body } = await owner.ask<{ id: string }>('POST', `/api/w/${workspace}/invitations`, invite)
  const { source } = await client.collect.sources.create({ workspace, name: `${word} shop`, kind: 'server' })
  const keys = await client.collect.sources.keys({ workspace, source: source.id })
  const { webhook } = await client.collect.webhooks.add({ workspace, source: source.id, provider: 'orders' })
  const segment = await client.people.segments.create({ workspace, name: `${word} list`, rule: null })
  await product.people.segments.idle()
  return {
    word,
    people,
    workspace,
    upload: await uploaded(workspace, text),
    import: done.id,
    journey: journey.id,
    touchpoint: journey.touchpoints[0]?.id ?? '',
    person: list.people[0]?.personId ?? '',
    member: members.members[0]?.id ?? '',
    invitation: body.id,
    request: (await client.people.protection.ask({ workspace, person: list.people[0]?.personId ?? '', kind: 'copy' }))
      .id,
    merge: (await client.collect.identity.merges({ workspace })).entries[0]?.id ?? '',
    source: source.id,
    webhook: webhook.id,
    ...(await till(workspace, source.id)),
    key: keys[0]?.id ?? '',
    segment: segment.id,
    ...(await contactsIn(
      workspace,
      word,
      list.people.map(({ personId }) => personId),
    )),
  }
}

beforeAll(async () => {
  product = await temporaryProduct(await temporaryWarehouse())
  server = await serveProduct(product)
  const { visitor: owner, workspace } = await newOwner(server.url)
  const { body: other } = await owner.ask<{ id: string }>('POST', '/api/workspaces', settings)
  alpha = await furnish(owner, workspace, 'alpha', 30)
  bravo = await furnish(owner, other.id, 'bravo', 50)
  stranger = await newMember(server.url, owner, alpha.workspace, 'owner', 'stranger@shop.example')
})
afterAll(async () => {
  await server.close()
  await product.close()
})

type Route = { readonly name: string; readonly method: string; readonly path: string }

function routesOf(node: unknown, name = ''): Route[] {
  if (isContractProcedure(node)) {
    const { method = 'POST', path = '' } = node['~orpc'].route
    return [{ name, method, path }]
  }
  return Object.entries(Object(node)).flatMap(([key, inner]) => routesOf(inner, name === '' ? key : `${name}.${key}`))
}

const routes = routesOf(contract).filter(({ path }) => path.startsWith('/w/{workspace}'))
const reading = { format: 'csv', gzip: false, encoding: 'utf-8', delimiter: ',' }
const document = {
  name: 'x',
  phaseModel: 'x',
  phases: [{ id: 'a', name: 'A', section: 'before' }],
  touchpoints: [],
  goal: eventIs('x'),
  gapDays: 7,
}

/** What a request says beside its path. */
const bodies: Readonly<Record<string, object>> = {
  'admin.updateWorkspace': settings,
  'admin.invite': { email: 'x@y.example', role: 'viewer' },
  'admin.changeRole': { role: 'viewer' },
  'collect.preview': {},
  'collect.dryRun': { reading, mapping },
  'collect.startImport': { reading, mapping },
  'collect.importLocal': { path: '/nowhere' },
  'collect.startSample': { people: 10 },
  'collect.capture.note': { sent: 0, waiting: 0, messages: [], withdrawals: [] },
  'collect.capture.addDevice': { kind: 'staff', ...deviceSettings },
  'collect.capture.changeDevice': deviceSettings,
  'collect.capture.saveTiles': { tiles: [] },
  'collect.capture.addTally': { device: randomUUID(), day: '2026-01-01', counts: {} },
  'collect.channels.preview': { rules: [] },
  'collect.channels.save': { rules: [], version: 0 },
  'collect.identity.join': { with: '5' },
  'collect.identity.part': { anchor: '5' },
  'collect.identity.setRules': { rules: { limits: {}, exclusive: [], blocked: [] } },
  'collect.sources.create': { name: 'x', kind: 'till' },
  'collect.sources.change': { paused: true },
  'collect.webhooks.add': { provider: 'orders' },
  'people.correct': { value: 'x' },
  'people.contacts.dryRun': { mapping: { name: 'x', columns: [] } },
  'people.contacts.start': { mapping: { name: 'x', columns: [] } },
  'people.contacts.local': { path: '/nowhere' },
  'people.contacts.tryLocal': { path: '/nowhere' },
  'people.contacts.exportLocal': { path: '/nowhere' },
  'people.duplicates.decide': { decision: 'later' },
  'people.consent.note': { purpose: 'newsletter', state: 'granted' },
  'people.consent.changeSettings': {
    withoutConsent: 'legitimate',
    controller: '',
    anonymousMonths: null,
    eventMonths: null,
    inactiveMonths: null,
  },
  'people.consent.addWording': {
    purpose: 'phone',
    basis: 'consent',
    validMonths: null,
    de: { title: 'x', text: 'x' },
    en: { title: 'x', text: 'x' },
  },
  'people.protection.restrict': {},
  'people.protection.object': {},
  'people.protection.erase': { word: 'erase' },
  'people.protection.ask': { kind: 'copy' },
  'people.protection.close': { state: 'done' },
  'people.segments.preview': { rule: { all: [] } },
  'people.segments.create': { name: 'x', rule: null },
  'people.segments.save': { name: 'x', rule: null, version: 1 },
  'people.segments.addFound': { filter: {} },
  'people.segments.paste': { text: 'c1' },
  'insights.funnel': { steps: ['visit', 'purchase'] },
  'insights.flow': {},
  'journeys.draft': { phaseModel: 'six-phases', goal: eventIs('purchase'), name: 'x' },
  'journeys.create': document,
  'journeys.save': { ...document, version: 1 },
}

const pathOf = ({ path }: Route, place: Readonly<Record<string, unknown>>): string =>
  `/api${path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(place[name])))}`

/** Traits are named by words, not by numbers of the workspace. */
const placeFor = ({ name }: Route, place: Place): Place =>
  name === 'people.correct' ? { ...place, key: 'city' } : place

function ask(visitor: Visitor, route: Route, place: Place) {
  const upload = ['collect.startImport', 'people.contacts.start'].includes(route.name) ? { upload: place.upload } : {}
  const body = route.method === 'GET' ? undefined : { ...bodies[route.name], ...upload }
  return visitor.ask<unknown>(route.method, pathOf(route, placeFor(route, place)), body)
}

const parameters = ({ path }: Route): string[] => [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)

describe('somebody of one workspace', () => {
  test('is asked about all routes', () => {
    expect(routes.length).toBeGreaterThan(25)
    expect(Object.keys(bodies).filter((name) => !routes.some((route) => route.name === name))).toEqual([])
    expect(routes.flatMap(parameters).filter((name) => !(name in alpha))).toEqual([])
  })

  test.each(routes)('finds no other workspace by $name', async (route) => {
    expect(await ask(stranger, route, bravo)).toMatchObject({ status: 404, body: { code: 'thing.missing' } })
  })

  test.each(routes.filter((route) => parameters(route).length > 1))(
    'finds nothing of another workspace in its own by $name',
    async (route) => {
      for (const name of parameters(route).slice(1)) {
        // Touchpoints and the keys of traits are named by their documents, not by the workspace.
        if (name === 'touchpoint' || (name === 'key' && route.name === 'people.correct')) continue
        const { status } = await ask(stranger, route, { ...alpha, [name]: Object(bravo)[name] })
        expect({ [name]: status }).toEqual({ [name]: 404 })
      }
    },
  )

  test('neither sends files there nor gets its rejected rows', async () => {
    const rejects = ({ workspace }: Place, { import: id }: Place) => `/api/w/${workspace}/imports/${id}/rejects`
    expect(await stranger.ask('GET', rejects(alpha, alpha))).toMatchObject({ status: 200 })
    expect(await stranger.ask('GET', rejects(bravo, bravo))).toMatchObject({ status: 404 })
    expect(await stranger.ask('GET', rejects(alpha, bravo))).toMatchObject({ status: 404 })
    expect(await stranger.ask('POST', `/api/w/${bravo.workspace}/uploads`)).toMatchObject({ status: 404 })
    const theirs = { reading, mapping, upload: bravo.upload }
    expect(await stranger.ask('POST', `/api/w/${alpha.workspace}/imports`, theirs)).toMatchObject({ status: 404 })
  })
})

/** Everything that can be read of a workspace, by name. */
async function everythingOf({ workspace, journey, touchpoint, person, source, import: id }: Place) {
  const { admin, collect, people, journeys, insights } = product.client
  const steps = ['visit', 'cart', 'purchase']
  const ofTouchpoint = { workspace, journey, touchpoint }
  const filter = [{ field: 'event' as const, op: 'is' as const, values: ['cart'] }]
  return {
    members: await admin.members({ workspace }),
    imports: await collect.imports({ workspace }),
    import: await collect.import({ workspace, import: id }),
    vocabulary: await collect.vocabulary({ workspace }),
    sources: await collect.sources.list({ workspace }),
    source: await collect.sources.one({ workspace, source }),
    keys: await collect.sources.keys({ workspace, source }),
    rejected: await collect.sources.rejected({ workspace, source }),
    stats: await collect.sources.stats({ workspace }),
    channels: await collect.channels.book({ workspace }),
    preview: await collect.channels.preview({ workspace, rules: [] }),
    webhooks: await collect.webhooks.ofSource({ workspace, source }),
    mappings: await people.contacts.mappings({ workspace }),
    contactImports: await people.contacts.results({ workspace }),
    duplicates: await people.duplicates.list({ workspace }),
    people: await people.list({ workspace }),
    found: await people.list({ workspace, search: 'c1' }),
    foundSecond: await people.list({ workspace, search: '1@shop' }),
    ruled: await people.list({ workspace, rule: JSON.stringify({ identifier: 'customer', known: true }) }),
    timeline: await people.timeline({ workspace, person }),
    identifiers: await collect.identity.identifiers({ workspace, person }),
    mergesOf: await collect.identity.mergesOf({ workspace, person }),
    merges: await collect.identity.merges({ workspace }),
    privacy: await people.consent.settings({ workspace }),
    wordings: await people.consent.wordings({ workspace }),
    consents: await people.consent.of({ workspace, person }),
    protection: await people.protection.person({ workspace, person }),
    requests: await people.protection.requests({ workspace }),
    erasures: await people.protection.erasures({ workspace }),
    identityRules: await collect.identity.rules({ workspace }),
    segments: await people.segments.list({ workspace }),
    everybodyIn: await people.segments.preview({ workspace, rule: { all: [] } }),
    journeys: await journeys.list({ workspace }),
    journey: await journeys.get({ workspace, journey }),
    draft: await journeys.draft({ workspace, phaseModel: 'six-phases', goal: eventIs('purchase'), name: 'x' }),
    figures: await journeys.figures({ workspace, journey }),
    filtered: await journeys.figures({ workspace, journey, filter }),
    touchpoint: await journeys.touchpoint(ofTouchpoint),
    travellers: await journeys.travellers(ofTouchpoint),
    funnel: await insights.funnel({ workspace, steps }),
    byChannel: await insights.funnel({ workspace, steps, by: 'channel' }),
    byProperty: await insights.funnel({ workspace, steps, by: 'tag' }),
    flow: await insights.flow({ workspace }),
  }
}

describe('answers', () => {
  const own = async (place: Place, other: Place) => {
    const all = await everythingOf(place)
    for (const [name, answer] of Object.entries(all)) {
      expect(JSON.stringify(answer), name).not.toContain(other.word)
      for (const id of [other.workspace, other.import, other.journey, other.person, other.source, other.key]) {
        expect(JSON.stringify(answer), name).not.toContain(id)
      }
    }
    const { people } = place
    expect(all).toMatchObject({
      imports: [{ id: place.import }],
      vocabulary: { eventCount: people * 4, people },
      sources: [{ id: place.source }],
      keys: [{ id: place.key }],
      stats: { events: people * 4, people, value: `${people * people * 4}.00`, rejected: 1 },
      mappings: [{ id: place.mapping }],
      duplicates: { pairs: [{ id: place.duplicate }] },
      people: { total: people },
      ruled: { total: people },
      identifiers: [{ refused: [] }, { refused: [] }],
      mergesOf: { total: 1 },
      merges: { total: people },
      foundSecond: { total: Array.from({ length: people }, (_, i) => i).filter((i) => i % 10 === 1).length },
      segments: [{ id: place.segment }],
      everybodyIn: { people, everybody: people },
      journeys: [{ id: place.journey }],
      figures: { state: 'ready', people, goalValue: people * people },
      filtered: { state: 'ready', people },
      travellers: { total: people },
      funnel: { steps: [{ people }, { people }, { people }] },
      byChannel: { groups: [{ value: `${place.word}_channel`, steps: [{ people }, { people }, { people }] }] },
      byProperty: { groups: [{ value: place.word }] },
      flow: { people },
    })
    expect(all.timeline.events).toHaveLength(4)
    return all
  }

  test('are of the own workspace alone', async () => {
    await own(alpha, bravo)
    await own(bravo, alpha)
    const foreign = product.client.insights.funnel({ workspace: alpha.workspace, steps: ['visit', 'bravo_event'] })
    await expect(foreign).rejects.toMatchObject({ code: 'event.unknown', facts: { near: ['alpha_event'] } })
  })

  test('stay what they were when the other workspace takes its import back and imports again', async () => {
    const before = await own(alpha, bravo)
    const { workspace } = bravo
    await product.undo(workspace, bravo.import)
    expect(await product.client.collect.vocabulary({ workspace })).toMatchObject({ eventCount: 0, people: 0 })
    expect(await own(alpha, bravo)).toEqual(before)
    await product.importFile(workspace, join(product.directory, 'bravo.csv'), mapping)
    expect(await own(alpha, bravo)).toEqual(before)
    expect(await product.client.collect.vocabulary({ workspace })).toMatchObject({ eventCount: 200, people: 50 })
  })
})
