import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { commonFault, Fault } from '../../../kernel/fault.ts'
import type { Webhooks } from './service.ts'

const largestBody = 4 * 1024 * 1024

const Place = z.object({ address: z.string().max(100), provider: z.string().max(20) })

const headerOf = (request: FastifyRequest) => (name: string) => {
  const value = request.headers[name]
  return Array.isArray(value) ? (value[0] ?? '') : (value ?? '')
}

const retrySeconds = (error: unknown): number | undefined => {
  if (!(error instanceof Fault) || (error.status !== 429 && error.status !== 503)) return undefined
  return Number(error.facts.retryAfter ?? 5)
}

/** Adds `POST /hooks/{address}/{provider}`, whose bodies are judged by their bytes. */
export function serveWebhooks(app: FastifyInstance, webhooks: Pick<Webhooks, 'receive'>): void {
  app.register(async (inner) => {
    inner.removeAllContentTypeParsers()
    inner.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: largestBody }, (_request, body, done) =>
      done(null, body),
    )
    inner.post(
      '/hooks/:address/:provider',
      { bodyLimit: largestBody, config: { right: 'webhook-signature' } },
      async (request, reply) => {
        const place = Place.safeParse(request.params)
        if (!place.success) throw commonFault('thing.missing')
        const { address, provider } = place.data
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
        try {
          return await webhooks.receive({ address, provider, body, header: headerOf(request) })
        } catch (error) {
          const seconds = retrySeconds(error)
          if (seconds !== undefined) reply.header('retry-after', String(seconds))
          throw error
        }
      },
    )
  })
}
