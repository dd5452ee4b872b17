import type { FastifyRequest } from 'fastify'
import { commonFault } from '../../kernel/fault.ts'

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses a change that another site makes a browser send. Callers with an Authorization header are not checked,
 * since no browser adds that header by itself.
 */
export function refuseForeignOrigin(request: FastifyRequest, publicUrl: string | undefined): void {
  if (reading.has(request.method) || request.headers.authorization !== undefined) return
  const { origin, 'sec-fetch-site': site, cookie } = request.headers
  const own = origin === undefined ? site === 'same-origin' || cookie === undefined : isOwn(origin, request, publicUrl)
  if (!own) throw commonFault('caller.forbidden', 'This request comes from another site')
}

/** The scheme is not compared: a proxy may speak https where this server does not know of it. */
function isOwn(origin: string, request: FastifyRequest, publicUrl: string | undefined): boolean {
  return origin === publicUrl || (URL.canParse(origin) && new URL(origin).host === request.host)
}
