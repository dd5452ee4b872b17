import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { commonFault } from '../../kernel/fault.ts'
import { needsCaller, type Right } from '../../kernel/rights.ts'
import { openStanding } from './standing.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the route needs of whoever calls it; the contract's route leaves it to each of its operations. */
    right?: Right | 'by-operation'
  }
}

/** A route as it was declared. */
export type DeclaredRoute = { readonly method: string; readonly url: string; readonly right: string | undefined }

export type PlaceOfRequest<C, W> = {
  readonly caller: C
  readonly workspace: W
  /** For answers that last: calls `end` once, within a second of when the caller may no more; gives how to stop that. */
  readonly whilePermitted: (end: () => void) => () => void
  /** The same for a stream that comes or goes: it breaks off. */
  readonly whileOpen: <S extends Readable>(stream: S) => S
}

/** Who asks, and in which workspace, once it is clear that they may. */
export type PlaceOf<C, W> = (request: FastifyRequest) => PlaceOfRequest<C, W>

type Deps<C, W> = {
  readonly callerOf: (request: FastifyRequest, reply: FastifyReply) => Promise<C>
  readonly permit: (caller: C, right: Right, workspace: unknown) => Promise<W | undefined>
}

function brokenOff<S extends Readable>(stream: S, whilePermitted: (end: () => void) => () => void): S {
  const stop = whilePermitted(() => stream.destroy(commonFault('caller.forbidden')))
  stream.once('close', stop)
  return stream
}

const workspaceIn = (params: unknown): unknown => Object(params).workspace

/**
 * Checks the right that each route declares, before anything of its body is read. A server with a route that declares none
 * does not start.
 */
export function checkRights<C, W>(app: FastifyInstance, { callerOf, permit }: Deps<C, W>) {
  const added: RouteOptions[] = []
  const places = new WeakMap<FastifyRequest, PlaceOfRequest<C, W>>()
  const standing = openStanding()

  const routes = (): DeclaredRoute[] =>
    added.flatMap(({ method, url, config }) =>
      [method].flat().map((one) => ({ method: one, url, right: config?.right })),
    )

  app.addHook('onRoute', (route) => {
    added.push(route)
  })
  app.addHook('onReady', async () => {
    const silent = routes()
      .filter(({ right }) => right === undefined)
      .map(({ method, url }) => `${method} ${url}`)
    if (silent.length > 0) throw new Error(`These routes declare no right: ${silent.join(', ')}`)
  })
  app.addHook('onRequest', async (request, reply) => {
    const { right } = request.routeOptions.config
    if (request.is404 || right === undefined || right === 'by-operation' || !needsCaller(right)) return
    const caller = await callerOf(request, reply)
    const place = workspaceIn(request.params)
    const workspace = await permit(caller, right, place)
    if (!workspace) return
    const { cookie = '', authorization = '' } = request.headers
    const key = [cookie, authorization, place, right].join('\n')
    const allowed = async () => permit(await callerOf(request, reply), right, place)
    const whilePermitted = (end: () => void) => standing.watch(key, allowed, end)
    places.set(request, { caller, workspace, whilePermitted, whileOpen: (stream) => brokenOff(stream, whilePermitted) })
  })

  const placeOf: PlaceOf<C, W> = (request) => {
    const place = places.get(request)
    if (!place) throw new Error(`The route ${request.routeOptions.url} is in no workspace`)
    return place
  }
  return { routes, placeOf }
}

/** Declares one right for all routes that a plugin adds by itself. */
export function withRight(app: FastifyInstance, right: Right): void {
  app.addHook('onRoute', (route) => {
    route.config = { ...route.config, right }
  })
}
