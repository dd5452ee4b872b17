import type { FastifyInstance, FastifyRequest } from 'fastify'
import { commonFault } from '../../kernel/fault.ts'
import { readJson } from '../../kernel/json.ts'
import { type From, headersOf, originOf } from './request.ts'

/** Hands everything under /api/auth to a function over standard requests. */
export async function serveAccounts(
  app: FastifyInstance,
  authenticate: (request: Request, from: From) => Promise<Response>,
  fromOf: (request: FastifyRequest) => From,
): Promise<void> {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: 64 * 1024 },
    async (_request: FastifyRequest, body: string | Buffer) =>
      body === '' ? body : JSON.stringify(readJson(String(body))),
  )
  app.all('/api/auth/*', { config: { right: 'anybody' } }, async (request, reply) => {
    const body = typeof request.body === 'string' ? request.body : undefined
    const origin = originOf(request)
    if (!URL.canParse(origin)) throw commonFault('request.invalid', 'The Host header is not understood')
    const url = new URL(request.url, origin)
    const answer = await authenticate(
      new Request(url, { method: request.method, headers: headersOf(request), body }),
      fromOf(request),
    )
    reply.code(answer.status)
    answer.headers.forEach((value, name) => {
      if (name !== 'set-cookie') reply.header(name, value)
    })
    for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie)
    return reply.send(await answer.text())
  })
}
