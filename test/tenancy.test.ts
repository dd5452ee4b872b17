import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventIs } from '../src/kernel/rule.ts'
import { newMember, newOwner, settings } from './engines/accounts.ts'
import type { Visitor } from './engines/browser.ts'
import { temporaryWarehouse } from './engines/chdb.ts'
import { ask, bodies, operations, parameters, reading, routes } from './engines/operations.ts'
import { furnish, mapping, type Place } from './engines/places.ts'
import { serveProduct, type TemporaryProduct, temporaryProduct } from './engines/product.ts'

let product: TemporaryProduct
let server: Awaited<ReturnType<typeof serveProduct>>
let alpha: Place
let bravo: Place
/** An owner of the one and of nothing else. */
let stranger: Visitor

beforeAll(async () => {
  product = await temporaryProduct(await temporaryWarehouse())
  server = await serveProduct(product)
  const { visitor: owner, workspace } = await newOwner(server.url)
  const { body: other } = await owner.ask<{ id: string }>('POST', '/api/workspaces', settings)
  alpha = await furnish({ product, server }, owner, workspace, { word: 'alpha', people: 30 })
  bravo = await furnish({ product, server }, owner, other.id, { word: 'bravo', people: 50 })
  stranger = await newMember(server.url, owner, alpha.workspace, 'owner', 'stranger@shop.example')
})
afterAll(async () => {
  await server.close()
  await product.close()
})

describe('somebody of one workspace', () => {
  test('is asked about all routes', () => {
    expect(routes.length).toBeGreaterThan(25)
    expect(Object.keys(bodies).filter((name) => !operations.some((one) => one.name === name))).toEqual([])
    expect(routes.flatMap(parameters).filter((name) => !(name in alpha))).toEqual([])
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
