import { createHmac } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { Random } from '../../src/kernel/random.ts'
import type { Asked } from './asking.ts'
import { nasty, nastyText, oneOf, written } from './nasty.ts'
import type { Place } from './world.ts'

type Spoiling = (dice: Random, place: Place) => Asked

const json = { 'content-type': 'application/json' }

/** A value, or something else instead. */
const or = (dice: Random, value: unknown): unknown => (dice.chance(0.15) ? nasty(dice) : value)

/** The fields of an object, each of them perhaps something else. */
const spoilt = (dice: Random, fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, or(dice, value)]))

const escaped = (text: string): string => encodeURIComponent(text.slice(0, 3_000).toWellFormed())

function message(dice: Random): unknown {
  return spoilt(dice, {
    type: oneOf(dice, ['track', 'page', 'identify', 'alias', 'group', 'screen']),
    messageId: `m${dice.below(1e9)}`,
    userId: `u${dice.below(20)}`,
    anonymousId: `a${dice.below(20)}`,
    previousId: 'a1',
    event: oneOf(dice, ['visit', 'purchase', 'consent']),
    timestamp: '2026-01-01T10:00:00Z',
    sentAt: '2026-01-01T10:00:00Z',
    properties: spoilt(dice, { revenue: 12.5, currency: 'EUR', cart: spoilt(dice, { total: 1 }), channel: 'web' }),
    traits: spoilt(dice, { email: 'a@shop.example', phone: '+49 351 123', address: { city: 'Dresden' } }),
    context: spoilt(dice, {
      page: spoilt(dice, { url: 'https://shop.example/?utm_source=x', referrer: 'https://example.com' }),
      consent: spoilt(dice, { categoryPreferences: spoilt(dice, { analytics: true }) }),
      campaign: spoilt(dice, { name: 'x' }),
      userAgent: 'Mozilla/5.0',
    }),
  })
}

const tracking: Spoiling = (dice, { writeKey }) => {
  const name = oneOf(dice, ['batch', 'b', 'track', 'identify', 'page', 'alias', 'm', 'import', 'nothing'])
  const messages = Array.from({ length: dice.below(4) }, () => or(dice, message(dice)))
  const isBatch = /^(batch|b|import)$/.test(name)
  const body = isBatch
    ? spoilt(dice, { batch: messages, sentAt: '2026-01-01T10:00:00Z', context: { page: {} }, writeKey })
    : { ...Object(message(dice)), writeKey: or(dice, writeKey) }
  const text = dice.chance(0.9) ? written(body) : oneOf(dice, ['', '{', '[]', 'null', '\u0000'])
  const packed = dice.chance(0.15) ? gzipSync(text) : text
  const sent = dice.chance(0.05) ? Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.from(text)]) : packed
  const basic = Buffer.from(`${dice.chance(0.9) ? writeKey : nastyText(dice).slice(0, 3000)}:`).toString('base64')
  const key = dice.chance(0.5) ? { authorization: `Basic ${basic}` } : {}
  const path = `/v1/${name}${dice.chance(0.1) ? `/${escaped(nastyText(dice))}` : ''}`
  return { name: `tracking ${name}`, method: 'POST', path, headers: { ...json, ...key }, body: sent }
}

const pixel: Spoiling = (dice, { writeKey }) => {
  const data = Buffer.from(written(message(dice)))
    .toString('base64url')
    .slice(0, 6_000)
  const field = (): string => {
    const name = oneOf(dice, ['event', 'userId', 'properties.a.b', 'context.page.url', 'traits.__proto__.x', 'context'])
    return `${dice.chance(0.9) ? name : escaped(nastyText(dice))}=${escaped(nastyText(dice))}`
  }
  const said = dice.chance(0.3) ? [`data=${data}`] : Array.from({ length: dice.below(5) }, field)
  const kind = oneOf(dice, ['track', 'page', 'nothing'])
  const query = [`writeKey=${dice.chance(0.9) ? writeKey : escaped(nastyText(dice))}`, ...said].join('&')
  return { name: `pixel ${kind}`, method: 'GET', path: `/pixel/v1/${kind}?${query}`, headers: {} }
}

const sdkSettings: Spoiling = (dice, { writeKey }) => {
  const key = dice.chance(0.3) ? writeKey : escaped(nastyText(dice))
  const path = oneOf(dice, [
    `/v1/projects/${key}/settings`,
    `/sourceConfig?writeKey=${key}`,
    `/analytics.js/v1/${key}/analytics.min.js`,
  ])
  return { name: 'settings of SDKs', method: 'GET', path, headers: {} }
}

function order(dice: Random): unknown {
  return or(
    dice,
    spoilt(dice, {
      order_id: `o${dice.below(1e6)}`,
      id: dice.below(1e6),
      time: '2026-01-01 10:00',
      created_at: '2026-01-01T10:00:00Z',
      date_created_gmt: '2026-01-01T10:00:00',
      total: '12.50',
      total_price: '12.50',
      currency: 'EUR',
      status: oneOf(dice, ['completed', 'refunded', 'cancelled']),
      email: 'a@shop.example',
      customer: spoilt(dice, { id: 3, email: 'a@shop.example' }),
      billing: spoilt(dice, { email: 'a@shop.example', first_name: 'A' }),
      line_items: [spoilt(dice, { name: 'x', quantity: 1, price: '1' })],
      refunds: [spoilt(dice, { id: 1 })],
    }),
  )
}

const letter = (dice: Random): unknown =>
  or(
    dice,
    spoilt(dice, {
      event: 'open',
      RecordType: 'Open',
      email: 'a@shop.example',
      timestamp: 1767225600,
      MessageID: 'm',
      'event-data': spoilt(dice, { event: 'opened', timestamp: 1767225600.1, recipient: 'a@shop.example', id: 'x' }),
    }),
  )

const webhook: Spoiling = (dice, { hooks }) => {
  const { path, secret, provider } = oneOf(dice, hooks)
  const many = Array.from({ length: dice.below(4) }, () => (provider === 'mail' ? letter(dice) : order(dice)))
  const said = oneOf<unknown>(dice, [many, { orders: many }, many[0] ?? null])
  const text = dice.chance(0.9)
    ? written(said)
    : oneOf(dice, ['', 'a;b\n1;2\n"', 'order_id,total\n\u0000,1\nx,12\n', '{"a":', 'webhook_id=1'])
  const body = Buffer.from(text)
  const mac = (form: 'hex' | 'base64') => createHmac('sha256', secret).update(body).digest(form)
  const signature = dice.chance(0.1) ? 'wrong' : undefined
  const headers = {
    ...json,
    'x-signature': signature ?? mac('hex'),
    'x-shopify-hmac-sha256': signature ?? mac('base64'),
    'x-wc-webhook-signature': signature ?? mac('base64'),
    'x-shopify-topic': oneOf(dice, [
      'orders/create',
      'orders/paid',
      'refunds/create',
      'customers/update',
      'nothing',
      'x'.repeat(300),
    ]),
    'x-wc-webhook-topic': oneOf(dice, ['order.created', 'order.updated', 'x'.repeat(300)]),
    'x-shopify-triggered-at': oneOf(dice, ['2026-01-01T00:00:00Z', '275760-01-01T00:00:00Z', '']),
  }
  const address = dice.chance(0.9)
    ? path
    : `/hooks/${escaped(nastyText(dice))}/${oneOf(dice, [provider, escaped(nastyText(dice))])}`
  return { name: `webhook ${provider}`, method: 'POST', path: address, headers, body }
}

const device: Spoiling = (dice, { deviceKey }) => {
  const answer = spoilt(dice, {
    id: `6f9619ff-8b86-4d01-b42d-00cf4fc9640${dice.below(10)}`,
    what: oneOf(dice, ['answer', 'note']),
    at: 1767225600000,
    customer: 'c1',
    amount: '12.50',
    tile: 'search',
    kind: 'visit',
    text: 'x',
    order: ['search'],
    position: 1,
    seed: 1,
    language: 'de',
    suspected: false,
  })
  const body = spoilt(dice, {
    key: deviceKey,
    sent: 1767225600000,
    waiting: 1,
    messages: [answer, or(dice, answer)],
    withdrawals: [
      spoilt(dice, { id: '6f9619ff-8b86-4d01-b42d-00cf4fc96401', at: 1767225600000, undone: 1767225600000 }),
    ],
  })
  return { name: 'capture', method: 'POST', path: '/api/capture/messages', headers: json, body: written(body) }
}

const file = (dice: Random): Buffer | string =>
  oneOf<Buffer | string>(dice, [
    'customer,time,event\nc1,2026-01-01,visit\n',
    'customer,time,event\nc\u00001,2026-01-01,visit\n',
    '\ufeff"a";"b"\n"unclosed',
    '{"customer":"c1","time":"2026-01-01","event":"\\ud800"}\n{"a":\n',
    `{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}\n`,
    '[1]\n',
    `<?xml version="1.0"?><log>${'<trace>'.repeat(5_000)}`,
    '<log><trace><event><string key="concept:name" value="x"/></event></trace></log>',
    'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:\u0000\r\nEND:VCARD\r\n',
    Buffer.from([0xff, 0xfe, 0x00, 0xd8]),
    Buffer.from('PAR1xxxxPAR1'),
    gzipSync('customer,time,event\nc1,2026-01-01,visit\n'),
    Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0]), Buffer.from('x'.repeat(40))]),
    '',
    '\n\n\n',
    `${'a,'.repeat(3_000)}\n1\n`,
  ])

const upload: Spoiling = (dice, { workspace }) => {
  const isContacts = dice.chance(0.5)
  const name = dice.chance(0.7)
    ? oneOf(dice, ['rows.csv', 'rows.jsonl', 'x.parquet', 'x.xes', 'x.vcf', 'x.gz'])
    : nastyText(dice)
        .replace(/[\r\n"]/g, '')
        .slice(0, 5_000)
  const head = `--edge\r\ncontent-disposition: form-data; name="${dice.chance(0.9) ? 'file' : 'other'}"; filename="${name}"\r\n\r\n`
  const end = dice.chance(0.9) ? '\r\n--edge--\r\n' : ''
  const body = Buffer.concat([Buffer.from(head), Buffer.from(file(dice)), Buffer.from(end)])
  const place = dice.chance(0.9) ? workspace : escaped(nastyText(dice))
  const type = dice.chance(0.9)
    ? 'multipart/form-data; boundary=edge'
    : oneOf(dice, ['multipart/form-data', 'text/csv', 'application/json'])
  const path = `/api/w/${place}/${isContacts ? 'contacts/' : ''}uploads`
  return {
    name: isContacts ? 'upload of contacts' : 'upload',
    method: 'POST',
    path,
    headers: { 'content-type': type },
    body,
  }
}

const question = (dice: Random, names: readonly [string, ...string[]]): string =>
  Array.from({ length: dice.below(4) }, () => `${oneOf(dice, names)}=${escaped(nastyText(dice))}`).join('&')

const files: Spoiling = (dice, { workspace, known }) => {
  const place = dice.chance(0.9) ? workspace : escaped(nastyText(dice))
  const one = dice.chance(0.5) ? oneOf(dice, known.import ?? ['x']) : escaped(nastyText(dice))
  const path = oneOf(dice, [
    `/api/w/${place}/people/file?${question(dice, ['search', 'rule', 'segment', 'columns', 'sort', 'separator'])}`,
    `/api/w/${place}/contacts/file?${question(dice, ['search', 'rule', 'segment', 'format'])}`,
    `/api/w/${place}/imports/${one}/rejects`,
    `/api/w/${place}/live?${question(dice, ['source', 'property', 'property'])}`,
  ])
  return { name: 'files and the live stream', method: 'GET', path, headers: {} }
}

const accounts: Spoiling = (dice) => {
  const name = oneOf(dice, [
    'sign-up/email',
    'sign-in/email',
    'sign-out',
    'get-session',
    'change-password',
    'update-user',
    'nothing',
  ])
  const fields = spoilt(dice, {
    email: 'nobody@shop.example',
    password: 'a good password',
    currentPassword: 'wrong password',
    newPassword: 'another good one',
    name: 'Somebody',
    image: null,
    invitation: 'x',
    rememberMe: true,
    callbackURL: '/',
  })
  // Who is signed in for the whole run stays so.
  const cookie = dice.chance(0.3) ? { cookie: `fernweh.session_token=${escaped(nastyText(dice))}` } : { cookie: '' }
  const body = dice.chance(0.95) ? written(fields) : oneOf(dice, ['', '{', '[]', 'null', '"x"'])
  if (name === 'get-session')
    return {
      name: `auth ${name}`,
      method: 'GET',
      path: `/api/auth/${name}?${question(dice, ['disableCookieCache', 'x'])}`,
      headers: cookie,
    }
  return { name: `auth ${name}`, method: 'POST', path: `/api/auth/${name}`, headers: { ...json, ...cookie }, body }
}

const pages: Spoiling = (dice, { deviceKey }) => {
  const odd = escaped(nastyText(dice))
  const path = oneOf(dice, [
    '/health',
    '/ready',
    '/metrics',
    '/',
    '/t.js',
    '/api/docs',
    '/api/openapi.json',
    `/capture/${deviceKey}`,
    `/capture/${odd}`,
    `/capture/${odd}/manifest.webmanifest`,
    `/capture/${deviceKey}/manifest.webmanifest`,
    `/assets/${odd}`,
    '/assets/%2e%2e/%2e%2e/package.json',
    `/analytics-next/bundles/${odd}`,
    `/w/${odd}`,
    `/api/${odd}`,
    `/${odd}`,
    `/api/invitations/${odd}`,
    `/api/preferences/${odd}`,
    '/%',
    '/%00',
    '/%ff/%',
    `/${'a/'.repeat(2_000)}`,
    `/?${'a=1&'.repeat(2_000)}`,
    '//',
    '/api//w//x',
  ])
  const method = dice.chance(0.7)
    ? 'GET'
    : oneOf(dice, ['HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'TRACE'])
  return { name: 'pages', method, path, headers: {} }
}

const oddHeaders: readonly [Record<string, string>, ...Record<string, string>[]] = [
  { cookie: `fernweh.session_token=${'x'.repeat(8_000)}` },
  { cookie: 'fernweh.session_token=%00.%ff; =; ;;' },
  { cookie: 'a=%E0%A4%A' },
  { authorization: 'Bearer' },
  { authorization: `Bearer ${'x'.repeat(8_000)}` },
  { authorization: 'Basic %%%' },
  { host: '' },
  { host: 'exa mple' },
  { host: '[::1' },
  { origin: 'null' },
  { origin: 'http://' },
  { referer: '%%%' },
  { 'x-forwarded-for': 'x, , 1.2.3' },
  { 'x-forwarded-host': '[' },
  { 'accept-encoding': 'br;q=x, gzip;q=-1, *;q=0' },
  { accept: '\u00ff' },
  { range: 'bytes=-1--5' },
  { 'if-none-match': '"' },
  { 'if-modified-since': 'x' },
  { 'content-type': 'application/json;charset=utf-7;;' },
  { 'user-agent': '\u00e9'.repeat(3_000) },
  { expect: '200-maybe' },
]

const kinds: readonly [readonly [Spoiling, number], ...(readonly [Spoiling, number])[]] = [
  [tracking, 6],
  [pixel, 2],
  [sdkSettings, 1],
  [webhook, 5],
  [device, 3],
  [upload, 1],
  [files, 2],
  [accounts, 2],
  [pages, 3],
]

const drawn: readonly Spoiling[] = kinds.flatMap(([kind, weight]) => Array.from({ length: weight }, () => kind))

/** A request of a route that is no operation of the contract. */
export function plainRequest(dice: Random, place: Place): Asked {
  const kind = drawn[dice.below(drawn.length)] ?? pages
  return kind(dice, place)
}

/** The same request with a header that is odd, now and then. */
export function withOddHeaders(dice: Random, asked: Asked): Asked {
  return dice.chance(0.05) ? { ...asked, headers: { ...asked.headers, ...oneOf(dice, oddHeaders) } } : asked
}

/** Bytes that are hardly HTTP. */
export const oddBytes: readonly string[] = [
  'GET / HTTP/1.1\r\n\r\n',
  'GET / HTTP/1.0\r\n\r\n',
  'GET /health HTTP/9.9\r\nHost: x\r\n\r\n',
  'NOTHING\r\n\r\n',
  '\0\0\0\0\r\n\r\n',
  `GET / HTTP/1.1\r\nHost: x\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`,
  `GET /${'y'.repeat(40_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
  `GET / HTTP/1.1\r\nHost: x\r\n${'a: b\r\n'.repeat(3_000)}\r\n`,
  'GET / HTTP/1.1\r\nHost: x\r\nx: a\0b\r\n\r\n',
  'GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET http://other.example/health HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET /api/me HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
  'POST /v1/track HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello',
  'POST /v1/track HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n',
  'POST /v1/track HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n',
  'POST /api/workspaces HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\nContent-Type: application/json\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
  'POST /api/workspaces HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n{}',
  'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET /api/w/x/live HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
]
