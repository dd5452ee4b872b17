import { randomUUID } from 'node:crypto'
import compress from '@fastify/compress'
import type { AnyContractRouter } from '@orpc/contract'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import { commonFault, faultsOf } from '../../kernel/fault.ts'
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import { serveAccounts } from './accounts.ts'
import { operationOf, type RouterOf, serveContract } from './contract.ts'
import { fail } from './fail.ts'
import { serveDescription } from './openapi.ts'
import { servePages } from './pages.ts'
import { headersOf } from './request.ts'
import { protect } from './security.ts'

const fault = faultsOf({
  'port.taken': { status: 500, title: 'The port is taken' },
})

/** Who asks, and cookies that the answer must renew. */
export type Recognised<C> = { readonly caller: C; readonly cookies: readonly string[] }

/** One thing the server's work rests on. */
export type Check = {
  readonly name: string
  /** A sentence for operators where something is wrong. Throws where there is no answer; that goes to the log alone. */
  readonly ask: () => Promise<string | undefined>
  /** Whether the server can work all the same. */
  readonly canWait?: boolean
}

export type HttpOptions<C> = {
  readonly config: Pick<Config, 'port' | 'host' | 'publicUrl'>
  readonly log: Log
  readonly metrics: Metrics
  readonly contract: AnyContractRouter
  /** The implementation of the contract; its context is `{ caller }`. */
  readonly router: RouterOf<C>
  readonly recognise: (headers: Headers) => Promise<Recognised<C>>
  /** Answers everything under /api/auth; `address` is the client's. */
  readonly authenticate: (request: Request, address: string) => Promise<Response>
  readonly isTrusted: (authorization: string) => boolean
  /** What /ready tells; it answers 503 while one that cannot wait fails. */
  readonly checks: readonly Check[]
  /** Folder of the built web app. */
  readonly pages: string
  readonly requestsPerMinute?: number
}

export type Http<C> = {
  /** For plain routes (uploads, collection), to be added before `listen`. */
  readonly app: FastifyInstance
  /** Who sends this request, for plain routes. */
  callerOf(request: FastifyRequest, reply: FastifyReply): Promise<C>
  /** Starts to listen; the port matters where port 0 asked for any. */
  listen(): Promise<{ port: number; url: string }>
  /** Lets running requests end, at most ten seconds. */
  close(): Promise<void>
}

/** The web server: pages, API, documents and health, with security, limits and error answers. */
export async function createHttp<C>(options: HttpOptions<C>): Promise<Http<C>> {
  const { config, log } = options
  const app: FastifyInstance = Fastify({
    loggerInstance: log.child({ part: 'http' }),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    // Whoever logs names the request; a logger for each would cost more than the rest of a small one.
    childLoggerFactory: (log) => log,
    trustProxy: config.publicUrl === undefined ? false : ['loopback', 'uniquelocal', 'linklocal'],
    bodyLimit: 4 * 1024 * 1024,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 500 },
  }) as unknown as FastifyInstance
  const { publicUrl } = config
  await protect(app, { publicUrl, isTrusted: options.isTrusted, requestsPerMinute: options.requestsPerMinute ?? 1500 })
  await app.register(compress, { threshold: 1024, encodings: ['br', 'gzip'], globalDecompression: false })
  const showApp = await servePages(app, options.pages)
  answerFailures(app, showApp)
  observe(app, options)
  const callerOf = async (request: FastifyRequest, reply: FastifyReply): Promise<C> => {
    const { caller, cookies } = await options.recognise(headersOf(request))
    for (const cookie of cookies) reply.header('set-cookie', cookie)
    return caller
  }
  await app.register((inner) => serveAccounts(inner, options.authenticate))
  serveContract(app, options.router, callerOf)
  serveDescription(app, options.contract)
  return { app, callerOf, listen: () => listen(app, config), close: () => close(app) }
}

function answerFailures(app: FastifyInstance, showApp: (reply: FastifyReply) => FastifyReply): void {
  app.setErrorHandler((error, request, reply) => fail(error, request, reply))
  app.setNotFoundHandler((request, reply) => {
    const isView = request.method === 'GET' && !/^\/(api|assets)(\/|$)/.test(request.url)
    return isView ? showApp(reply) : fail(commonFault('thing.missing'), request, reply)
  })
}

function observe<C>(app: FastifyInstance, { metrics, checks }: HttpOptions<C>): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = operationOf(request) ?? request.routeOptions.url ?? 'none'
    const labels = { method: request.method, route, status: String(reply.statusCode) }
    metrics.requestSeconds.observe(labels, reply.elapsedTime / 1000)
    request.log.debug({ ...labels, request: request.id, milliseconds: Math.round(reply.elapsedTime) }, 'request')
  })
  app.get('/health', async () => ({ status: 'ok' }))
  app.get('/ready', async (request, reply) => {
    const told = await Promise.all(checks.map((check) => answerOf(check, request)))
    const isReady = checks.every(({ canWait = false }, i) => canWait || told[i] === 'ok')
    return reply.code(isReady ? 200 : 503).send({
      status: isReady ? 'ready' : 'not ready',
      checks: Object.fromEntries(checks.map(({ name }, i) => [name, told[i]])),
    })
  })
  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  )
}

const answerOf = ({ name, ask }: Check, { log }: FastifyRequest): Promise<string> =>
  ask().then(
    (sentence) => sentence ?? 'ok',
    (error: unknown) => {
      log.warn({ err: error }, `${name} is not ready`)
      return 'There is no answer.'
    },
  )

async function listen(
  app: FastifyInstance,
  { host, port }: Pick<Config, 'host' | 'port'>,
): Promise<{ port: number; url: string }> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE') throw fault('port.taken', `Port ${port} is taken. Set FERNWEH_PORT to another one.`)
    if (code === 'EACCES')
      throw fault('port.taken', `Port ${port} needs more rights. Set FERNWEH_PORT to 1024 or higher.`)
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw fault('port.taken', `FERNWEH_HOST ${host} is no address of this machine.`)
    throw error
  }
  const address = app.server.address()
  const taken = typeof address === 'object' && address ? address.port : port
  const name = host === '127.0.0.1' || host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return { port: taken, url: `http://${name}:${taken}` }
}

async function close(app: FastifyInstance): Promise<void> {
  const deadline = setTimeout(() => app.server.closeAllConnections(), 10_000)
  try {
    await app.close()
  } finally {
    clearTimeout(deadline)
  }
}
