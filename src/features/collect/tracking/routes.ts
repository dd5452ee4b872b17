import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Fault } from '../../../kernel/fault.ts'
import { faultOf } from '../../../platform/http/problem.ts'
import { dot, rudderConfig, segmentSettings } from './answers.ts'
import { type Body, limits, readBody } from './body.ts'
import { fieldsOf } from './clean.ts'
import { trackingFault } from './faults.ts'
import { requestKey } from './key.ts'
import type { MessageType } from './messages.ts'
import { pixelMessage } from './pixel.ts'
import { openRequests, type Requests, type Sending, type TrackingDeps } from './requests.ts'

export type ServeTracking = TrackingDeps & {
  /** The public address of this server, where it is known. */
  readonly publicUrl?: string
}

const batches = ['batch', 'b', 'import']
const singles: Readonly<Record<string, MessageType>> = {
  track: 'track',
  t: 'track',
  identify: 'identify',
  i: 'identify',
  page: 'page',
  p: 'page',
  screen: 'screen',
  s: 'screen',
  group: 'group',
  g: 'group',
  alias: 'alias',
  a: 'alias',
}

const success = '{"success":true}'
/** None of the app's own rules about origins, pages and rates are for SDKs. */
const withoutKey = {
  config: { rateLimit: false, open: true, right: 'anybody' },
  helmet: false,
  compress: false,
} as const
const usual = { ...withoutKey, config: { ...withoutKey.config, right: 'source-key' } } as const

const both = (path: string): readonly string[] => [path, `${path}/`]

function allowAll(request: FastifyRequest, reply: FastifyReply): void {
  const { origin } = request.headers
  reply.header('cross-origin-resource-policy', 'cross-origin')
  reply.header('cache-control', 'no-store')
  if (!origin) return
  reply.header('access-control-allow-origin', origin)
  reply.header('access-control-allow-credentials', 'true')
  reply.header('access-control-expose-headers', 'Retry-After')
  reply.header('vary', 'Origin')
}

const succeed = (reply: FastifyReply): FastifyReply => reply.code(200).type('application/json').send(success)

function preflight(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const asked = request.headers['access-control-request-headers']
  reply.header('access-control-allow-methods', 'GET, POST, OPTIONS')
  if (typeof asked === 'string') reply.header('access-control-allow-headers', asked)
  reply.header('access-control-max-age', '86400')
  return succeed(reply)
}

/** SDKs read the status alone; people who look for the reason find it in the body. */
function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const fault = faultOf(error)
  if (!fault) request.log.error({ err: error, request: request.id }, 'A request of an SDK failed')
  const told = fault?.code === 'request.large' ? trackingFault('body.large') : fault
  const { status, code, title, message } =
    told ?? new Fault('server.failed', { status: 500, title: 'Something went wrong' })
  const { retryAfter } = told?.facts ?? {}
  if (status === 429 || status === 503) reply.header('retry-after', String(retryAfter ?? 2))
  const body = { success: false, code, message, error: title }
  return reply.code(status).type('application/json').send(JSON.stringify(body))
}

const sendingOf = (request: FastifyRequest, body: Body, type: MessageType | undefined): Sending => ({
  body,
  type,
  headers: request.headers,
  query: fieldsOf(request.query),
  address: request.ip,
})

const bytesOf = (request: FastifyRequest): Buffer => (Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0))

function serveMessages(app: FastifyInstance, requests: Requests): void {
  const receive = (type: MessageType | undefined) => async (request: FastifyRequest, reply: FastifyReply) => {
    await requests.receive(sendingOf(request, await readBody(bytesOf(request)), type))
    return succeed(reply)
  }
  for (const name of batches) for (const path of both(`/v1/${name}`)) app.post(path, usual, receive(undefined))
  for (const path of both('/beacon/v1/batch')) app.post(path, usual, receive(undefined))
  for (const [name, type] of Object.entries(singles)) {
    for (const path of both(`/v1/${name}`)) app.post(path, usual, receive(type))
  }
  // Figures that SDKs tell of themselves.
  for (const path of both('/v1/m')) app.post(path, withoutKey, async (_request, reply) => succeed(reply))
}

function servePictures(app: FastifyInstance, requests: Requests): void {
  for (const type of ['track', 'page'] as const) {
    for (const path of both(`/pixel/v1/${type}`)) {
      app.get(path, usual, async (request, reply) => {
        // Addresses are written down in many places: a token in one proves nothing.
        const { userToken: _, ...fields } = pixelMessage(fieldsOf(request.query))
        await requests.receive(sendingOf(request, { fields, size: request.url.length }, type))
        return reply.code(200).type('image/gif').send(dot)
      })
    }
  }
}

function serveSettings(app: FastifyInstance, requests: Requests, publicUrl: string | undefined): void {
  const placeOf = (request: FastifyRequest) => {
    const { protocol, host } = publicUrl ? new URL(publicUrl) : { protocol: request.protocol, host: request.host }
    return [protocol.replace(/:$/, ''), host] as const
  }
  for (const path of both('/v1/projects/:key/settings')) {
    app.get<{ Params: { key: string } }>(path, usual, async (request, reply) => {
      const { key } = request.params
      if (!(await requests.find(key))) throw trackingFault('key.unknown')
      return reply.send(segmentSettings(key, ...placeOf(request)))
    })
  }
  for (const path of both('/sourceConfig')) {
    app.get(path, usual, async (request, reply) => {
      const key = requestKey(request.headers.authorization, fieldsOf(request.query))
      const known = await requests.find(key)
      if (!known) throw trackingFault(key === '' ? 'key.missing' : 'key.unknown')
      return reply.send(rudderConfig(key, known.source))
    })
  }
}

/** The HTTP tracking API of Segment and RudderStack, with answers in their form. */
export function serveTracking(app: FastifyInstance, { publicUrl, ...deps }: ServeTracking): void {
  const requests = openRequests(deps)
  app.register(async (inner) => {
    inner.removeAllContentTypeParsers()
    inner.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: limits.compressed }, (_request, body, done) =>
      done(null, body),
    )
    inner.setErrorHandler((error, request, reply) => refuse(error, request, reply))
    inner.addHook('onRequest', async (request, reply) => {
      allowAll(request, reply)
      // Neither is to be believed, and the framework would.
      request.raw.headers['content-type'] = 'application/octet-stream'
      delete request.raw.headers['content-encoding']
    })
    serveMessages(inner, requests)
    servePictures(inner, requests)
    serveSettings(inner, requests, publicUrl)
    for (const root of ['/v1', '/beacon', '/pixel', '/sourceConfig']) {
      for (const path of [root, `${root}/*`]) {
        inner.options(path, withoutKey, async (request, reply) => preflight(request, reply))
      }
    }
    for (const root of ['/v1', '/beacon', '/pixel']) {
      inner.route({
        method: ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'],
        url: `${root}/*`,
        ...withoutKey,
        handler: () => {
          throw trackingFault('route.missing')
        },
      })
    }
  })
}
