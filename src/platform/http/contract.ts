import { OpenAPIHandler } from '@orpc/openapi/fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { commonFault } from '../../kernel/fault.ts'
import { fail } from './fail.ts'
import type { From } from './request.ts'

/** An implementation of the contract whose handlers get `{ caller }`. */
export type RouterOf<C> = ConstructorParameters<typeof OpenAPIHandler<{ caller: C }>>[0]

const operations = new WeakMap<FastifyRequest, string>()

/** The name of the contract's operation that a request called, such as `admin.me`. */
export const operationOf = (request: FastifyRequest): string | undefined => operations.get(request)

/** Serves the contract under /api. Failures leave through `fail`, so oRPC's own error bodies are never sent. */
export function serveContract<C>(
  app: FastifyInstance,
  router: RouterOf<C>,
  callerOf: (request: FastifyRequest, reply: FastifyReply) => Promise<C>,
  fromOf: (request: FastifyRequest) => From,
): void {
  const requests = new WeakMap<object, FastifyRequest>()
  const failures = new WeakMap<object, { readonly error: unknown }>()
  const handler = new OpenAPIHandler<{ caller: C }>(router, {
    clientInterceptors: [
      ({ context, path, next }) => {
        const request = requests.get(context)
        if (request) operations.set(request, path.join('.'))
        return next()
      },
    ],
    interceptors: [
      async ({ context, next }) => {
        try {
          return await next()
        } catch (error) {
          failures.set(context, { error })
          return { matched: false, response: undefined }
        }
      },
    ],
  })
  app.all('/api/*', { config: { right: 'by-operation' } }, async (request, reply) => {
    const context = { caller: await callerOf(request, reply), ...fromOf(request) }
    requests.set(context, request)
    const { matched } = await handler.handle(request, reply, { prefix: '/api', context })
    if (matched) return reply
    return fail(failures.get(context)?.error ?? commonFault('thing.missing'), request, reply)
  })
}
