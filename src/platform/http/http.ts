import { randomUUID } from 'node:crypto'
import compress from '@fastify/compress'
import type { AnyContractRouter } from '@orpc/contract'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import { commonFault, faultsOf } from '../../kernel/fault.ts'
import { readJson } from '../../kernel/json.ts'
import type { Right } from '../../kernel/rights.ts'
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import { serveAccounts } from './accounts.ts'
import { operationOf, type RouterOf, serveContract } from './contract.ts'
import { fail, refuseBytes } from './fail.ts'
import { serveDescription } from './openapi.ts'
import { servePages } from './pages.ts'
import { faultOf } from './problem.ts'
import { openReach, type Reach, type ReachConfig } from './reach.ts'
import { type From, headersOf } from './request.ts'
import { checkRights, type DeclaredRoute, type PlaceOf } from './rights.ts'
import { bearerIs } from './secret.ts'
import { protect } from './security.ts'
import { giveUpSlowBodies, type SlowBodies, slowest } from './slowBodies.ts'

const fault = faultsOf({
  'port.taken': { status: 500, title: 'The port is taken' },
})

/** Who asks, and cookies that the answer must renew. */
export type Recognised<C> = { readonly caller: C; readonly cookies: readonly string[] }

/** One thing the server's work rests on. */
export type Check = {
  readonly name: string
  /** A sentence for operators where something is wrong. A fault says why by itself; any other error goes to the log alone. */
  readonly ask: () => Promise<string | undefined>
  /** Whether the server can work all the same. */
  readonly canWait?: boolean
}

export type HttpOptions<C, W> = {
  readonly config: Pick<Config, 'port'> & ReachConfig & Partial<Pick<Config, 'metricsToken'>>
  readonly log: Log
  readonly metrics: Metrics
  readonly contract: AnyContractRouter
  /** The implementation of the contract; its context is `{ caller }`. */
  readonly router: RouterOf<C>
  readonly recognise: (headers: Headers) => Promise<Recognised<C>>
  /** Lets a caller pass or throws; for a right in a workspace it answers with that workspace. */
  readonly permit: (caller: C, right: Right, workspace: unknown) => Promise<W | undefined>
  /** Answers everything under /api/auth. */
  readonly authenticate: (request: Request, from: From) => Promise<Response>
  readonly isTrusted: (authorization: string) => boolean
  /** What /ready tells; it answers 503 while one that cannot wait fails. */
  readonly checks: readonly Check[]
  /** Folder of the built web app. */
  readonly pages: string
  readonly requestsPerMinute?: number
  /** When a request that comes too slowly is given up. */
  readonly slowBodies?: SlowBodies
}

export type Http<C, W> = {
  /** For plain routes (uploads, collection), to be added before `listen`; each declares `config: { right }`. */
  readonly app: FastifyInstance
  /** Who sends this request, for plain routes in a workspace. */
  readonly placeOf: PlaceOf<C, W>
  /** All routes with the rights that they declare. */
  routes(): readonly DeclaredRoute[]
  /** Whether it is open to more than this machine. */
  readonly isOpen: boolean
  /** Starts to listen; the port matters where port 0 asked for any. */
  listen(): Promise<{ port: number; url: string }>
  /** Lets running requests end, at most ten seconds. */
  close(): Promise<void>
}

/** The web server: pages, API, documents and health, with security, limits and error answers. */
export async function createHttp<C, W>(options: HttpOptions<C, W>): Promise<Http<C, W>> {
  const { config, log, slowBodies = slowest } = options
  const reach = openReach(config)
  const app: FastifyInstance = Fastify({
    loggerInstance: log.child({ part: 'http' }),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    // Whoever logs names the request; a logger for each would cost more than the rest of a small one.
    childLoggerFactory: (log) => log,
    trustProxy: config.proxies?.length ? reach.isProxy : false,
    bodyLimit: 4 * 1024 * 1024,
    forceCloseConnections: 'idle',
    http: { headersTimeout: slowBodies.milliseconds, connectionsCheckingInterval: slowBodies.milliseconds / 3 },
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: (error, request, reply) => fail(error, request, reply),
    clientErrorHandler: refuseBytes,
  }) as unknown as FastifyInstance
  giveUpSlowBodies(app.server, slowBodies)
  const { publicUrl } = config
  const { isTrusted, requestsPerMinute = 1500 } = options
  await protect(app, { publicUrl, reach, isTrusted, requestsPerMinute })
  const callerOf = async (request: FastifyRequest, reply: FastifyReply): Promise<C> => {
    const { caller, cookies } = await options.recognise(headersOf(request))
    for (const cookie of cookies) reply.header('set-cookie', cookie)
    return caller
  }
  const { routes, placeOf } = checkRights(app, { callerOf, permit: options.permit })
  await app.register(compress, { threshold: 1024, encodings: ['br', 'gzip'], globalDecompression: false })
  const showApp = await servePages(app, options.pages)
  answerFailures(app, showApp)
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    async (_request: FastifyRequest, body: string | Buffer) => readJson(String(body)),
  )
  observe(app, options)
  serveMetrics(app, options, reach)
  const fromOf = (request: FastifyRequest): From => ({
    address: request.ip,
    near: !reach.isOpen && reach.isLocal(request),
  })
  await app.register((inner) => serveAccounts(inner, options.authenticate, fromOf))
  serveContract(app, options.router, callerOf, fromOf)
  serveDescription(app, options.contract)
  return { app, isOpen: reach.isOpen, placeOf, routes, listen: () => listen(app, config), close: () => close(app) }
}

function answerFailures(app: FastifyInstance, showApp: (reply: FastifyReply) => FastifyReply): void {
  app.setErrorHandler((error, request, reply) => fail(error, request, reply))
  app.setNotFoundHandler((request, reply) => {
    const isView = request.method === 'GET' && !/^\/(api|assets)(\/|$)/.test(request.url)
    return isView ? showApp(reply) : fail(commonFault('thing.missing'), request, reply)
  })
}

const anybody = { config: { right: 'anybody' } } as const

function observe<C, W>(app: FastifyInstance, { metrics, checks }: HttpOptions<C, W>): void {
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
  app.get('/health', anybody, async () => ({ status: 'ok' }))
  app.get('/ready', anybody, async (request, reply) => {
    const told = await Promise.all(checks.map((check) => answerOf(check, request)))
    const isReady = checks.every(({ canWait = false }, i) => canWait || told[i] === 'ok')
    return reply.code(isReady ? 200 : 503).send({
      status: isReady ? 'ready' : 'not ready',
      checks: Object.fromEntries(checks.map(({ name }, i) => [name, told[i]])),
    })
  })
}

/** Figures for operators: to this machine, and to whoever has the token. */
function serveMetrics<C, W>(app: FastifyInstance, { config, metrics }: HttpOptions<C, W>, reach: Reach): void {
  const { metricsToken } = config
  const isKnown = metricsToken === undefined ? () => false : bearerIs(metricsToken)
  app.get('/metrics', anybody, async (request, reply) => {
    if (!reach.isLocal(request) && !isKnown(request.headers.authorization ?? ''))
      throw commonFault('caller.unknown', 'Metrics are for this machine, or for the token of FERNWEH_METRICS_TOKEN')
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
}

const answerOf = ({ name, ask }: Check, { log }: FastifyRequest): Promise<string> =>
  ask().then(
    (sentence) => sentence ?? 'ok',
    (error: unknown) => {
      log.warn({ err: error }, `${name} is not ready`)
      return faultOf(error)?.message ?? 'There is no answer.'
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
