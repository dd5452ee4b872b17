import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { commonFault } from '../../kernel/fault.ts'
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

const byteStatus: Readonly<Record<string, number>> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 }

/** Answers bytes that are no request, and ends their connection. */
export function refuseBytes(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const status = byteStatus[error.code ?? ''] ?? 400
  const body = JSON.stringify({ ...problemOf(commonFault('request.invalid')), status })
  const head = `content-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close`
  if (socket.writable) socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head}\r\n\r\n${body}`)
  socket.destroySoon()
}
