import { createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import Fastify from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newWorkspace } from '../../../../test/engines/collect.ts'
import { temporaryPglite } from '../../../../test/engines/postgres.ts'
import { Fault } from '../../../kernel/fault.ts'
import { openLog } from '../../../platform/log.ts'
import type { Postgres } from '../../../platform/postgres/open.ts'
import { intakeFault } from '../intake/faults.ts'
import type { Incoming, Rejected } from '../intake/schema.ts'
import { openSources } from '../sources/service.ts'
import type { Provider } from './schema.ts'
import { serveWebhooks } from './serve.ts'
import { openWebhooks, type Webhooks } from './service.ts'

let postgres: Postgres
let webhooks: Webhooks
let workspace: string
let sources: ReturnType<typeof openSources>
const app = Fastify()
const taken: Incoming[] = []
const rejected: Rejected[] = []
let busy: Fault | Error | undefined

beforeAll(async () => {
  postgres = await temporaryPglite()
  const now = () => Date.parse('2026-07-01T00:00:00Z')
  const log = openLog('silent')
  sources = openSources({ db: postgres.db, log, now })
  workspace = (await newWorkspace(postgres)).id
  webhooks = openWebhooks({
    db: postgres.db,
    sources,
    intake: {
      take: async (_source, incoming) => {
        if (busy) throw busy
        taken.push(...incoming)
        return { stored: incoming.length, duplicates: 0 }
      },
      reject: (_source, list) => void rejected.push(...list),
    },
    log,
    now,
  })
  app.setErrorHandler((error, _request, reply) =>
    reply
      .code(error instanceof Fault ? error.status : 500)
      .send({ title: error instanceof Fault ? error.title : 'bug' }),
  )
  serveWebhooks(app, webhooks)
})
afterAll(async () => {
  await app.close()
  await sources.close()
  await postgres.close()
})
beforeEach(() => {
  taken.length = 0
  rejected.length = 0
  busy = undefined
})

const source = async (): Promise<string> =>
  (await sources.create(workspace, { name: 'Shop', kind: 'webhook', origins: [] })).source.id

async function hook(provider: Provider) {
  const made = await webhooks.add(workspace, await source(), provider)
  const { path } = made.webhook
  return {
    ...made,
    post: (payload: string, headers: Record<string, string>) =>
      app.inject({ method: 'POST', url: path, payload, headers: { 'content-type': 'application/json', ...headers } }),
    last: async () => (await webhooks.ofSource(workspace, made.webhook.source))[0]?.deliveries ?? [],
  }
}

const hmac = (secret: string, body: string, form: 'hex' | 'base64') =>
  createHmac('sha256', secret).update(body).digest(form)

const nowSeconds = Date.parse('2026-07-01T00:00:00Z') / 1000

/** The headers of who signs the time with the body. */
const dated = (secret: string, body: string, seconds = nowSeconds) => ({
  'x-timestamp': String(seconds),
  'x-signature': hmac(secret, `${seconds}.${body}`, 'hex'),
})

const order = JSON.stringify({ id: 1, created_at: '2026-06-01T00:00:00Z', total_price: '10.00', email: 'a@b.example' })

describe('a delivery', () => {
  test('is taken once, however often it comes', async () => {
    const { post, secret, last } = await hook('shopify')
    const headers = { 'x-shopify-topic': 'orders/create', 'x-shopify-hmac-sha256': hmac(secret, order, 'base64') }
    expect((await post(order, headers)).json()).toEqual({ events: 1, known: 0, rejected: [] })
    expect((await post(order, headers)).json()).toEqual({ events: 0, known: 1, rejected: [] })
    expect(taken).toHaveLength(1)
    expect(taken[0]?.messageId).toMatch(/:order:1$/)
    expect((await last()).map(({ outcome, topic }) => [outcome, topic])).toEqual([
      ['known', 'orders/create'],
      ['taken', 'orders/create'],
    ])
  })

  test('that could not be taken comes again under the same time', async () => {
    const { post, secret } = await hook('orders')
    const send = (body: string) => {
      const headers = dated(secret, body)
      return post(body, { ...headers, 'x-signature': `sha256=${headers['x-signature']}` })
    }
    busy = intakeFault('intake.overloaded', undefined, { retryAfter: 3 })
    const refused = await send('{"order_id":1,"total":5,"time":"2026-06-01T00:00:00Z"}')
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '3'])
    busy = undefined
    await send('{"order_id":1,"total":5,"time":"2026-06-01T00:00:01Z"}')
    expect(taken).toMatchObject([
      { rawMs: Date.parse('2026-06-01T00:00:00Z'), timeMs: Date.parse('2026-06-01T00:00:01Z') },
    ])
  })

  test.each(['shopify', 'woocommerce', 'orders', 'mail'] as const)(
    'to %s with a wrong signature stays out',
    async (provider) => {
      const { post, secret, last } = await hook(provider)
      const right = { hex: hmac(secret, order, 'hex'), base64: hmac(secret, order, 'base64') }
      const wrong: Record<string, string>[] = [
        {},
        { 'x-signature': '', 'x-shopify-hmac-sha256': '', 'x-wc-webhook-signature': '' },
        {
          'x-signature': right.hex.replace(/^./, 'g'),
          'x-shopify-hmac-sha256': `${right.base64}=`,
          'x-wc-webhook-signature': 'x',
        },
        {
          authorization: 'Bearer ',
          'x-twilio-email-event-webhook-signature': 'x',
          'x-twilio-email-event-webhook-timestamp': '1',
        },
        { authorization: `Basic ${Buffer.from('user:wrong').toString('base64')}` },
      ]
      for (const headers of wrong) {
        const answer = await post(order, headers)
        expect([answer.statusCode, answer.json()]).toEqual([401, { title: 'The signature is wrong' }])
      }
      const changed = await post(`${order} `, {
        ...dated(secret, order),
        'x-shopify-hmac-sha256': right.base64,
        'x-wc-webhook-signature': right.base64,
      })
      expect(changed.statusCode).toBe(401)
      expect(taken).toEqual([])
      expect((await last())[0]).toMatchObject({ outcome: 'unsigned' })
    },
  )

  test('to an address that is none is not found', async () => {
    const { webhook } = await hook('shopify')
    const post = (url: string) => app.inject({ method: 'POST', url, payload: '{}' })
    expect((await post(webhook.path.replace('shopify', 'mail'))).statusCode).toBe(404)
    expect((await post('/hooks/none/shopify')).statusCode).toBe(404)
  })

  test('that cannot be understood is kept as rejected, and only programmers hear of it', async () => {
    const { post, secret, last } = await hook('shopify')
    const bad = '{"id":'
    const answer = await post(bad, {
      'x-shopify-topic': 'orders/create',
      'x-shopify-hmac-sha256': hmac(secret, bad, 'base64'),
    })
    expect(answer.statusCode).toBe(200)
    expect(rejected).toMatchObject([{ reason: 'body_malformed', sample: bad }])
    expect((await last())[0]).toMatchObject({ outcome: 'rejected' })
    const own = await hook('orders')
    expect((await own.post(bad, dated(own.secret, bad))).statusCode).toBe(400)
    const partly = '[{"order_id":1,"total":"x"},{"order_id":2,"total":"3"}]'
    const half = await own.post(partly, dated(own.secret, partly))
    expect(half.json()).toMatchObject({ events: 1, rejected: [{ field: 'total', detail: 'x' }] })
  })

  test('of a paused source is ignored', async () => {
    const { post, secret, webhook, last } = await hook('orders')
    await sources.change(workspace, webhook.source, { paused: true })
    await post('{"id":1}', dated(secret, '{"id":1}'))
    expect(taken).toEqual([])
    expect((await last())[0]).toMatchObject({ outcome: 'ignored', detail: 'paused' })
  })
})

describe('a delivery that was caught and comes again', () => {
  const minutes = (n: number) => nowSeconds + n * 60
  const body = '{"order_id":5,"total":"3"}'
  const mailgun = (secret: string, seconds: number, who = 'a@b.example') =>
    JSON.stringify({
      signature: {
        timestamp: String(seconds),
        token: `t${seconds}`,
        signature: hmac(secret, `${seconds}t${seconds}`, 'hex'),
      },
      'event-data': { event: 'unsubscribed', id: `x${who}`, timestamp: seconds, recipient: who },
    })

  test.each([
    [-6, 401],
    [-4, 200],
    [4, 200],
    [6, 401],
  ])('%i minutes from now, of whoever signs the time: %i', async (n, status) => {
    const own = await hook('orders')
    expect((await own.post(body, dated(own.secret, body, minutes(n)))).statusCode).toBe(status)
    const mail = await hook('mail')
    expect((await mail.post(mailgun(mail.secret, minutes(n)), {})).statusCode).toBe(status)
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
    const grid = await hook('mail')
    const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
    await webhooks.setSecret(workspace, grid.webhook.id, key)
    const headers = {
      'x-twilio-email-event-webhook-signature': sign('sha256', Buffer.from(`${minutes(n)}[]`), privateKey).toString(
        'base64',
      ),
      'x-twilio-email-event-webhook-timestamp': String(minutes(n)),
    }
    expect((await grid.post('[]', headers)).statusCode).toBe(status)
    expect(rejected.map(({ reason }) => reason)).toEqual(status === 200 ? [] : Array(3).fill('signature.expired'))
    if (status === 401) expect((await own.last())[0]).toMatchObject({ outcome: 'unsigned', detail: 'expired' })
  })

  test('without a signed time is refused, and its owner sees why', async () => {
    const { post, secret, last } = await hook('orders')
    const answer = await post(body, { 'x-signature': hmac(secret, body, 'hex') })
    expect([answer.statusCode, answer.json()]).toEqual([401, { title: 'The time is not signed' }])
    expect(rejected).toMatchObject([{ reason: 'signature.undated', sample: body }])
    expect((await last())[0]).toMatchObject({ outcome: 'unsigned', detail: 'undated' })
    const other = { ...dated(secret, body), 'x-timestamp': String(nowSeconds + 1) }
    expect((await post(body, other)).json()).toEqual({ title: 'The signature is wrong' })
  })

  test('with another body under the token of Mailgun is refused', async () => {
    const { post, secret } = await hook('mail')
    expect((await post(mailgun(secret, nowSeconds), {})).json()).toMatchObject({ events: 1 })
    expect((await post(mailgun(secret, nowSeconds), {})).json()).toMatchObject({ events: 0, known: 1 })
    expect((await post(mailgun(secret, nowSeconds, 'anna@b.example'), {})).statusCode).toBe(401)
  })

  test('takes nothing back where shop systems sign no time', async () => {
    const state = (status: string, modified: string, name: string) =>
      JSON.stringify({
        id: 7,
        status,
        total: '10.00',
        date_created_gmt: '2026-06-01T00:00:00',
        date_modified_gmt: modified,
        billing: { email: 'a@b.example', first_name: name },
      })
    const { post, secret } = await hook('woocommerce')
    const send = (text: string) =>
      post(text, { 'x-wc-webhook-topic': 'order.updated', 'x-wc-webhook-signature': hmac(secret, text, 'base64') })
    const [old, next] = [
      state('processing', '2026-06-01T00:00:00', 'Old'),
      state('cancelled', '2026-06-03T00:00:00', 'New'),
    ]
    for (const text of [old, next]) await send(text)
    const before = [...taken]
    for (const text of [old, next, old]) expect((await send(text)).json()).toMatchObject({ events: 0 })
    expect(taken).toEqual(before)
    expect(before.map(({ name }) => name)).toEqual(['order', 'order_cancelled'])
  })
})

test('WooCommerce may try its address out', async () => {
  const { post } = await hook('woocommerce')
  const answer = await post('webhook_id=12', { 'content-type': 'application/x-www-form-urlencoded' })
  expect(answer.statusCode).toBe(200)
})

describe('mail providers', () => {
  const body = JSON.stringify([{ email: 'a@b.example', timestamp: 1_780_000_000, event: 'open', sg_event_id: 'e' }])

  test('send a signature, or the secret itself', async () => {
    const { post, secret } = await hook('mail')
    const basic = `Basic ${Buffer.from(`hook:${secret}`).toString('base64')}`
    const ways: Record<string, string>[] = [
      dated(secret, body),
      { authorization: `Bearer ${secret}` },
      { authorization: basic },
      { 'x-webhook-secret': secret },
    ]
    for (const headers of ways) expect((await post(body, headers)).statusCode).toBe(200)
    const parts = { timestamp: String(nowSeconds), token: 't', signature: hmac(secret, `${nowSeconds}t`, 'hex') }
    const mailgun = JSON.stringify({
      signature: parts,
      'event-data': { event: 'opened', id: 'x', timestamp: 1_780_000_000, recipient: 'a@b.example' },
    })
    expect((await post(mailgun, {})).json()).toMatchObject({ events: 1 })
    expect(taken).toHaveLength(2)
  })

  test('such as SendGrid sign with a key whose public half is the secret', async () => {
    const { post, webhook } = await hook('mail')
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
    const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
    await webhooks.setSecret(workspace, webhook.id, key)
    const signed = sign('sha256', Buffer.from(`${nowSeconds}${body}`), privateKey).toString('base64')
    const headers = {
      'x-twilio-email-event-webhook-signature': signed,
      'x-twilio-email-event-webhook-timestamp': String(nowSeconds),
    }
    expect((await post(body, headers)).statusCode).toBe(200)
    expect(
      (await post(body, { ...headers, 'x-twilio-email-event-webhook-timestamp': String(nowSeconds + 1) })).statusCode,
    ).toBe(401)
  })
})

describe('setting up', () => {
  test('a new secret replaces the old one at once', async () => {
    const { post, secret, webhook } = await hook('orders')
    const next = await webhooks.setSecret(workspace, webhook.id, undefined)
    expect(next.secret).not.toBe(secret)
    expect((await post('{}', dated(secret, '{}'))).statusCode).toBe(401)
    expect(JSON.stringify(await webhooks.ofSource(workspace, webhook.source))).not.toContain(next.secret)
  })

  test('is for sources that browsers do not know, and for those of the workspace', async () => {
    const site = await sources.create(workspace, { name: 'Site', kind: 'website', origins: [] })
    await expect(webhooks.add(workspace, site.source.id, 'shopify')).rejects.toThrow('browsers')
    const { webhook, post } = await hook('orders')
    await expect(webhooks.remove(randomUUID(), webhook.id)).rejects.toThrow('no such webhook')
    await webhooks.remove(workspace, webhook.id)
    expect((await post('{}', {})).statusCode).toBe(404)
  })
})
