import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { temporaryWarehouse } from '../../../../test/engines/chdb.ts'
import { during } from '../../../../test/engines/during.ts'
import { serveProduct, temporaryProduct } from '../../../../test/engines/product.ts'
import { p, sql } from '../../../platform/warehouse/sql.ts'
import { anchorOf, membersOf } from '../../collect/index.ts'

const product = during(async () => temporaryProduct(await temporaryWarehouse()))
let url: string
let close: () => Promise<void>

beforeAll(async () => {
  const server = await serveProduct(product())
  url = server.url
  close = server.close
})
afterAll(() => close())

/** As the server of a site makes them: see the tracker's README. */
const userToken = (secret: string, user: string, expires: number): string =>
  `${expires}.${createHmac('sha256', secret).update(`${expires}.${user}`).digest('hex')}`

type Message = Readonly<Record<string, unknown>>
const settings = { name: 'Laden', timeZone: 'UTC', currency: 'EUR', language: 'de' } as const

/** A shop with a website, whose key everybody can read, and a server. */
async function newShop() {
  const { client, collect, people, warehouse } = product()
  const { id: workspace } = await client.admin.createWorkspace(settings)
  const website = await client.collect.sources.create({ workspace, name: 'Website', kind: 'website', origins: [] })
  const server = await client.collect.sources.create({ workspace, name: 'Server', kind: 'server', origins: [] })
  const post = async (writeKey: string, batch: readonly Message[]) => {
    const body = JSON.stringify({ writeKey, batch })
    expect((await fetch(`${url}/v1/batch`, { method: 'POST', body })).status).toBe(200)
  }
  const anchor = (user: string) => anchorOf(workspace, 'user', user)
  const times = async (person: string): Promise<readonly number[]> => {
    const [row] = await warehouse.rows<{ at: readonly string[] }>(
      sql`select arrayMap(t -> toString(t), times) as at from paths final
        where workspace = ${p.uuid(workspace)} and person = ${p.anchor(person)}`,
    )
    return (row?.at ?? []).map(Number)
  }
  return {
    workspace,
    website: website.source,
    fromBrowser: (...batch: readonly Message[]) => post(website.key, batch),
    fromServer: (...batch: readonly Message[]) => post(server.key, batch),
    settled: collect.intake.settled,
    anchor,
    browser: (id: string) => anchorOf(workspace, 'anonymous', id),
    times,
    states: async (person: string) =>
      Object.fromEntries((await people.consents.of(workspace, person)).map(({ purpose, state }) => [purpose, state])),
    traits: async (person: string) => (await people.traitsOf(workspace, person)).map(({ key, value }) => [key, value]),
    wholeAgain: () => collect.settle({ workspace, touched: 'all' }),
    rejected: async () => {
      await collect.intake.settled()
      const page = { offset: 0, limit: 200 }
      return (await client.collect.sources.rejected({ workspace, source: website.source.id, ...page })).rejected
    },
  }
}
type Shop = Awaited<ReturnType<typeof newShop>>

const order = (userId: string, hour: number): Message => ({
  type: 'track',
  event: 'purchase',
  userId,
  timestamp: `2026-05-01T${String(hour).padStart(2, '0')}:00:00Z`,
})
const named = (userId: string, firstName: string): Message => ({
  type: 'identify',
  userId,
  traits: { firstName },
  timestamp: '2026-05-01T06:00:00Z',
})
const says = (who: Message, choices: Message): Message => ({
  type: 'track',
  event: 'consent',
  properties: choices,
  ...who,
})
const refuses = (who: Message): Message => says(who, { analytics: false, newsletter: false })

const about = async (shop: Shop, user: string) => ({
  person: (await membersOf(product().warehouse, shop.workspace, shop.anchor(user))).person,
  traits: await shop.traits(shop.anchor(user)),
  states: await shop.states(shop.anchor(user)),
})

describe('a public key', () => {
  test('takes none of ten customers out of the reports, and renames none of them', async () => {
    const shop = await newShop()
    const users = Array.from({ length: 10 }, (_, i) => `u${i}`)
    await shop.fromServer(...users.flatMap((user) => [named(user, `Anna ${user}`), order(user, 9)]))
    await shop.settled()
    const before = await Promise.all(users.map((user) => about(shop, user)))
    await shop.fromBrowser(
      ...users.flatMap((userId) => [
        refuses({ userId }),
        refuses({ userId, anonymousId: 'mine' }),
        { type: 'identify', userId, anonymousId: 'mine', traits: { firstName: 'Evil' } },
        { type: 'identify', anonymousId: `a ${userId}`, traits: { firstName: 'Evil' } },
        { type: 'alias', userId, previousId: 'u0' },
        {
          type: 'track',
          event: 'e',
          userId,
          anonymousId: `b ${userId}`,
          context: { consent: { categoryPreferences: { Analytics: false } } },
        },
      ]),
    )
    await shop.settled()
    await shop.fromBrowser(
      ...users.map((userId) => ({ type: 'track', event: 'e', userId, anonymousId: `a ${userId}` })),
    )
    await shop.settled()
    expect(await Promise.all(users.map((user) => about(shop, user)))).toEqual(before)
    for (const user of users) {
      expect((await shop.times(shop.anchor(user))).filter((at) => at === Date.UTC(2026, 4, 1, 9))).toHaveLength(1)
    }
    const found = await product().client.people.list({ workspace: shop.workspace, search: 'Evil' })
    expect(found.people.filter(({ personId }) => users.some((user) => shop.anchor(user) === personId))).toEqual([])
    const reasons = new Set((await shop.rejected()).map(({ reason }) => reason))
    expect(reasons).toEqual(new Set(['proof.missing', 'identifier.foreign']))
  })

  test('names no order, by which a shop system finds its customer', async () => {
    const shop = await newShop()
    await shop.fromBrowser(refuses({ anonymousId: 'shopify:order:17' }), refuses({ anonymousId: 'own' }))
    await shop.settled()
    expect(await shop.states(shop.browser('shopify:order:17'))).toMatchObject({ analytics: 'none' })
    expect(await shop.states(shop.browser('own'))).toMatchObject({ analytics: 'denied' })
  })
})

describe('a browser that refuses', () => {
  test('is left out itself, and whoever it belongs to is not', async () => {
    const shop = await newShop()
    await shop.fromBrowser({ type: 'track', event: 'visit', anonymousId: 'anon-1' })
    await shop.fromServer(order('u', 9))
    await shop.settled()
    expect(await shop.times(shop.browser('anon-1'))).toHaveLength(1)
    await shop.fromBrowser(refuses({ anonymousId: 'anon-1' }))
    await shop.fromBrowser({ type: 'track', event: 'visit', anonymousId: 'anon-1' })
    await shop.settled()
    expect(await shop.times(shop.browser('anon-1'))).toHaveLength(0)
    await shop.fromServer(
      { ...order('u', 10), anonymousId: 'anon-1' },
      { type: 'alias', userId: 'u', previousId: 'anon-2' },
    )
    await shop.fromBrowser(refuses({ anonymousId: 'anon-2' }), {
      type: 'track',
      event: 'visit',
      userId: 'u',
      anonymousId: 'anon-2',
    })
    await shop.settled()
    for (const again of [shop.settled, shop.wholeAgain]) {
      await again()
      const orders = (await shop.times(shop.anchor('u'))).filter((at) => at < Date.UTC(2026, 4, 2))
      expect(orders).toHaveLength(2)
      expect(await shop.states(shop.anchor('u'))).toMatchObject({ analytics: 'none' })
    }
  })

  test('is no longer counted for the person who it becomes part of', async () => {
    const shop = await newShop()
    await shop.fromServer(order('u', 9))
    await shop.fromBrowser({ type: 'track', event: 'visit', anonymousId: 'anon-1' })
    await shop.fromServer({ type: 'alias', userId: 'u', previousId: 'anon-1', timestamp: '2026-05-01T08:00:00Z' })
    await shop.settled()
    expect(await shop.times(shop.anchor('u'))).toHaveLength(3)
    await shop.fromBrowser(refuses({ anonymousId: 'anon-1' }))
    await shop.settled()
    expect(await shop.times(shop.anchor('u'))).toHaveLength(2)
    await shop.wholeAgain()
    expect(await shop.times(shop.anchor('u'))).toHaveLength(2)
  })
})

describe('a token of the site', () => {
  const later = () => Math.floor(Date.now() / 1000) + 3600

  test('lets a browser speak for the person', async () => {
    const shop = await newShop()
    const asked = { workspace: shop.workspace, source: shop.website.id }
    const { secret } = await product().client.collect.sources.addSigning(asked)
    await shop.fromServer(named('u', 'Anna'), order('u', 9))
    const proven = { userId: 'u', anonymousId: 'a', userToken: userToken(secret, 'u', later()) }
    await shop.fromBrowser({ type: 'identify', ...proven, traits: { firstName: 'Anne' } })
    await shop.settled()
    expect(await shop.traits(shop.anchor('u'))).toContainEqual(['first_name', 'Anne'])
    await shop.fromBrowser(refuses(proven))
    await shop.settled()
    expect(await shop.states(shop.anchor('u'))).toMatchObject({ analytics: 'denied', newsletter: 'denied' })
    expect(await shop.times(shop.anchor('u'))).toEqual([])
    expect(await shop.rejected()).toEqual([])
  })

  test('that is wrong, over, of another user or site proves nothing, and the owner sees why, but no token', async () => {
    const [shop, other] = [await newShop(), await newShop()]
    const secretOf = async ({ workspace, website }: Shop) =>
      (await product().client.collect.sources.addSigning({ workspace, source: website.id })).secret
    const [secret, foreign] = [await secretOf(shop), await secretOf(other)]
    const seconds = Math.floor(Date.now() / 1000)
    const tokens = {
      'proof.expired': [userToken(secret, 'u', seconds - 120)],
      'proof.long': [userToken(secret, 'u', seconds + 40 * 86_400)],
      'proof.wrong': [
        userToken(secret, 'v', later()),
        userToken(foreign, 'u', later()),
        userToken(secret, 'u', later()).replace(/^\d+/, String(later() + 9)),
        'x',
      ],
    }
    await shop.fromServer(order('u', 9))
    for (const [reason, list] of Object.entries(tokens)) {
      for (const token of list) {
        const who = { userId: 'u', anonymousId: 'a' }
        await shop.fromBrowser(
          refuses({ ...who, userToken: token }),
          refuses({ ...who, context: { userToken: token } }),
        )
      }
      expect((await shop.rejected()).filter((one) => one.reason === reason).length).toBeGreaterThan(0)
    }
    expect(await shop.states(shop.anchor('u'))).toMatchObject({ analytics: 'none' })
    const samples = JSON.stringify(await shop.rejected())
    for (const token of Object.values(tokens).flat()) if (token !== 'x') expect(samples).not.toContain(token)
  })

  test('of a secret that was replaced holds for a day, of one that was ended no longer', async () => {
    const shop = await newShop()
    const asked = { workspace: shop.workspace, source: shop.website.id }
    const { sources } = product().client.collect
    const { secret, signing } = await sources.addSigning(asked)
    await sources.addSigning(asked)
    const proven = { userId: 'u', anonymousId: 'a', userToken: userToken(secret, 'u', later()) }
    await shop.fromBrowser(says(proven, { phone: false }))
    expect(await shop.states(shop.anchor('u'))).toMatchObject({ phone: 'denied' })
    await sources.endSigning({ ...asked, signing: signing.id })
    await shop.fromBrowser(says(proven, { newsletter: false }))
    expect(await shop.states(shop.anchor('u'))).toMatchObject({ newsletter: 'none' })
    expect(await sources.signing(asked)).toHaveLength(2)
    expect(JSON.stringify(await sources.signing(asked))).not.toContain(secret)
  })
})

const users = ['u0', 'u1', 'u2']
const browsers = ['a0', 'a1', 'a2']
const choices = fc.dictionary(fc.constantFrom('analytics', 'newsletter', 'phone', 'advertising'), fc.boolean(), {
  minKeys: 1,
})
const message: fc.Arbitrary<Message> = fc
  .record({
    type: fc.constantFrom('track', 'page', 'identify', 'alias', 'group'),
    event: fc.constantFrom('visit', 'consent'),
    userId: fc.constantFrom(...users, 'new', ''),
    anonymousId: fc.constantFrom(...browsers, ''),
    previousId: fc.constantFrom(...users, ...browsers),
    traits: fc.constantFrom({}, { firstName: 'Evil', email: 'evil@mail.example' }),
    properties: choices,
    context: fc.oneof(
      fc.constant({}),
      fc.constant({ traits: { lastName: 'Evil' } }),
      choices.map((categoryPreferences) => ({ consent: { categoryPreferences } })),
    ),
    timestamp: fc.option(
      fc.integer({ min: 1, max: 29 }).map((days) => new Date(Date.now() - days * 86_400_000).toISOString()),
      { nil: undefined },
    ),
  })
  .filter(({ userId, anonymousId }) => userId + anonymousId !== '')

test('whatever a public key sends in whatever order, people who are known only gain events', async () => {
  const rounds = fc.array(fc.array(message, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(rounds, async (list) => {
      const shop = await newShop()
      await shop.fromServer(
        ...users.flatMap((user, i) => [named(user, `Anna ${user}`), order(user, 9 + i)]),
        says({ userId: 'u1' }, { newsletter: true }),
        says({ userId: 'u2' }, { analytics: false }),
        { type: 'identify', userId: 'u0', anonymousId: 'theirs', traits: {}, timestamp: '2026-05-01T07:00:00Z' },
      )
      await shop.settled()
      const before = await Promise.all(users.map((user) => about(shop, user)))
      const paths = await Promise.all(users.map((user) => shop.times(shop.anchor(user))))
      for (const batch of list) {
        await shop.fromBrowser(...batch)
        await shop.settled()
      }
      for (const again of [shop.settled, shop.wholeAgain]) {
        await again()
        expect(await Promise.all(users.map((user) => about(shop, user)))).toEqual(before)
        for (const [i, user] of users.entries()) {
          const now = await shop.times(shop.anchor(user))
          expect(now).toEqual(expect.arrayContaining([...(paths[i] ?? [])]))
          if (user === 'u2') expect(now).toEqual([])
        }
      }
    }),
    { numRuns: 12 },
  )
}, 300_000)
