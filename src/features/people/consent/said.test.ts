import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryWarehouse } from '../../../../test/engines/chdb.ts'
import { type TemporaryProduct, temporaryProduct } from '../../../../test/engines/product.ts'
import { anchorOf, type Incoming } from '../../collect/index.ts'
import type { Purpose } from './schema.ts'

let product: TemporaryProduct
let workspace: string
const moment = Date.UTC(2026, 4, 1)

beforeAll(async () => {
  product = await temporaryProduct(await temporaryWarehouse())
  workspace = (await product.admin.defaultWorkspace()).id
})
afterAll(() => product.close())

type Said = NonNullable<Incoming['said']>

const message = (who: string, minute: number, said: Partial<Said>): Incoming => ({
  messageId: randomUUID(),
  name: 'consent',
  timeMs: moment + minute * 60_000,
  rawMs: moment + minute * 60_000,
  identifiers: [{ kind: who.includes('@') ? 'email' : 'anonymous', value: who }],
  together: 'together',
  channel: null,
  entry: {},
  session: null,
  value: null,
  currency: '',
  properties: {},
  traits: {},
  said: { choices: {}, isNew: true, wording: '', address: '203.0.113.0', ...said },
})

const from = (slug: string, trusted = false) => ({ workspace, id: slug, slug, kind: 'website' as const, trusted })

const take = (slug: string, ...messages: readonly Incoming[]) => product.collect.intake.take(from(slug), messages)

const anchorIn = (who: string) => anchorOf(workspace, who.includes('@') ? 'email' : 'anonymous', who)

async function statesOf(who: string, ...purposes: readonly Purpose[]) {
  const all = await product.people.consents.of(workspace, anchorIn(who))
  return purposes.map((purpose) => all.find((one) => one.purpose === purpose)?.state)
}

const decisionsOf = (who: string) => product.people.consents.decisionsOf(workspace, anchorIn(who))

test('a decision is kept with its proof and the text that was shown, once for all tries', async () => {
  const said = message('a1', 1, { choices: { analytics: true, newsletter: false, colour: true }, wording: '1' })
  await take('web', said)
  await take('web', said)
  const proof = { how: 'message', message: said.messageId, ip: '203.0.113.0' }
  const at = new Date(said.timeMs).toISOString()
  expect((await decisionsOf('a1')).sort((a, b) => a.purpose.localeCompare(b.purpose))).toMatchObject([
    { purpose: 'analytics', state: 'granted', wording: 'analytics/1', basis: 'consent', source: 'web', at, proof },
    { purpose: 'newsletter', state: 'denied', wording: 'newsletter/1', at, proof },
  ])
  await take('web', message('a1', 2, { choices: { analytics: false } }))
  expect(await statesOf('a1', 'analytics', 'newsletter')).toEqual(['withdrawn', 'denied'])
})

test('what every message repeats is kept where it changes', async () => {
  const repeat = (minute: number, on: boolean) =>
    message('b1', minute, { choices: { Analytics: on, C0004: !on, Functional: true }, isNew: false })
  for (const minute of [1, 2, 3]) await take('web', repeat(minute, true))
  expect(await decisionsOf('b1')).toHaveLength(2)
  await take('web', repeat(4, false), repeat(5, false))
  expect(await statesOf('b1', 'analytics', 'advertising')).toEqual(['withdrawn', 'granted'])
  expect(await decisionsOf('b1')).toHaveLength(4)
})

test('a page that repeats an old yes takes back no refusal, nor does it sign anybody up again', async () => {
  const refusal = {
    anchor: anchorIn('c1'),
    state: 'withdrawn',
    basis: 'consent',
    wording: '',
    atMs: moment,
    expiresMs: null,
    proof: {},
    source: 'preferences',
  } as const
  const refused = (['analytics', 'newsletter'] as const).map((purpose) => ({ ...refusal, purpose }))
  await product.people.consents.record(workspace, refused)
  await take('web', message('c1', 1, { choices: { analytics: true, newsletter: true }, isNew: false }))
  expect(await statesOf('c1', 'analytics', 'newsletter')).toEqual(['withdrawn', 'withdrawn'])
  await take('web', message('c1', 2, { choices: { analytics: true, newsletter: true } }))
  expect(await statesOf('c1', 'analytics', 'newsletter')).toEqual(['granted', 'withdrawn'])
  await product.collect.intake.take(from('crm', true), [message('c1', 3, { choices: { newsletter: true } })])
  expect(await statesOf('c1', 'newsletter')).toEqual(['granted'])
})

test('a yes lets in what a workspace takes by consent alone, a no keeps out what follows', async () => {
  const settings = await product.client.people.consent.settings({ workspace })
  await product.client.people.consent.changeSettings({ workspace, ...settings, withoutConsent: 'consent' })
  const { said: _, ...plain } = message('d1', 2, {})
  expect(await take('web', plain)).toMatchObject({ stored: 0 })
  expect(await take('web', message('d1', 1, { choices: { analytics: true } }), plain)).toMatchObject({ stored: 2 })
  expect(await take('web', message('d1', 3, { choices: { analytics: false } }), plain)).toMatchObject({ stored: 0 })
  await product.client.people.consent.changeSettings({ workspace, ...settings })
})

test('who leaves a mailing wants no newsletter', async () => {
  await take('mailing', message('anna@example.org', 1, { choices: { newsletter: false }, address: '' }))
  expect(await statesOf('anna@example.org', 'newsletter')).toEqual(['denied'])
  expect((await decisionsOf('anna@example.org'))[0]?.proof).not.toHaveProperty('ip')
})

test('of who was erased nothing is kept, not even a decision', async () => {
  await take('web', message('e1', 1, { choices: { analytics: true } }))
  await product.collect.intake.settled()
  const person = anchorIn('e1')
  await product.client.people.protection.erase({ workspace, person, word: 'erase' })
  await take('web', message('e1', 2, { choices: { analytics: true } }))
  expect(await decisionsOf('e1')).toEqual([])
})
