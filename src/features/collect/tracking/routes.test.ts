import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import Fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { intakeFault } from '../intake/faults.ts'
import { serveTracking } from './routes.ts'
import { trackingWorld } from './testing/world.ts'

let world: Awaited<ReturnType<typeof trackingWorld>>

beforeAll(async () => {
  world = await trackingWorld()
})
afterAll(() => world.close())

const website = { kind: 'website', trusted: false } as const
const track = (more: object = {}) => ({ type: 'track', event: 'Visit', anonymousId: 'a-1', ...more })
const names = async (workspace: string) => (await world.events(workspace)).map(({ name }) => name)

async function expectSuccess(answer: Response): Promise<void> {
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
  expect(await answer.text()).toBe('{"success":true}')
}

test.each([
  ['track', 'Visit'],
  ['t', 'Visit'],
  ['identify', 'identify'],
  ['i', 'identify'],
  ['page', 'page_view'],
  ['p', 'page_view'],
  ['screen', 'screen_view'],
  ['s', 'screen_view'],
  ['group', 'group'],
  ['g', 'group'],
  ['alias', 'alias'],
  ['a', 'alias'],
])('/v1/%s becomes %s, with and without a slash at the end', async (route, name) => {
  const { key, workspace } = world.source()
  const message = { event: 'Visit', userId: 'u', previousId: 'anon-9', writeKey: key }
  await expectSuccess(await world.post(`/v1/${route}`, message))
  await expectSuccess(await world.post(`/v1/${route}/`, message))
  expect(await names(workspace)).toEqual([name, name])
})

describe('the body', () => {
  const contents: readonly (readonly [string, Record<string, string>])[] = [
    ['text', { 'content-type': 'text/plain' }],
    ['form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['nonsense', { 'content-type': 'nonsense;;' }],
    ['multipart', { 'content-type': 'multipart/form-data; boundary=x' }],
  ]
  test.each(contents)('is JSON whatever its type says: %s', async (_, headers) => {
    const { key, workspace } = world.source()
    await expectSuccess(await world.post('/v1/batch', { writeKey: key, batch: [track()] }, { headers }))
    await expectSuccess(
      await world.post('/v1/batch', Buffer.from(`\ufeff${JSON.stringify({ writeKey: key, batch: [track()] })}`)),
    )
    expect(await names(workspace)).toEqual(['Visit', 'Visit'])
  })

  test('is unpacked by what it begins with, with or without a header', async () => {
    const { key, workspace } = world.source()
    const packed = gzipSync(JSON.stringify({ writeKey: key, batch: [track()] }))
    await expectSuccess(await world.post('/v1/import', packed, { headers: { 'content-encoding': 'gzip' } }))
    await expectSuccess(await world.post('/v1/b', packed))
    const plain = { writeKey: key, batch: [track()] }
    await expectSuccess(await world.post('/v1/b', plain, { headers: { 'content-encoding': 'gzip' } }))
    expect(await names(workspace)).toHaveLength(3)
  })

  test.each([
    ['no JSON', Buffer.from('{"batch":[')],
    ['nothing', Buffer.from('')],
    ['a list', Buffer.from('[]')],
    ['broken gzip', Buffer.from([0x1f, 0x8b, 1, 2, 3])],
  ])('that is %s is refused', async (_, body) => {
    const answer = await world.post('/v1/batch', body)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ success: false, code: 'body.malformed' })
  })

  test('that is too large is refused, packed 320 to 1 or not', async () => {
    const { key } = world.source()
    const large = JSON.stringify({ writeKey: key, batch: [track({ properties: { x: 'x'.repeat(9 << 20) } })] })
    for (const body of [gzipSync(large), Buffer.from(large.slice(0, 5 << 20))]) {
      const answer = await world.post('/v1/batch', body)
      expect(answer.status).toBe(413)
      expect(await answer.json()).toMatchObject({ success: false, code: 'body.large' })
    }
  })

  test('keeps what is bad in it with its reason, and lets the rest in', async () => {
    const { key, workspace } = world.source()
    const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`
    const objects = '{"toString":null,"valueOf":null}'
    const bad = [
      `{"type":"track","event":"Deep","userId":"u","properties":${deep}}`,
      `{"type":"track","event":${objects},"userId":"u"}`,
      `{"type":"track","event":"Nobody"}`,
      '7',
    ]
    const good = [
      `{"type":"track","event":"Time","userId":"u","timestamp":${objects},"_metadata":{"retryCount":${objects}}}`,
      '{"type":"track","event":"Zero\\u0000","userId":"a\\u0000b","properties":{"x\\ud800":"\\u0000y\\udfff"}}',
      `{"type":"track","event":"Context","userId":"u","context":{"page":${objects}}}`,
      JSON.stringify(track()),
    ]
    const around = `"writeKey":"${key}","context":{"consent":${deep}},"retryCount":${objects},"sentAt":${objects}`
    await expectSuccess(await world.post('/v1/batch', `{${around},"batch":[${[...bad, ...good].join()}]}`))
    expect(await names(workspace)).toEqual(['Time', 'Zero', 'Context', 'Visit'])
    expect((await world.events(workspace))[1]).toMatchObject({ who: ['user:ab'], properties: { 'x\ufffd': 'y\ufffd' } })
    expect(await world.rejected(workspace)).toEqual([
      { reason: 'event.none', field: 'event', count: 1 },
      { reason: 'message.deep', field: '', count: 1 },
      { reason: 'message.shape', field: '', count: 1 },
      { reason: 'person.none', field: 'userId', count: 1 },
    ])
  })

  test('may have 1.5 MB', async () => {
    const { key, workspace } = world.source()
    const batch = Array.from({ length: 500 }, (_, i) =>
      track({ messageId: `m-${i}`, properties: { x: 'ä'.repeat(1500) } }),
    )
    await expectSuccess(await world.post('/v1/batch', { writeKey: key, batch }))
    expect(await names(workspace)).toHaveLength(500)
  })
})

describe('the key', () => {
  test('is that of Basic, then of the body, then of the message, then of the address, then of Bearer', async () => {
    const [one, two] = [world.source(), world.source()]
    const basic = { authorization: `Basic ${Buffer.from(`${one.key}:`).toString('base64')}` }
    await world.post('/v1/batch', { writeKey: two.key, batch: [track({ writeKey: two.key })] }, { headers: basic })
    await world.post(`/v1/batch?writeKey=${two.key}`, { writeKey: one.key, batch: [track({ writeKey: two.key })] })
    await world.post(`/v1/batch?writeKey=${two.key}`, { batch: [track({ writeKey: one.key }), track()] })
    await world.post('/v1/batch', { batch: [track()] }, { headers: { authorization: `Bearer ${one.key}` } })
    expect(await names(one.workspace)).toHaveLength(4)
    expect(await names(two.workspace)).toHaveLength(1)
  })

  test('must be there and known', async () => {
    const none = await world.post('/v1/track', track())
    expect([none.status, await none.json()]).toMatchObject([401, { success: false, code: 'key.missing' }])
    const wrong = await world.post('/v1/track', track({ writeKey: 'wrong' }))
    expect([wrong.status, await wrong.json()]).toMatchObject([401, { success: false, code: 'key.unknown' }])
  })
})

test('bad messages are set apart with their reasons, and the good ones stay', async () => {
  const { key, workspace } = world.source()
  const depth = 100_000
  const batch = [
    track(),
    null,
    'text',
    { type: 'dance', userId: 'u' },
    track({ event: '' }),
    { type: 'track', event: 'Nobody' },
    track({ userId: 'null', anonymousId: 'undefined' }),
    track({ properties: 'DEEP' }),
    track({ event: 'large', properties: { x: 'x'.repeat(40_000) } }),
    track({ event: 'last' }),
  ]
  const body = JSON.stringify({ writeKey: key, batch })
  await expectSuccess(
    await world.post('/v1/batch', body.replace('"DEEP"', `${'{"x":'.repeat(depth)}1${'}'.repeat(depth)}`)),
  )
  expect(await names(workspace)).toEqual(['Visit', 'large', 'last'])
  expect(await world.rejected(workspace)).toEqual([
    { reason: 'event.none', field: 'event', count: 1 },
    { reason: 'message.deep', field: '', count: 1 },
    { reason: 'message.large', field: 'properties', count: 1 },
    { reason: 'message.shape', field: '', count: 2 },
    { reason: 'message.type', field: 'type', count: 1 },
    { reason: 'person.none', field: 'userId', count: 2 },
  ])
})

test('values are cleaned: text, numbers, times and what is not there', async () => {
  const { key, workspace } = world.source()
  const body = `{"writeKey":"${key}","batch":[
    {"type":"track","event":"half \\ud83d","userId":7,"timestamp":"gestern","properties":{"a":"\\udc00b","huge":1e999,"revenue":-19.9,"currency":"eur","nested":{"deep":{"x":1}},"list":[1,{"y":2}],"no":null,"__proto__":{"z":1}}},
    {"type":"track","event":"old","userId":"7","timestamp":"0001-01-01T00:00:00Z","properties":{"revenue":1e300}},
    {"type":"track","event":"late","userId":"7","timestamp":"9999-12-31T00:00:00Z","properties":{"value":"12.50"}},
    {"type":"track","event":"seconds","userId":"7","timestamp":1700000000}]}`
  await expectSuccess(await world.post('/v1/batch', body))
  const rows = await world.events(workspace)
  const received = new Date(world.clock.now).toISOString().replace('T', ' ').replace('Z', '')
  expect(rows).toMatchObject([
    {
      name: 'half \ufffd',
      who: ['user:7'],
      time: received,
      value: '-19.9',
      currency: 'EUR',
      properties: { a: '\ufffdb', 'nested.deep.x': '1', list: '[1,{"y":2}]', raw_time: 'gestern', revenue: '-19.9' },
    },
    {
      time: '1990-01-01 00:00:00.000',
      value: null,
      properties: { raw_time: '0001-01-01T00:00:00Z', revenue: '1e+300' },
    },
    {
      time: received,
      raw_time: '2100-01-01 00:00:00.000',
      value: '12.5',
      properties: { raw_time: '9999-12-31T00:00:00Z' },
    },
    { time: '2023-11-14 22:13:20.000' },
  ])
  expect(Object.keys(rows[0]?.properties ?? {}).sort()).toEqual(
    ['a', 'currency', 'list', 'nested.deep.x', 'raw_time', 'revenue'].sort(),
  )
})

describe('a public key', () => {
  test('sets no values, and e-mail names nobody: they are kept as they are said', async () => {
    const { key, workspace } = world.source(website)
    const traits = { email: 'a@b.example', firstName: 'Anna' }
    await world.post('/v1/batch', {
      writeKey: key,
      batch: [{ type: 'identify', userId: 'u-1', traits }, track({ userId: 'u-1', properties: { revenue: 5 } })],
    })
    const rows = await world.events(workspace)
    expect(rows).toMatchObject([
      { name: 'identify', who: ['user:u-1'] },
      { who: ['user:u-1', 'anonymous:a-1'], value: null, properties: { revenue: '5' } },
    ])
  })

  test('has its clock set right by the time of sending, unless it tries again', async () => {
    const { key, workspace } = world.source(website)
    const now = world.clock.now
    const iso = (ms: number) => new Date(ms).toISOString()
    const hour = 3_600_000
    const body = { writeKey: key, sentAt: iso(now + hour), batch: [track({ timestamp: iso(now + hour - 5000) })] }
    await world.post('/v1/batch', body)
    await world.post(
      '/v1/batch',
      { ...body, sentAt: iso(now - hour), batch: [track({ timestamp: iso(now - hour) })] },
      {
        headers: { 'x-retry-count': '1' },
      },
    )
    const times = (await world.events(workspace)).map(({ time }) => Date.parse(`${time.replace(' ', 'T')}Z`))
    expect(times).toEqual([now - 5000, now - hour])
  })

  test('without identifiers names a browser for one day', async () => {
    const { key, workspace } = world.source(website)
    const send = () =>
      world.post('/v1/track', { event: 'Visit', writeKey: key }, { headers: { 'user-agent': 'Firefox' } })
    await send()
    await send()
    world.clock.now += 24 * 3_600_000
    await send()
    const { rows } = await world.anchors(workspace)
    expect(rows[0]).toBe(rows[1])
    expect(rows[2]).not.toBe(rows[0])
    expect((await world.events(workspace)).map(({ who }) => who)).toEqual([['?'], ['?'], ['?']])
  })

  test('is for the sites of its list, and robots are nobody', async () => {
    const { key, workspace } = world.source({ ...website, origins: ['https://shop.example'] })
    const from = (origin: string) => ({ headers: { origin } })
    await expectSuccess(await world.post('/v1/track', track({ writeKey: key }), from('https://shop.example')))
    await expectSuccess(await world.post('/v1/track', track({ writeKey: key }), from('https://other.example')))
    const robot = {
      headers: { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' },
    }
    await expectSuccess(await world.post('/v1/track', track({ writeKey: key }), robot))
    expect(await names(workspace)).toHaveLength(1)
    expect((await world.rejected(workspace)).map(({ reason }) => reason)).toEqual(['origin.foreign', 'sender.bot'])
  })
})

test('a paused source stores nothing and says nothing', async () => {
  const { key, workspace } = world.source({ paused: true })
  await expectSuccess(await world.post('/v1/track', track({ writeKey: key })))
  expect(await names(workspace)).toEqual([])
  expect(await world.rejected(workspace)).toEqual([{ reason: 'source.paused', field: '', count: 1 }])
})

test('the page tells how its visitor came', async () => {
  const { key, workspace } = world.source(website)
  const url = 'https://shop.example/bikes?utm_source=news&utm_campaign=May&gclid=x&email=a'
  await world.post('/v1/page', {
    writeKey: key,
    anonymousId: randomUUID(),
    context: {
      userAgent: 'Mozilla/5.0 (iPhone) Mobile',
      page: { url, path: '/bikes', title: 'Bikes', referrer: 'https://user@www.google.com:443/q?x=1' },
    },
  })
  expect(await world.events(workspace)).toMatchObject([
    {
      entry: {
        utm_source: 'news',
        utm_campaign: 'May',
        click: 'gclid',
        referrer: 'www.google.com',
        landing: 'shop.example/bikes',
      },
      properties: { title: 'Bikes', path: '/bikes', device: 'mobile' },
    },
  ])
})

test('other sites may ask, with whatever headers they name', async () => {
  const origin = 'https://shop.example'
  const asked = await fetch(`${world.url}/v1/track`, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-a,anonymousid' },
  })
  expect(asked.status).toBe(200)
  expect(asked.headers.get('access-control-allow-origin')).toBe(origin)
  expect(asked.headers.get('access-control-allow-headers')).toBe('x-a,anonymousid')
  const answer = await world.post('/v1/track', track(), { headers: { origin } })
  expect(answer.headers.get('access-control-allow-origin')).toBe(origin)
  expect(answer.headers.get('access-control-expose-headers')).toBe('Retry-After')
})

test('pictures and beacons bring events too', async () => {
  const { key, workspace } = world.source(website)
  const data = Buffer.from(JSON.stringify(track({ writeKey: key, event: 'packed' }))).toString('base64')
  const picture = await fetch(`${world.url}/pixel/v1/track?data=${encodeURIComponent(data)}`)
  expect(picture.headers.get('content-type')).toBe('image/gif')
  await fetch(`${world.url}/pixel/v1/page/?writeKey=${key}&anonymousId=a&properties.title=Mail&context.page.path=/m`)
  await expectSuccess(await world.post(`/beacon/v1/batch?writeKey=${key}`, { batch: [track({ event: 'left' })] }))
  expect(await world.events(workspace)).toMatchObject([
    { name: 'packed' },
    { name: 'page_view', properties: { title: 'Mail', path: '/m' } },
    { name: 'left' },
  ])
})

test('SDKs get settings that lead them back here, and may tell of themselves', async () => {
  const { key } = world.source(website)
  const host = world.url.replace('http://', '')
  const settings = await (await fetch(`${world.url}/v1/projects/${key}/settings`)).json()
  expect(settings).toMatchObject({
    integrations: { 'Segment.io': { apiKey: key, apiHost: `${host}/v1`, protocol: 'http' } },
  })
  const config = await (await fetch(`${world.url}/sourceConfig/?writeKey=${key}`)).json()
  expect(config).toMatchObject({ source: { writeKey: key, enabled: true, destinations: [] } })
  await expectSuccess(await world.post('/v1/m', 'anything'))
  const missing = await world.post('/v1/nothing', {})
  expect([missing.status, await missing.json()]).toMatchObject([404, { success: false, code: 'route.missing' }])
})

test('while too much waits, senders are told when to come back', async () => {
  const app = Fastify()
  const source = { workspace: randomUUID(), id: randomUUID(), slug: 's', kind: 'server', trusted: true } as const
  const overloaded = () => Promise.reject(intakeFault('intake.overloaded', undefined, { retryAfter: 7 }))
  serveTracking(app, {
    intake: { take: overloaded, reject: () => {} },
    keys: { find: async () => ({ source, paused: false, origins: [], signing: [] }) },
    now: Date.now,
    daily: () => '',
  })
  const answer = await app.inject({ method: 'POST', url: '/v1/track', payload: track({ writeKey: 'k' }) })
  expect(answer.statusCode).toBe(429)
  expect(answer.headers['retry-after']).toBe('7')
  expect(answer.json()).toMatchObject({ success: false, code: 'intake.overloaded' })
  await app.close()
})

test('a flood of garbage does not keep good events away', async () => {
  const { key, workspace } = world.source()
  const rubbish = [
    '{',
    'x'.repeat(5000),
    '[]',
    JSON.stringify({ writeKey: 'wrong', batch: [] }),
    '{"batch":7}',
    '\u0000',
  ]
  const flood = Array.from({ length: 1000 }, (_, i) =>
    world.post('/v1/batch', rubbish[i % rubbish.length] ?? '').then(async (answer) => {
      await answer.arrayBuffer()
      return answer.status
    }),
  )
  const good = Array.from({ length: 20 }, (_, i) =>
    world.post('/v1/batch', { writeKey: key, batch: [track({ messageId: `g-${i}` }), { type: 'bad', i }] }),
  )
  for (const answer of await Promise.all(good)) await expectSuccess(answer)
  expect([...new Set(await Promise.all(flood))].sort()).toEqual([400, 401])
  expect(await names(workspace)).toHaveLength(20)
})
