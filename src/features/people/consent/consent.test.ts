import { sql as records } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newMember, newOwner } from '../../../../test/engines/accounts.ts'
import type { Visitor } from '../../../../test/engines/browser.ts'
import { temporaryWarehouse } from '../../../../test/engines/chdb.ts'
import { during } from '../../../../test/engines/during.ts'
import { preferenceToken } from '../../../../test/engines/preference.ts'
import { serveProduct, temporaryProduct } from '../../../../test/engines/product.ts'
import { anchorOf } from '../../collect/index.ts'
import { refusalContract } from './refusal.contract.ts'
import type { Preferences } from './schema.ts'
import { consentBench, event } from './testing/bench.ts'

const product = during(async () => temporaryProduct(await temporaryWarehouse()))
let server: Awaited<ReturnType<typeof serveProduct>>
let owner: Visitor
let viewer: Visitor
let workspace: string
const { take, personOf } = consentBench(product, () => workspace)

beforeAll(async () => {
  server = await serveProduct(product())
  const first = await newOwner(server.url)
  owner = first.visitor
  workspace = first.workspace
  viewer = await newMember(server.url, owner, workspace, 'viewer')
})
afterAll(async () => {
  await server.close()
})

refusalContract(product)

describe('the page of a customer', () => {
  test('shows and changes what its holder allows, without signing in', async () => {
    await take(event('p1', 1, { identifiers: [{ kind: 'email', value: 'paula@mail.example' }] }))
    const person = anchorOf(workspace, 'email', 'paula@mail.example')
    const path = `/api/preferences/${await preferenceToken(product(), workspace, person)}`
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
    expect(await product().people.consents.mayContact(workspace, person, 'newsletter')).toBe(true)
    const { history } = await product().client.people.consent.of({ workspace, person })
    expect(history).toHaveLength(1)
    expect(history[0]).toMatchObject({
      state: 'granted',
      wording: 'newsletter/1',
      proof: { language: 'de', ip: '127.0.0.0' },
    })
    const all = await nobody<Preferences>('POST', `${path}/objection`, { language: 'en' })
    expect(all.body.objected).toBe(true)
    expect(await product().people.consents.mayContact(workspace, person, 'newsletter')).toBe(false)
    await nobody('POST', `${path}/requests`, { kind: 'copy' })
    await nobody('POST', `${path}/requests`, { kind: 'copy' })
    const requests = await product().client.people.protection.requests({ workspace })
    expect(requests).toMatchObject([{ kind: 'copy', state: 'open', askedBy: 'person', person }])
    const request = requests[0]?.id ?? ''
    await product().client.people.protection.close({ workspace, request, state: 'done', answer: '' })
    const again = product().client.people.protection.close({ workspace, request, state: 'done', answer: '' })
    await expect(again).rejects.toMatchObject({ code: 'request.closed' })
    const last = path.at(-1) === 'A' ? 'B' : 'A'
    expect(await nobody('GET', `${path.slice(0, -1)}${last}`)).toMatchObject({ status: 404 })
  })

  test('texts are never changed, only followed by others', async () => {
    const said = { title: 'T', text: 'X' }
    const next = { purpose: 'phone' as const, basis: 'consent' as const, validMonths: 12, de: said, en: said }
    expect(await product().client.people.consent.addWording({ workspace, ...next })).toMatchObject({ version: 2 })
    const change = records`update consent_wording set text_de = 'other'`.execute(product().postgres.db)
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
    const { entries } = await product().admin.audit.list(workspace, {
      person: personOf('h1'),
      limit: 9,
    })
    expect(entries.map(({ action }) => action)).toEqual(['people.consent.note', 'people.opened'])
  })

  test('a copy holds everything and says where it came from', async () => {
    const person = personOf('h1')
    const copy = await product().client.people.protection.copy({ workspace, person })
    const read: unknown = JSON.parse(await copy.text())
    expect(read).toMatchObject({
      person,
      identities: [{ kind: 'customer', value: 'h1' }],
      events: [{ name: 'visit', source: 'web', time: '2026-05-01T00:01:00.000000Z' }],
      consents: [{ purpose: 'newsletter', state: 'granted', source: 'staff' }],
    })
    const files = Buffer.from(
      await (await product().client.people.protection.copyFiles({ workspace, person })).arrayBuffer(),
    )
    expect(files.readUInt32LE(0)).toBe(0x04034b50)
    for (const name of ['identities', 'traits', 'events', 'consents', 'merges', 'journeys']) {
      expect(files.includes(`${name}.csv`)).toBe(true)
    }
    const { entries } = await product().admin.audit.list(workspace, { person, limit: 2 })
    expect(entries.map(({ action }) => action)).toEqual(['people.protection.copyFiles', 'people.protection.copy'])
  })
})
