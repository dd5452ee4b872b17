import type { FastifyRequest } from 'fastify'

/** Where a request comes from; `near`: from the machine of a server that serves nobody else. */
export type From = { readonly address: string; readonly near: boolean }

/** The address of this server as the browser sees it. */
export const originOf = (request: FastifyRequest): string => `${request.protocol}://${request.host}`

export function headersOf(request: FastifyRequest): Headers {
  const entries = Object.entries(request.headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  )
  return new Headers(entries)
}
