import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newMember, newOwner } from '../../../../test/engines/accounts.ts'
import type { Visitor } from '../../../../test/engines/browser.ts'
import { temporaryWarehouse } from '../../../../test/engines/chdb.ts'
import { serveProduct, type TemporaryProduct, temporaryProduct } from '../../../../test/engines/product.ts'
import type { MadeSource, SourceKey, SourceRow } from './schema.ts'

let product: TemporaryProduct
let server: Awaited<ReturnType<typeof serveProduct>>
let owner: Visitor
let editor: Visitor
let viewer: Visitor
let workspace: string
let made: MadeSource

const hour = 3_600_000
const started = Date.now()
const ago = (ms: number) => new Date(started - ms).toISOString()

const eventRow = (i: number, change: object) => ({
  workspace,
  anchor: String(1000 + i),
  raw_time: ago(40 * 24 * hour),
  message: String(i),
  time: ago(40 * 24 * hour),
  seq: String(i),
  anchor2: '0',
  name: 'page_view',
  channel: 'web',
  source: 'onlineshop',
  session: '',
  value: null,
  currency: '',
  properties: { path: `/${i}` },
  import: '00000000-0000-0000-0000-000000000000',
  received: ago(0),
  ...change,
})

const rejectedRow = (change: object) => ({
  workspace,
  source: 'onlineshop',
  received: ago(hour),
  reason: 'time_invalid',
  field: 'timestamp',
  detail: 'is not a time',
  sample: '{"timestamp":"soon"}',
  count: 1,
  ...change,
})

beforeAll(async () => {
  product = await temporaryProduct(await temporaryWarehouse())
  server = await serveProduct(product)
  const first = await newOwner(server.url)
  owner = first.visitor
  workspace = first.workspace
  editor = await newMember(server.url, owner, workspace, 'editor')
  viewer = await newMember(server.url, owner, workspace, 'viewer')
  const shop = { name: 'Onlineshop', kind: 'website', origins: ['https://rad.example'] }
  made = (await editor.ask<MadeSource>('POST', `/api/w/${workspace}/sources`, shop)).body
})
afterAll(async () => {
  await server.close()
  await product.close()
})

const path = (rest = '') => `/api/w/${workspace}/sources/${made.source.id}${rest}`

describe('rights', () => {
  test('viewers see sources and what came in, never keys', async () => {
    expect(await viewer.ask('GET', `/api/w/${workspace}/sources`)).toMatchObject({
      status: 200,
      body: [{ name: 'Onlineshop', slug: 'onlineshop', state: 'never', paused: false, volume: { last: null, day: 0 } }],
    })
    for (const rest of ['', '/events', '/rejected']) {
      const answer = await viewer.ask('GET', path(rest))
      expect(answer.status).toBe(200)
      expect(JSON.stringify(answer.body)).not.toContain(made.key)
    }
    expect((await viewer.ask('GET', `/api/w/${workspace}/stats`)).status).toBe(200)
  })

  test('viewers change nothing', async () => {
    const [key] = (await editor.ask<SourceKey[]>('GET', path('/keys'))).body
    const asked = [
      viewer.ask('POST', `/api/w/${workspace}/sources`, { name: 'x', kind: 'till' }),
      viewer.ask('PATCH', path(), { paused: true }),
      viewer.ask('DELETE', path()),
      viewer.ask('GET', path('/keys')),
      viewer.ask('POST', path('/keys'), {}),
      viewer.ask('POST', path(`/keys/${key?.id}/rotate`), {}),
      viewer.ask('DELETE', path(`/keys/${key?.id}`)),
    ]
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(asked.map(() => 403))
  })

  test('wrong words are refused', async () => {
    const create = (body: object) => editor.ask('POST', `/api/w/${workspace}/sources`, body)
    expect(await create({ name: ' ', kind: 'till' })).toMatchObject({ status: 400 })
    expect(await create({ name: 'x', kind: 'tills' })).toMatchObject({ status: 400 })
    expect(await create({ name: 'x', kind: 'website', origins: ['rad.example'] })).toMatchObject({ status: 400 })
    expect(await editor.ask('GET', `/api/w/${workspace}/sources/${randomUUID()}`)).toMatchObject({ status: 404 })
  })
})

test('an editor goes through the life of a source', async () => {
  const { body } = await editor.ask<MadeSource>('POST', `/api/w/${workspace}/sources`, { name: 'Kasse', kind: 'till' })
  const till = `/api/w/${workspace}/sources/${body.source.id}`
  expect(body.key).toMatch(/^fws_/)
  const changed = await editor.ask('PATCH', till, { paused: true, name: 'Kasse Süd' })
  expect(changed.body).toMatchObject({ paused: true, name: 'Kasse Süd', slug: 'kasse' })
  const second = await editor.ask<{ text: string; key: SourceKey }>('POST', `${till}/keys`, {})
  const keys = await editor.ask<SourceKey[]>('GET', `${till}/keys`)
  expect(keys.body).toMatchObject([{ id: second.body.key.id, text: null }, { text: null }])
  const rotated = await editor.ask<{ text: string }>('POST', `${till}/keys/${second.body.key.id}/rotate`, {})
  expect(await product.collect.sources.find(rotated.body.text)).toMatchObject({ paused: true })
  expect((await editor.ask('DELETE', `${till}/keys/${keys.body[1]?.id}`)).status).toBe(200)
  expect(await product.collect.sources.find(body.key)).toBeUndefined()
  expect((await editor.ask('DELETE', till)).status).toBe(200)
  expect(await editor.ask('GET', till)).toMatchObject({ status: 404, body: { code: 'source.missing' } })
  expect(await product.collect.sources.find(rotated.body.text)).toBeUndefined()
})

describe('figures', () => {
  beforeAll(async () => {
    await product.warehouse.insert('events', [
      ...Array.from({ length: 7 }, (_, i) => eventRow(i, { value: '0.0150' })),
      ...Array.from({ length: 5 }, (_, i) => eventRow(100 + i, { received: ago(25 * hour) })),
      ...Array.from({ length: 3 }, (_, i) => eventRow(200 + i, { received: ago(31 * 24 * hour) })),
      eventRow(300, { source: 'elsewhere', value: '100.0000' }),
      eventRow(400, { workspace: randomUUID(), value: '100.0000' }),
    ])
    await product.warehouse.insert('events', [eventRow(300, { source: 'elsewhere', value: '100.0000' })])
    await product.warehouse.insert('rejected', [
      rejectedRow({}),
      rejectedRow({ reason: 'flood', count: 40, received: ago(2 * hour) }),
      rejectedRow({ source: 'elsewhere' }),
      rejectedRow({ workspace: randomUUID(), sample: 'foreign' }),
    ])
  })

  test('tell how a source does', async () => {
    const { body } = await viewer.ask<SourceRow>('GET', path())
    expect(body).toMatchObject({ state: 'live', volume: { day: 7, month: 12, rejected: 41 } })
    expect(body.volume.trend).toHaveLength(30)
    expect(body.volume.trend.slice(-2)).toEqual([5, 7])
  })

  test('show what came in last and what stayed out', async () => {
    const { body } = await viewer.ask<{ name: string; properties: object }[]>('GET', path('/events?limit=8'))
    expect(body).toHaveLength(8)
    expect(body[0]).toMatchObject({ name: 'page_view', channel: 'web', personId: '1006', properties: { path: '/6' } })
    expect(await viewer.ask('GET', path('/rejected?limit=1&offset=1'))).toMatchObject({
      body: { total: 2, rejected: [{ reason: 'flood', count: 40, field: 'timestamp' }] },
    })
  })

  test('add up to the cent, repeated deliveries once', async () => {
    const { body } = await viewer.ask('GET', `/api/w/${workspace}/stats`)
    expect(body).toEqual({ events: 16, people: 0, value: '100.11', rejected: 42 })
  })
})
