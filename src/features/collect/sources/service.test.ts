import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { newWorkspace } from '../../../../test/engines/collect.ts'
import { temporaryPglite } from '../../../../test/engines/postgres.ts'
import { openLog } from '../../../platform/log.ts'
import { type Postgres, tables } from '../../../platform/postgres/open.ts'
import { allowsOrigin } from './origins.ts'
import { Origin, type SourceKind, sourceKinds } from './schema.ts'
import { openSources, rotationMs, type Sources } from './service.ts'
import { freeSlug, slugOf } from './slug.ts'

let postgres: Postgres
let sources: Sources
let workspace: string
let other: string
let now = Date.parse('2026-03-01T10:00:00Z')

const open = () => openSources({ db: postgres.db, log: openLog('silent'), now: () => now })

beforeAll(async () => {
  postgres = await temporaryPglite()
  workspace = (await newWorkspace(postgres)).id
  other = (await newWorkspace(postgres)).id
  sources = open()
})
afterAll(async () => {
  await postgres.close()
})

const create = (name: string, kind: SourceKind = 'website', origins: string[] = []) =>
  sources.create(workspace, { name, kind, origins })

describe('a source', () => {
  test('is found by its key, with what may be believed of it', async () => {
    const shop = await create('Rad & Weg Onlineshop', 'website', ['https://rad.example'])
    const till = await create('Kasse Süd', 'till', ['https://never.example'])
    expect(shop.key).toMatch(/^fwb_[\w-]{43}$/)
    expect(till.key).toMatch(/^fws_[\w-]{43}$/)
    expect(await sources.find(shop.key)).toEqual({
      source: { workspace, id: shop.source.id, slug: 'rad-weg-onlineshop', kind: 'website', trusted: false },
      paused: false,
      signing: [],
      origins: ['https://rad.example'],
    })
    expect(await sources.find(till.key)).toMatchObject({
      source: { slug: 'kasse-sued', kind: 'till', trusted: true },
      origins: [],
    })
    expect(await sources.find(shop.key.slice(0, -1))).toBeUndefined()
    expect(await sources.find('')).toBeUndefined()
    expect(await sources.find('x'.repeat(5000))).toBeUndefined()
  })

  test('has a slug that no other has or had', async () => {
    const first = await create('Filiale Köln')
    await sources.remove(workspace, first.source.id)
    const second = await create('Filiale Köln')
    await sources.change(workspace, second.source.id, { name: 'Filiale Bonn' })
    const third = await create('Filiale Köln')
    expect([first, second, third].map(({ source }) => source.slug)).toEqual([
      'filiale-koeln',
      'filiale-koeln-2',
      'filiale-koeln-3',
    ])
    expect((await create('Import', 'server')).source.slug).toBe('server-source')
    expect((await create('商店', 'server')).source.slug).toBe('server-source-2')
    const elsewhere = await sources.create(other, { name: 'Filiale Köln', kind: 'till', origins: [] })
    expect(elsewhere.source.slug).toBe('filiale-koeln')
  })

  test('is paused, renamed and removed at once', async () => {
    const { source, key } = await create('Newsletter', 'mailing')
    expect(await sources.change(workspace, source.id, { paused: true, name: ' Post ' })).toMatchObject({ paused: true })
    expect(await sources.find(key)).toMatchObject({ paused: true, source: { slug: 'newsletter' } })
    await sources.change(workspace, source.id, { paused: false })
    expect(await sources.find(key)).toMatchObject({ paused: false })
    await sources.remove(workspace, source.id)
    expect(await sources.find(key)).toBeUndefined()
    expect((await sources.ofWorkspace(workspace)).some(({ id }) => id === source.id)).toBe(false)
    await expect(sources.one(workspace, source.id)).rejects.toMatchObject({ code: 'source.missing' })
  })

  test('is nothing to another workspace', async () => {
    const { source } = await create('Mine')
    const [key] = await sources.keys(workspace, source.id)
    const missing = { code: 'source.missing' }
    await expect(sources.one(other, source.id)).rejects.toMatchObject(missing)
    await expect(sources.change(other, source.id, { paused: true })).rejects.toMatchObject(missing)
    await expect(sources.remove(other, source.id)).rejects.toMatchObject(missing)
    await expect(sources.keys(other, source.id)).rejects.toMatchObject(missing)
    await expect(sources.addKey(other, source.id)).rejects.toMatchObject(missing)
    await expect(sources.revokeKey(other, source.id, key?.id ?? '')).rejects.toMatchObject(missing)
    const { source: theirs } = await sources.create(other, { name: 'Theirs', kind: 'form', origins: [] })
    await expect(sources.rotateKey(other, theirs.id, key?.id ?? '')).rejects.toMatchObject({ code: 'key.missing' })
    expect(await sources.ofWorkspace(other)).not.toContainEqual(source)
  })
})

describe('keys', () => {
  test('that are secret are told once and kept as a hash only', async () => {
    const { source, key } = await create('Server', 'server')
    const added = await sources.addKey(workspace, source.id)
    const rows = await tables<{ source_key: Record<string, unknown> }>(postgres.db)
      .selectFrom('source_key')
      .selectAll()
      .execute()
    for (const secret of [key, added.text]) {
      expect(JSON.stringify(rows)).not.toContain(secret)
      expect(JSON.stringify(await sources.keys(workspace, source.id))).not.toContain(secret)
    }
    expect((await sources.keys(workspace, source.id)).map(({ text }) => text)).toEqual([null, null])
    const site = await create('Site', 'form')
    expect(await sources.keys(workspace, site.source.id)).toMatchObject([{ text: site.key, used: null, ends: null }])
  })

  test('end when they are revoked, a day after they were replaced, and never the last one', async () => {
    const { source, key } = await create('Orders', 'webhook')
    const [first] = await sources.keys(workspace, source.id)
    await expect(sources.revokeKey(workspace, source.id, first?.id ?? '')).rejects.toMatchObject({ code: 'key.last' })
    const second = await sources.rotateKey(workspace, source.id, first?.id ?? '')
    expect(await sources.find(key)).toBeDefined()
    now += rotationMs - 1
    expect(await sources.find(key)).toBeDefined()
    now += 1
    expect(await sources.find(key)).toBeUndefined()
    expect(await sources.find(second.text)).toMatchObject({ source: { id: source.id } })
    await sources.addKey(workspace, source.id)
    await sources.revokeKey(workspace, source.id, second.key.id)
    expect(await sources.find(second.text)).toBeUndefined()
    await expect(sources.revokeKey(workspace, source.id, randomUUID())).rejects.toMatchObject({ code: 'key.missing' })
  })

  test('tell when they were used, also after a restart', async () => {
    const { source, key } = await create('Till')
    await sources.find(key)
    const used = new Date(now).toISOString()
    expect(await sources.keys(workspace, source.id)).toMatchObject([{ used }])
    await sources.close()
    now += 1000
    sources = open()
    expect(await sources.keys(workspace, source.id)).toMatchObject([{ used }])
  })

  test('are looked up without the database, and changes of another program are seen soon', async () => {
    const { source, key } = await create('Fast')
    const elsewhere = open()
    expect(await elsewhere.find(key)).toBeDefined()
    const asked = vi.spyOn(postgres.pool, 'connect')
    for (let i = 0; i < 1000; i++) await elsewhere.find(i % 2 === 0 ? key : 'unknown')
    expect(asked).not.toHaveBeenCalled()
    asked.mockRestore()
    await sources.change(workspace, source.id, { paused: true })
    const added = await sources.addKey(workspace, source.id)
    now += 11_000
    expect(await elsewhere.find(added.text)).toMatchObject({ paused: true })
    await sources.remove(workspace, source.id)
    now += 11_000
    await elsewhere.find(key)
    await elsewhere.close()
    expect(await elsewhere.find(key)).toBeUndefined()
  })
})

describe('origins', () => {
  test('are exact, or a domain with everything below it', () => {
    const list = ['https://rad.example', '*.weg.example', 'http://localhost:3000']
    const allowed = (origin: string) => allowsOrigin(list, origin)
    expect(['https://rad.example', 'https://RAD.example', 'http://localhost:3000'].every(allowed)).toBe(true)
    expect(['https://weg.example', 'http://a.b.weg.example:81'].every(allowed)).toBe(true)
    const foreign = ['http://rad.example', 'https://a.rad.example', 'https://evilweg.example', 'null', '', 'https://']
    expect(foreign.some(allowed)).toBe(false)
    expect(allowsOrigin([], 'null')).toBe(true)
  })

  test('are read as people write them', () => {
    expect(Origin.parse(' https://Shop.Example/ ')).toBe('https://shop.example')
    expect(Origin.parse('*.shop.example')).toBe('*.shop.example')
    const wrong = ['shop.example', 'https://shop.example/path', '*.example', '*', 'ftp://shop.example', '*.a b.example']
    expect(wrong.filter((text) => Origin.safeParse(text).success)).toEqual([])
  })
})

test('slugs are short plain words whatever the name, and free', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...sourceKinds), (name, kind) => {
      const slug = slugOf(name, kind)
      expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      expect(slug.length).toBeLessThanOrEqual(48)
      expect(freeSlug(slug, new Set([slug, `${slug}-2`]))).toBe(`${slug}-3`)
    }),
  )
})
