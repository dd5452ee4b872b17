import { randomUUID } from 'node:crypto'
import { sql as records } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newMember, newOwner } from '../../../../test/engines/accounts.ts'
import type { Visitor } from '../../../../test/engines/browser.ts'
import { temporaryWarehouse } from '../../../../test/engines/chdb.ts'
import { serveProduct, type TemporaryProduct, temporaryProduct } from '../../../../test/engines/product.ts'
import { p, sql } from '../../../platform/warehouse/sql.ts'
import { anchorOf } from '../../collect/index.ts'
import type { NewDecision } from './decisions.ts'
import type { Preferences, WithoutConsent } from './schema.ts'

let product: TemporaryProduct
let server: Awaited<ReturnType<typeof serveProduct>>
let owner: Visitor
let viewer: Visitor
let workspace: string

const source = { id: 'x', slug: 'web', kind: 'website' as const, trusted: true }
const moment = Date.UTC(2026, 4, 1)

const event = (customer: string, minute: number, more: object = {}) => ({
  messageId: randomUUID(),
  name: 'visit',
  timeMs: moment + minute * 60_000,
  rawMs: moment + minute * 60_000,
  identifiers: [{ kind: 'customer' as const, value: customer }],
  together: 'together' as const,
  channel: 'direct',
  entry: {},
  session: null,
  value: null,
  currency: '',
  properties: {},
  traits: {},
  ...more,
})

async function take(...events: readonly ReturnType<typeof event>[]) {
  await product.collect.intake.take({ ...source, workspace }, events)
  await product.collect.intake.settled()
}

const personOf = (customer: string) => anchorOf(workspace, 'customer', customer)

async function eventsOf(customer: string): Promise<number> {
  const [row] = await product.warehouse.rows<{ n: number }>(sql`select toUInt32(count()) as n from events
    where workspace = ${p.uuid(workspace)} and anchor = ${p.anchor(personOf(customer))}`)
  return row?.n ?? 0
}

/** How many touches reports count. */
async function counted(customer: string): Promise<number> {
  const [row] = await product.warehouse.rows<{ n: number }>(sql`select toUInt32(length(times)) as n from paths final
    where workspace = ${p.uuid(workspace)} and person = ${p.anchor(personOf(customer))}`)
  return row?.n ?? 0
}

const decided = (customer: string, state: NewDecision['state'], more: Partial<NewDecision> = {}): NewDecision => ({
  anchor: personOf(customer),
  purpose: 'analytics',
  state,
  basis: 'consent',
  wording: 'analytics/1',
  atMs: Date.now(),
  expiresMs: null,
  proof: {},
  source: 'web',
  ...more,
})

const record = (...decisions: NewDecision[]) => product.people.consents.record(workspace, decisions)

async function without(withoutConsent: WithoutConsent) {
  const settings = await product.client.people.consent.settings({ workspace })
  await product.client.people.consent.changeSettings({ workspace, ...settings, withoutConsent })
}

beforeAll(async () => {
  product = await temporaryProduct(await temporaryWarehouse())
  server = await serveProduct(product)
  const first = await newOwner(server.url)
  owner = first.visitor
  workspace = first.workspace
  viewer = await newMember(server.url, owner, workspace, 'viewer')
})
afterAll(async () => {
  await server.close()
  await product.close()
})

describe('who refuses', () => {
  test('is left out of reports, keeps their events, and comes back with a yes', async () => {
    await take(event('r1', 1), event('r1', 2), event('r2', 1))
    expect([await counted('r1'), await counted('r2')]).toEqual([2, 1])
    await record(decided('r1', 'withdrawn'))
    expect([await counted('r1'), await counted('r2'), await eventsOf('r1')]).toEqual([0, 1, 2])
    await record(decided('r1', 'granted', { source: 'import', atMs: Date.now() + 1000 }))
    expect(await counted('r1')).toBe(0)
    await take(event('r1', 3), event('r2', 3))
    expect([await eventsOf('r1'), await counted('r2')]).toEqual([2, 2])
    await product.collect.settle({ workspace, touched: 'all' })
    expect([await counted('r1'), await counted('r2')]).toEqual([0, 2])
    await record(decided('r1', 'granted', { atMs: Date.now() + 2000 }))
    expect(await counted('r1')).toBe(2)
  })

  test('is left out with all identifiers, those that join later too', async () => {
    await take(event('r3', 1))
    await record(decided('r3', 'objected'))
    const both = [
      { kind: 'email' as const, value: 'r3@mail.example' },
      { kind: 'user' as const, value: 'u-r3' },
    ]
    await take(event('r3', 2, { identifiers: both }))
    const user = anchorOf(workspace, 'user', 'u-r3')
    const paths = () =>
      product.warehouse.rows<{ n: number }>(sql`select toUInt32(length(times)) as n from paths final
        where workspace = ${p.uuid(workspace)} and person = ${p.anchor(user)} and n > 0`)
    expect(await paths()).toHaveLength(1)
    await take(event('r4', 3, { identifiers: [{ kind: 'customer', value: 'r5' }, ...both.slice(0, 1)] }))
    await record({ ...decided('r5', 'objected'), anchor: anchorOf(workspace, 'email', 'r3@mail.example') })
    expect(await counted('r5')).toBe(0)
  })

  test('a restricted person is not counted until the restriction is lifted', async () => {
    await take(event('r6', 1))
    const person = personOf('r6')
    await product.client.people.protection.restrict({ workspace, person, reason: 'disputed' })
    expect(await counted('r6')).toBe(0)
    const known = await product.client.people.protection.person({ workspace, person })
    expect(known).toMatchObject({ withheld: true, restriction: { reason: 'disputed' }, holdings: { events: 1 } })
    expect(await product.people.consents.mayContact(workspace, person, 'newsletter')).toBe(false)
    await product.client.people.protection.lift({ workspace, person })
    expect(await counted('r6')).toBe(1)
  })
})

describe('without consent', () => {
  test('nothing is taken in where the workspace asks for it', async () => {
    await without('consent')
    await take(event('c1', 1))
    expect(await eventsOf('c1')).toBe(0)
    await record(decided('c1', 'granted'))
    await take(event('c1', 2))
    expect(await eventsOf('c1')).toBe(1)
    await record(decided('c2', 'granted', { expiresMs: Date.now() - 1000, atMs: Date.now() - 2000 }))
    await take(event('c2', 1))
    expect(await eventsOf('c2')).toBe(0)
  })

  test('or nothing that names anybody', async () => {
    await without('strip')
    await take(
      event('s1', 1, { properties: { email: 's1@mail.example', page: '/a', who: 's1' }, traits: { name: 'S' } }),
    )
    expect(await eventsOf('s1')).toBe(0)
    const rows = await product.warehouse.rows<{ properties: object }>(sql`select properties from events
      where workspace = ${p.uuid(workspace)} and properties['page'] = '/a'`)
    expect(rows).toEqual([{ properties: { page: '/a' } }])
    await without('legitimate')
    await take(event('s1', 2))
    expect(await eventsOf('s1')).toBe(1)
  })
})

describe('the page of a customer', () => {
  test('shows and changes what its holder allows, without signing in', async () => {
    await take(event('p1', 1, { identifiers: [{ kind: 'email', value: 'paula@mail.example' }] }))
    const person = anchorOf(workspace, 'email', 'paula@mail.example')
    const { link } = await product.client.people.consent.of({ workspace, person })
    const path = `/api${link}`
    const nobody = async <T>(method: string, address: string, body?: object) => {
      const answer = await fetch(`${server.url}${address}`, {
        method,
        headers: { 'content-type': 'application/json', origin: server.url },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
      const read: T = await answer.json()
      return { status: answer.status, body: read }
    }
    const found = await nobody<Preferences>('GET', path)
    expect(found).toMatchObject({ status: 200, body: { whose: 'p…@mail.example', objected: false } })
    expect(found.body.choices).toHaveLength(6)
    const choices = [{ purpose: 'newsletter', version: 1, granted: true }]
    await nobody('POST', path, { language: 'de', choices })
    expect(await product.people.consents.mayContact(workspace, person, 'newsletter')).toBe(true)
    const { history } = await product.client.people.consent.of({ workspace, person })
    expect(history).toHaveLength(1)
    expect(history[0]).toMatchObject({
      state: 'granted',
      wording: 'newsletter/1',
      proof: { language: 'de', ip: '127.0.0.0' },
    })
    const all = await nobody<Preferences>('POST', `${path}/objection`, { language: 'en' })
    expect(all.body.objected).toBe(true)
    expect(await product.people.consents.mayContact(workspace, person, 'newsletter')).toBe(false)
    await nobody('POST', `${path}/requests`, { kind: 'copy' })
    await nobody('POST', `${path}/requests`, { kind: 'copy' })
    const requests = await product.client.people.protection.requests({ workspace })
    expect(requests).toMatchObject([{ kind: 'copy', state: 'open', askedBy: 'person', person }])
    const request = requests[0]?.id ?? ''
    await product.client.people.protection.close({ workspace, request, state: 'done', answer: '' })
    const again = product.client.people.protection.close({ workspace, request, state: 'done', answer: '' })
    await expect(again).rejects.toMatchObject({ code: 'request.closed' })
    const last = path.at(-1) === 'A' ? 'B' : 'A'
    expect(await nobody('GET', `${path.slice(0, -1)}${last}`)).toMatchObject({ status: 404 })
  })

  test('texts are never changed, only followed by others', async () => {
    const said = { title: 'T', text: 'X' }
    const next = { purpose: 'phone' as const, basis: 'consent' as const, validMonths: 12, de: said, en: said }
    expect(await product.client.people.consent.addWording({ workspace, ...next })).toMatchObject({ version: 2 })
    const change = records`update consent_wording set text_de = 'other'`.execute(product.postgres.db)
    await expect(change).rejects.toThrow('a wording is never changed')
  })
})

describe('colleagues', () => {
  test('a viewer looks, an editor notes, an owner erases', async () => {
    await take(event('h1', 1))
    const person = `/api/w/${workspace}/people/${personOf('h1')}`
    const editor = await newMember(server.url, owner, workspace, 'editor')
    expect(await viewer.ask('GET', `${person}/protection`)).toMatchObject({ status: 200 })
    expect(await viewer.ask('GET', `${person}/consents`)).toMatchObject({ status: 200 })
    expect(await viewer.ask('GET', `${person}/copy`)).toMatchObject({ status: 403 })
    expect(await viewer.ask('PUT', `${person}/restriction`, {})).toMatchObject({ status: 403 })
    const note = { purpose: 'newsletter', state: 'granted', note: 'on the phone' }
    expect(await viewer.ask('POST', `${person}/consents`, note)).toMatchObject({ status: 403 })
    expect(await editor.ask('POST', `${person}/consents`, note)).toMatchObject({ status: 200 })
    expect(await editor.ask('POST', `${person}/erasure`, { word: 'erase' })).toMatchObject({ status: 403 })
    expect(await editor.ask('GET', `/api/w/${workspace}/protection/erasures`)).toMatchObject({ status: 403 })
    expect(await owner.ask('POST', `${person}/erasure`, { word: 'nein' })).toMatchObject({ status: 400 })
    const { entries } = await product.admin.audit.list({ kind: 'local' }, workspace, {
      person: personOf('h1'),
      limit: 9,
    })
    expect(entries.map(({ action }) => action)).toEqual(['people.consent.note', 'people.opened'])
  })

  test('a copy holds everything and says where it came from', async () => {
    const person = personOf('h1')
    const copy = await product.client.people.protection.copy({ workspace, person })
    const read: unknown = JSON.parse(await copy.text())
    expect(read).toMatchObject({
      person,
      identities: [{ kind: 'customer', value: 'h1' }],
      events: [{ name: 'visit', source: 'web', time: '2026-05-01T00:01:00.000000Z' }],
      consents: [{ purpose: 'newsletter', state: 'granted', source: 'staff' }],
    })
    const files = Buffer.from(
      await (await product.client.people.protection.copyFiles({ workspace, person })).arrayBuffer(),
    )
    expect(files.readUInt32LE(0)).toBe(0x04034b50)
    for (const name of ['identities', 'traits', 'events', 'consents', 'merges', 'journeys']) {
      expect(files.includes(`${name}.csv`)).toBe(true)
    }
    const { entries } = await product.admin.audit.list({ kind: 'local' }, workspace, { person, limit: 2 })
    expect(entries.map(({ action }) => action)).toEqual(['people.protection.copyFiles', 'people.protection.copy'])
  })
})
