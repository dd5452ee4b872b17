import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { commonFault } from '../../../kernel/fault.ts'
import type { Live } from '../../../platform/live.ts'
import type { PlacedRequest } from '../../admin/index.ts'
import type { LiveEvent, LiveMessage } from './schema.ts'

export type LiveDeps = {
  readonly live: Live
  readonly placeOf: (request: FastifyRequest) => PlacedRequest
}

const Query = z.object({
  source: z.string().optional(),
  property: z
    .union([z.string(), z.array(z.string()).max(200)])
    .default([])
    .transform((keys) => (typeof keys === 'string' ? [keys] : keys)),
})
type Query = z.infer<typeof Query>

const beatMs = 20_000
/** After this time the browser connects again. */
const longestMs = 10 * 60_000

const isLive = (message: unknown): message is LiveMessage =>
  typeof message === 'object' && message !== null && 'kind' in message

/** An event with no properties but those asked for. */
const withOnly =
  (keys: readonly string[]) =>
  ({ properties, ...event }: LiveEvent): LiveEvent => ({
    ...event,
    properties: Object.fromEntries(
      keys.flatMap((key) => {
        const value = Object.hasOwn(properties, key) ? properties[key] : undefined
        return value === undefined ? [] : [[key, value]]
      }),
    ),
  })

/** What of a message concerns the one who asked; undefined: nothing. */
function concerning(message: LiveMessage, { source, property }: Query): LiveMessage | undefined {
  if (message.kind === 'settled') return message
  if (message.kind === 'rejected') return source === undefined || message.source === source ? message : undefined
  const all = message.events
  const events = source === undefined ? all : all.filter((event) => event.source === source)
  if (events.length === 0) return undefined
  const count = Math.round((message.count * events.length) / all.length)
  return { ...message, events: events.map(withOnly(property)), count }
}

/**
 * `GET /api/w/{workspace}/live`: what arrives, as server-sent events; `?source=` a slug, for one source alone, `?property=` keys of
 * properties that the events carry along; without it they carry none.
 */
export function serveLive(app: FastifyInstance, { live, placeOf }: LiveDeps): void {
  const open = new Set<() => void>()
  app.addHook('preClose', async () => {
    for (const end of open) end()
  })
  app.get('/api/w/:workspace/live', { config: { right: 'sources.see' } }, async (request, reply) => {
    const { workspace, whilePermitted } = placeOf(request)
    const query = Query.safeParse(request.query)
    if (!query.success) throw commonFault('thing.missing')
    reply.hijack()
    const { raw } = reply
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value)
    raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' })
    raw.write('retry: 1000\n\n')
    const leave = live.subscribe(workspace.id, (message) => {
      const mine = isLive(message) ? concerning(message, query.data) : undefined
      if (mine && raw.writableLength < 1_000_000) raw.write(`data: ${JSON.stringify(mine)}\n\n`)
    })
    const beat = setInterval(() => raw.write(': beat\n\n'), beatMs).unref()
    const end = () => {
      leave()
      unwatch()
      clearInterval(beat)
      clearTimeout(longest)
      open.delete(end)
      raw.end()
    }
    const longest = setTimeout(end, longestMs).unref()
    const unwatch = whilePermitted(end)
    open.add(end)
    raw.once('close', end)
    raw.on('error', end)
  })
}
