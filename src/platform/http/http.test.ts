import { createServer } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AdminServer, startAdmin } from '../../../test/engines/admin.ts'
import { newVisitor } from '../../../test/engines/browser.ts'
import { temporaryPglite } from '../../../test/engines/postgres.ts'
import { admin } from '../../features/admin/contract.ts'
import { openLog } from '../log.ts'
import { openMetrics } from '../metrics.ts'
import type { Postgres } from '../postgres/open.ts'
import { errorOfProblem, fetchProblems } from './client.ts'
import { createHttp } from './http.ts'

const contract = { admin }

let postgres: Postgres
let server: AdminServer
const lines: string[] = []

beforeAll(async () => {
  postgres = await temporaryPglite()
  server = await startAdmin(postgres, { log: openLog('info', { write: (line) => lines.push(line) }) })
})
afterAll(async () => {
  await server.close()
  await postgres.close()
})

const get = (path: string, headers: Record<string, string> = {}) =>
  newVisitor(server.url).ask<string>('GET', path, undefined, headers)

describe('pages', () => {
  test('every view of the app is the same page with a nonce of its own', async () => {
    const answers = [await get('/'), await get('/w/any/journeys?from=2025-01-01'), await get('/')]
    const nonces = answers.map((answer) => {
      expect(answer.status).toBe(200)
      expect(answer.headers.get('cache-control')).toBe('no-store')
      const nonce = /content="([^"]+)"/.exec(answer.body)?.[1] ?? ''
      const policy = answer.headers.get('content-security-policy') ?? ''
      expect(policy).toContain(`style-src 'self' 'nonce-${nonce}';`)
      expect(policy).toContain("script-src 'self';")
      return nonce
    })
    expect(new Set(nonces).size).toBe(3)
    expect(nonces[0]?.length).toBeGreaterThan(20)
  })

  test('hashed files are kept for ever and sent compressed, missing ones are missing', async () => {
    const file = await get('/assets/app-1a2b.js', { 'accept-encoding': 'br' })
    expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(file.headers.get('content-encoding')).toBe('br')
    expect(file.body).toContain('long long')
    expect((await get('/assets/gone.js')).status).toBe(404)
    expect((await get('/assets/../index.html')).headers.get('cache-control')).toBe('no-store')
    expect((await get('/assets/%2e%2e%2findex.html')).status).toBeGreaterThanOrEqual(400)
  })
})

test('headers keep other sites out', async () => {
  const { headers } = await get('/api/me')
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('x-frame-options')).toBe('SAMEORIGIN')
  expect(headers.get('referrer-policy')).toBe('same-origin')
  expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('strict-transport-security')).toBeNull()
  expect(headers.get('access-control-allow-origin')).toBeNull()
})

test('behind https cookies are secure and the public address is the origin', async () => {
  const publicUrl = 'https://journeys.example'
  const said: string[] = []
  const behind = await startAdmin(postgres, { publicUrl, proxies: ['127.0.0.1'], say: (text) => said.push(text) })
  await behind.admin.announceSetup()
  const visitor = newVisitor(behind.url)
  const proxied = {
    origin: publicUrl,
    host: 'journeys.example',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'journeys.example',
  }
  const account = { name: 'o', email: 'o@shop.example', password: 'a good password' }
  const setup = said[0]?.split(' ').at(-1)
  const answer = await visitor.ask('POST', '/api/auth/sign-up/email', { ...account, setup }, proxied)
  expect(answer.status).toBe(200)
  expect(answer.headers.getSetCookie()[0]).toMatch(/^__Secure-fernweh\.session_token=.*; Secure/)
  expect(answer.headers.get('strict-transport-security')).toContain('max-age=')
  expect((await visitor.ask('GET', '/api/me')).body).toMatchObject({ state: 'signed-in' })
  await behind.close()
})

describe('failures', () => {
  const problem = { type: 'about:blank', request: expect.any(String) }

  test('what does not exist is a problem document', async () => {
    for (const path of ['/api/nothing', '/api/auth/nothing', '/api']) {
      const answer = await get(path)
      expect(answer).toMatchObject({ status: 404, body: { ...problem, code: 'thing.missing' } })
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
      expect(answer.headers.get('x-request-id')).toHaveLength(36)
    }
  })

  test('broken, foreign and oversized bodies are refused', async () => {
    const send = (body: string, type = 'application/json', path = '/api/workspaces') =>
      fetch(server.url + path, { method: 'POST', body, headers: { 'content-type': type, origin: server.url } })
    expect((await send('{"name":')).status).toBe(400)
    expect((await send('<xml/>', 'application/xml')).status).toBe(415)
    expect((await send(`{"name":"${'x'.repeat(5 * 1024 * 1024)}"}`)).status).toBe(413)
    expect((await send('a=1', 'application/x-www-form-urlencoded', '/api/auth/sign-in/email')).status).toBe(415)
    expect((await send('{"email":', 'application/json', '/api/auth/sign-in/email')).status).toBe(400)
  })

  test('what no address and no body may hold is refused, with a problem', async () => {
    const send = (body: string) =>
      fetch(`${server.url}/api/workspaces`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', origin: server.url },
      })
    const deep = `{"name":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    const answers = [
      await send(deep),
      await send('{"name":'),
      await fetch(`${server.url}/api/invitations/%00`),
      await fetch(`${server.url}/api/invitations/a%00b/x?y=%00`),
      await fetch(`${server.url}/api/invitations/${'x'.repeat(5_000)}`),
      await fetch(`${server.url}/%ff/%`),
    ]
    for (const answer of answers) {
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
      expect(answer.status).toBe(400)
    }
    expect(await answers[0]?.json()).toMatchObject({ code: 'request.deep' })
  })

  test('bytes that are no request hear so', async () => {
    const { port } = new URL(server.url)
    const ask = (bytes: string) =>
      new Promise<string>((done) => {
        let heard = ''
        const socket = connect(Number(port), '127.0.0.1', () => socket.write(bytes))
        socket.on('data', (part) => {
          heard += part
        })
        socket.on('close', () => done(heard))
      })
    expect(await ask('NOTHING\r\n\r\n')).toMatch(/^HTTP\/1.1 400 .*"code":"request.invalid"/s)
    expect(await ask(`GET / HTTP/1.1\r\nHost: x\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 431 .*application\/problem\+json.*"status":431/s,
    )
  })

  test('a bug is logged with its cause and tells nothing', async () => {
    const answer = await newVisitor(server.url).ask('POST', '/api/boom')
    expect(answer).toMatchObject({ status: 500, body: { ...problem, code: 'server.failed' } })
    expect(JSON.stringify(answer.body)).not.toContain('secret cause')
    expect(lines.filter((line) => line.includes('secret cause'))).toHaveLength(1)
  })
})

test("the contract's own client reads problems", async () => {
  const link = new OpenAPILink(contract, {
    url: `${server.url}/api`,
    fetch: fetchProblems,
    customErrorResponseBodyDecoder: errorOfProblem,
  })
  const client: ContractRouterClient<typeof contract> = createORPCClient(link)
  expect(await client.admin.me()).toEqual({ state: 'signed-out' })
  const missing = client.admin.invitation({ invitation: 'none' })
  await expect(missing).rejects.toMatchObject({
    code: 'invitation.invalid',
    status: 404,
    message: expect.stringContaining('not valid'),
  })
})

test('too many requests are refused', async () => {
  const strict = await startAdmin(postgres, { requestsPerMinute: 5, localToken: 'token' })
  const ask = (headers: Record<string, string> = {}) => newVisitor(strict.url).ask('GET', '/api/me', undefined, headers)
  const answers = await Promise.all([1, 2, 3, 4, 5, 6, 7].map(() => ask()))
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(5)
  expect(await ask()).toMatchObject({ status: 429, body: { code: 'rate.exceeded' } })
  expect((await ask({ authorization: 'Bearer wrong' })).status).toBe(429)
  expect((await ask({ authorization: 'Bearer token' })).status).toBe(200)
  expect((await newVisitor(strict.url).ask('GET', '/')).status).toBe(200)
  await strict.close()
})

describe('the description', () => {
  test('is an OpenAPI document of the contract', async () => {
    const { body } = await newVisitor(server.url).ask<{ openapi: string; paths: Record<string, unknown> }>(
      'GET',
      '/api/openapi.json',
    )
    expect(body.openapi).toMatch(/^3\.1/)
    expect(Object.keys(body.paths)).toContain('/w/{workspace}/members')
  })

  test('has a page without scripts', async () => {
    const { body, headers } = await get('/api/docs')
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(body).toContain('<code>/api/w/{workspace}/members</code>')
    expect(body).toContain('timeZone: string')
    expect(body).not.toContain('<script')
    expect(body).not.toContain('{{nonce}}')
  })
})

describe('health', () => {
  test('alive, ready, measured', async () => {
    expect((await get('/health')).body).toEqual({ status: 'ok' })
    expect((await get('/ready')).body).toMatchObject({ status: 'ready' })
    await get('/api/me')
    const { body } = await get('/metrics')
    expect(body).toMatch(/fernweh_request_seconds_count\{method="GET",route="admin\.me",status="200"\} \d+/)
    expect(body).toContain('process_resident_memory_bytes')
  })

  test('a database that does not answer makes it not ready', async () => {
    const broken = await temporaryPglite()
    const alone = await startAdmin(broken)
    await broken.close()
    expect((await newVisitor(alone.url).ask('GET', '/ready')).status).toBe(503)
    expect((await newVisitor(alone.url).ask('GET', '/health')).status).toBe(200)
    await alone.close()
  })

  test('a taken port is a sentence', async () => {
    const other = createServer()
    const port = await new Promise<number>((done) => {
      other.listen(0, '127.0.0.1', () => {
        const address = other.address()
        done(typeof address === 'object' && address ? address.port : 0)
      })
    })
    const http = await createHttp({
      ...server.admin,
      config: { port, host: '127.0.0.1', publicUrl: undefined },
      log: openLog('silent'),
      metrics: openMetrics(),
      contract: {},
      router: {},
      checks: [],
      pages: join(tmpdir(), 'fernweh-no-pages'),
    })
    await expect(http.listen()).rejects.toThrow(`Port ${port} is taken. Set FERNWEH_PORT to another one.`)
    await http.close()
    await new Promise((done) => other.close(done))
  })
})
