import type { FastifyRequest } from 'fastify'

/** The address of this server as the browser sees it. */
export const originOf = (request: FastifyRequest): string => `${request.protocol}://${request.host}`

export function headersOf(request: FastifyRequest): Headers {
  const entries = Object.entries(request.headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  )
  return new Headers(entries)
}
