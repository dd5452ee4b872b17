import type { FastifyReply, FastifyRequest } from 'fastify'
import { faultOf, problemOf } from './problem.ts'

/** Answers with the problem behind an error; what nobody foresaw is logged with its cause. */
export function fail(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (!faultOf(error))
    request.log.error({ err: error, request: request.id, route: request.routeOptions.url }, 'request failed')
  const problem = problemOf(error)
  return reply
    .code(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify({ ...problem, request: request.id }))
}
