import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance } from 'fastify'
import { refuseForeignOrigin } from './origin.ts'
import { pathIn, refuseZero } from './outside.ts'
import { type Reach, reachFault } from './reach.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Browsers of any site may call this route; it knows its callers by what they send, never by cookies. */
    open?: boolean
  }
}

export type SecurityOptions = {
  readonly publicUrl: string | undefined
  readonly reach: Reach
  /** Requests to /api per minute and address. */
  readonly requestsPerMinute: number
  /** Programs of this machine that hold the local token are not limited. */
  readonly isTrusted: (authorization: string) => boolean
}

/** Styles need the nonce of their page; style attributes are allowed, since charts write them into their tooltips. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
]

/** The content security policy of one page; without a nonce, of answers that are no page. */
export const policyOf = (nonce?: string): string =>
  policy.map((rule) => (nonce && rule.startsWith('style-src ') ? `${rule} 'nonce-${nonce}'` : rule)).join('; ')

export async function protect(app: FastifyInstance, options: SecurityOptions): Promise<void> {
  const https = options.publicUrl?.startsWith('https://') ?? false
  await app.register(helmet, {
    contentSecurityPolicy: false,
    hsts: https,
    referrerPolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: false,
  })
  refuseForeignHosts(app, options.reach)
  await app.register(rateLimit, {
    max: options.requestsPerMinute,
    timeWindow: '1 minute',
    allowList: (request) => {
      const { authorization } = request.headers
      return !request.url.startsWith('/api/') || (authorization !== undefined && options.isTrusted(authorization))
    },
  })
  app.addHook('onRequest', async (request, reply) => {
    const { open } = request.routeOptions.config
    refuseZero(open ? pathIn(request.url) : request.url)
    if (open) return
    reply.header('content-security-policy', policyOf())
    refuseForeignOrigin(request, options.publicUrl)
  })
}

/** Refuses whoever asks under a name that is not ours: people with a page to read, programs with a problem. */
function refuseForeignHosts(app: FastifyInstance, reach: Reach): void {
  app.addHook('onRequest', async (request, reply) => {
    const refusal = reach.refusalOf(request.host)
    if (refusal === undefined) return
    if (!request.headers.accept?.includes('text/html')) throw reachFault('host.unknown', refusal)
    return reply.code(421).type('text/plain; charset=utf-8').send(`${refusal}\n`)
  })
}
