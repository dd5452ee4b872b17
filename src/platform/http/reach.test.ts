import { hostname } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AdminServer, startAdmin } from '../../../test/engines/admin.ts'
import { askAs } from '../../../test/engines/browser.ts'
import { temporaryPglite } from '../../../test/engines/postgres.ts'
import type { Postgres } from '../postgres/open.ts'
import { isLoopback, nameIn, openReach } from './reach.ts'

let postgres: Postgres
let server: AdminServer
beforeAll(async () => {
  postgres = await temporaryPglite()
  server = await startAdmin(postgres, { publicUrl: 'https://journeys.example', hosts: ['shop.local'] })
})
afterAll(async () => {
  await server.close()
  await postgres.close()
})

test('the name in a Host header', () => {
  const names = ['localhost:4870', 'Shop.Example', 'shop.example.:80', '[::1]:4870', '[::FFFF:127.0.0.1]', '10.0.0.7']
  expect(names.map(nameIn)).toEqual([
    'localhost',
    'shop.example',
    'shop.example',
    '::1',
    '::ffff:127.0.0.1',
    '10.0.0.7',
  ])
  const wrong = [
    '',
    ' ',
    'a b',
    'evil@localhost',
    'localhost:1:2',
    'localhost:',
    'localhost/x',
    'a,b',
    '[::1',
    'bücher',
  ]
  expect(wrong.map(nameIn)).toEqual(wrong.map(() => ''))
})

test('what is this machine for whoever says it', () => {
  expect(['localhost', '127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'].every(isLoopback)).toBe(true)
  const others = ['localhost.evil.example', '128.0.0.1', '1270.0.0.1', '127.0.0.1.evil.example', '::', '0.0.0.0', '']
  expect(others.some(isLoopback)).toBe(false)
})

test('who else can reach it', () => {
  const alone = { host: '127.0.0.1', publicUrl: undefined }
  expect(openReach(alone).isOpen).toBe(false)
  expect(openReach({ ...alone, host: 'localhost', publicUrl: 'http://localhost:4870' }).isOpen).toBe(false)
  for (const more of [
    { host: '0.0.0.0' },
    { host: '192.168.1.5' },
    { host: '::' },
    { publicUrl: 'https://a.example' },
    { hosts: ['shop.local'] },
    { proxies: ['127.0.0.1'] },
  ])
    expect(openReach({ ...alone, ...more }).isOpen).toBe(true)
})

test('proxies are named by address or network', () => {
  const { isProxy } = openReach({ host: '::', publicUrl: undefined, proxies: ['10.1.0.0/16', '127.0.0.1', 'fd00::/8'] })
  expect(['10.1.2.3', '127.0.0.1', '::ffff:10.1.2.3', 'fd12::7'].map(isProxy)).toEqual([true, true, true, true])
  expect(['10.2.0.1', '127.0.0.2', 'fe80::1%eth0', '2001:db8::1', '', 'unknown'].some(isProxy)).toBe(false)
})

describe('the Host header', () => {
  const paths = ['/', '/health', '/ready', '/metrics', '/api/me', '/api/docs', '/assets/app-1a2b.js', '/api/nothing']

  test.each([
    'localhost',
    'LOCALHOST:1',
    '127.0.0.1',
    '[::1]:4870',
    '192.168.1.5:4870',
    'journeys.example',
    'shop.local',
  ])('%s serves', async (host) => {
    expect((await askAs(server.url, host, '/health')).status).toBe(200)
    expect((await askAs(server.url, host, '/api/me')).status).toBe(200)
  })

  test('the name of the machine serves', async () => {
    expect((await askAs(server.url, `${hostname()}:4870`, '/health')).status).toBe(200)
    expect((await askAs(server.url, `${hostname()}.local`, '/health')).status).toBe(200)
  })

  test.each(['evil.example', 'evil.example:4870', 'localhost.evil.example', '127.0.0.1.evil.example', 'a@localhost'])(
    '%s does not, whatever is asked',
    async (host) => {
      for (const path of paths) {
        const { status, text } = await askAs(server.url, host, path, { headers: { 'x-forwarded-host': 'localhost' } })
        expect([path, status]).toEqual([path, 421])
        expect(JSON.parse(text)).toMatchObject({
          code: 'host.unknown',
          detail: expect.stringContaining('FERNWEH_HOSTS'),
        })
      }
      const body = { name: 'x', email: 'x@y.example', password: 'a good password' }
      const origin = `http://${host}`
      const post = { method: 'POST', body, headers: { origin } }
      expect((await askAs(server.url, host, '/api/auth/sign-up/email', post)).status).toBe(421)
    },
  )

  test('people read a sentence that says which setting to set', async () => {
    const asked = { headers: { accept: 'text/html,*/*;q=0.8' } }
    const { status, text, headers } = await askAs(server.url, 'evil.example', '/', asked)
    expect({ status, type: headers['content-type'] }).toEqual({ status: 421, type: 'text/plain; charset=utf-8' })
    expect(text).toContain('evil.example')
    expect(text).toMatch(/FERNWEH_URL.*FERNWEH_HOSTS/)
    expect(headers['x-content-type-options']).toBe('nosniff')
  })
})

describe('behind a proxy', () => {
  const said = {
    'x-forwarded-for': '203.0.113.9',
    'x-forwarded-host': 'journeys.example',
    'x-forwarded-proto': 'https',
  }

  test('only a named one says who asks', async () => {
    const limited = { requestsPerMinute: 2 }
    const plain = await startAdmin(postgres, limited)
    const named = await startAdmin(postgres, { ...limited, proxies: ['127.0.0.0/8'] })
    const other = await startAdmin(postgres, { ...limited, proxies: ['10.0.0.0/8'] })
    const statuses = async ({ url }: AdminServer) => {
      const answers: number[] = []
      for (const client of ['203.0.113.1', '203.0.113.2', '203.0.113.3'])
        answers.push((await askAs(url, 'localhost', '/api/me', { headers: { 'x-forwarded-for': client } })).status)
      return answers
    }
    expect(await statuses(plain)).toEqual([200, 200, 429])
    expect(await statuses(other)).toEqual([200, 200, 429])
    expect(await statuses(named)).toEqual([200, 200, 200])
    await Promise.all([plain, named, other].map((one) => one.close()))
  })

  test('only a named one says which name was asked', async () => {
    const named = await startAdmin(postgres, { proxies: ['127.0.0.1'], hosts: ['journeys.example'] })
    const other = await startAdmin(postgres, { proxies: ['10.0.0.1'], hosts: ['journeys.example'] })
    expect((await askAs(named.url, 'fernweh', '/health', { headers: said })).status).toBe(200)
    expect((await askAs(other.url, 'fernweh', '/health', { headers: said })).status).toBe(421)
    const evil = { ...said, 'x-forwarded-host': 'evil.example' }
    expect((await askAs(named.url, 'localhost', '/health', { headers: evil })).status).toBe(421)
    await Promise.all([named, other].map((one) => one.close()))
  })
})

describe('metrics', () => {
  const token = 'token of this test'
  const status = async ({ url }: AdminServer, host: string, headers: Record<string, string> = {}) =>
    (await askAs(url, host, '/metrics', { headers })).status

  test('are for this machine, or for the token', async () => {
    const open = await startAdmin(postgres, { hosts: ['shop.local'], metricsToken: token })
    expect(await status(open, 'localhost')).toBe(200)
    expect(await status(open, 'shop.local')).toBe(401)
    expect(await status(open, '192.168.1.5')).toBe(401)
    expect(await status(open, 'shop.local', { authorization: `Bearer ${token}` })).toBe(200)
    expect(await status(open, 'shop.local', { authorization: `Bearer ${token}x` })).toBe(401)
    expect(await status(server, 'shop.local', { authorization: 'Bearer undefined' })).toBe(401)
    await open.close()
  })

  test('a proxy of this machine is not this machine', async () => {
    const named = await startAdmin(postgres, { proxies: ['127.0.0.1'] })
    expect(await status(named, 'localhost')).toBe(401)
    expect(await status(named, 'localhost', { 'x-forwarded-for': '127.0.0.1' })).toBe(401)
    for (const name of ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via', 'x-forwarded-proto'])
      expect(await status(server, 'localhost', { [name]: '127.0.0.1' })).toBe(401)
    await named.close()
  })
})
