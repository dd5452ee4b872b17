import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import multipart from '@fastify/multipart'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openLog } from '../log.ts'
import { openMetrics } from '../metrics.ts'
import { createHttp, type Http } from './http.ts'

let http: Http<null, null>
let port: number
let pages: string
let received = 0

beforeAll(async () => {
  pages = mkdtempSync(join(tmpdir(), 'fernweh-slow-'))
  mkdirSync(join(pages, 'assets'))
  writeFileSync(join(pages, 'index.html'), '<meta name="style-nonce" content="{{nonce}}">')
  http = await createHttp<null, null>({
    config: { port: 0, host: '127.0.0.1', publicUrl: undefined },
    log: openLog('silent'),
    metrics: openMetrics(),
    contract: {},
    router: {},
    recognise: async () => ({ caller: null, cookies: [] }),
    permit: async () => null,
    authenticate: async () => new Response('{}'),
    isTrusted: () => true,
    checks: [],
    pages,
    slowBodies: { milliseconds: 600, bytes: 100 },
  })
  http.app.register(async (inner) => {
    await inner.register(multipart)
    inner.post('/upload', { config: { right: 'anybody' } }, async (request) => {
      const part = await request.file()
      for await (const chunk of part?.file ?? []) received += Buffer.byteLength(chunk)
      return { received }
    })
  })
  http.app.register(async (inner) => {
    inner.removeAllContentTypeParsers()
    inner.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    inner.post('/raw', { config: { right: 'anybody' } }, async () => ({}))
  })
  port = (await http.listen()).port
})
afterAll(async () => {
  await http.close()
  rmSync(pages, { recursive: true })
})

/** Sends a head, then a piece of the body every so often, and gives all that came back until the end. */
function send(head: string, piece: string, every: number, pieces: number, end = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let answer = ''
    let left = pieces
    socket.write(`${head.replaceAll('\n', '\r\n')}\r\n\r\n`)
    const beat = setInterval(() => {
      if (socket.writable && left > 0) socket.write(piece)
      left -= 1
      if (left === 0 && end !== '') socket.write(end)
    }, every)
    socket.on('data', (chunk) => {
      answer += chunk.toString('utf8')
    })
    socket.on('error', reject)
    socket.on('close', () => {
      clearInterval(beat)
      resolve(answer)
    })
  })
}

const form = 'Content-Type: multipart/form-data; boundary=x'
const post = (path: string, more = '') => `POST ${path} HTTP/1.1\nHost: 127.0.0.1\nConnection: close\n${more}`
const partHead = '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'

test.each([
  ['a contract route', post('/api/anything', 'Content-Type: application/json\nContent-Length: 5000')],
  ['an account route', post('/api/auth/sign-in', 'Content-Type: application/json\nContent-Length: 5000')],
  ['a raw route', post('/raw', 'Content-Type: text/plain\nContent-Length: 5000')],
  ['a raw route, in chunks', post('/raw', 'Content-Type: text/plain\nTransfer-Encoding: chunked')],
  ['a form', post('/upload', `${form}\nContent-Length: 5000`)],
])('%s: nothing after the head, or too little, is answered with 408', async (_, head) => {
  const [silent, dripping] = await Promise.all([send(head, '', 200, 0), send(head, ' ', 250, 1000)])
  for (const answer of [silent, head.includes('chunked') ? silent : dripping]) {
    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
    expect(answer).toContain('"code":"request.slow"')
  }
})

test('a form that began well and then drips is given up', async () => {
  const dripping = await send(`${post('/upload', `${form}\nContent-Length: 900000`)}\n\n${partHead}`, 'x', 250, 1000)
  expect(dripping).toMatch(/^HTTP\/1\.1 408 /)
})

test('a slow but steady upload goes on for many times as long', async () => {
  const [piece, end] = ['y'.repeat(200), '\r\n--x--\r\n']
  const length = partHead.length + 40 * piece.length + end.length
  const before = received
  const head = `${post('/upload', `${form}\nContent-Length: ${length}`)}\n\n${partHead.trimEnd().replaceAll('\r\n', '\n')}`
  const answer = await send(head, piece, 100, 40, end)
  expect(answer).toMatch(/^HTTP\/1\.1 200 /)
  expect(received - before).toBe(8000)
})

test('heads that never end are given up', async () => {
  const socket = connect(port, '127.0.0.1')
  const closed = new Promise<string>((resolve) => {
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk.toString('utf8')
    })
    socket.on('close', () => resolve(answer))
  })
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n')
  expect(await closed).toMatch(/^HTTP\/1\.1 408/)
})
