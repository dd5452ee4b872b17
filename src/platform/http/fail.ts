import type { FastifyReply, FastifyRequest } from 'fastify'
import { shortageOf } from '../shortage.ts'
import { faultOf, problemOf } from './problem.ts'

/** The caller closed the connection while the answer was on its way, as browsers do when a page is left. */
const isLeft = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'

/** Answers with the problem behind an error; what nobody foresaw is logged with its cause. */
export function fail(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const isForeseen = faultOf(error) && !shortageOf(error)
  if (!isForeseen && !isLeft(error))
    request.log.error({ err: error, request: request.id, route: request.routeOptions.url }, 'request failed')
  const problem = problemOf(error)
  return reply
    .code(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify({ ...problem, request: request.id }))
}
