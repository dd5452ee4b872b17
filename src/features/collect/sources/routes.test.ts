import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newMember, newOwner } from '../../../../test/engines/accounts.ts'
import type { Visitor } from '../../../../test/engines/browser.ts'
import { temporaryWarehouse } from '../../../../test/engines/chdb.ts'
import { during } from '../../../../test/engines/during.ts'
import { serveProduct, temporaryProduct } from '../../../../test/engines/product.ts'
import { sourceFiguresContract } from './figures.contract.ts'
import type { MadeSource, SourceKey } from './schema.ts'

const product = during(async () => temporaryProduct(await temporaryWarehouse()))
let server: Awaited<ReturnType<typeof serveProduct>>
let owner: Visitor
let editor: Visitor
let viewer: Visitor
let workspace: string
let made: MadeSource

beforeAll(async () => {
  server = await serveProduct(product())
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
  expect(await product().collect.sources.find(rotated.body.text)).toMatchObject({ paused: true })
  expect((await editor.ask('DELETE', `${till}/keys/${keys.body[1]?.id}`)).status).toBe(200)
  expect(await product().collect.sources.find(body.key)).toBeUndefined()
  expect((await editor.ask('DELETE', till)).status).toBe(200)
  expect(await editor.ask('GET', till)).toMatchObject({ status: 404, body: { code: 'source.missing' } })
  expect(await product().collect.sources.find(rotated.body.text)).toBeUndefined()
})

sourceFiguresContract(product)
