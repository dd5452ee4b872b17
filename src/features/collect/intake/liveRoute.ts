import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { commonFault } from '../../../kernel/fault.ts'
import type { Live } from '../../../platform/live.ts'
import type { Caller, InWorkspace } from '../../admin/index.ts'
import type { LiveMessage } from './schema.ts'

export type LiveDeps = {
  readonly live: Live
  readonly inWorkspace: InWorkspace
  readonly callerOf: (request: FastifyRequest, reply: FastifyReply) => Promise<Caller>
}

const Place = z.object({ workspace: z.uuid() })
const Query = z.object({ source: z.string().optional() })

const beatMs = 20_000
/** After this time the browser connects again, and must prove again that it may look. */
const longestMs = 10 * 60_000

const isLive = (message: unknown): message is LiveMessage =>
  typeof message === 'object' && message !== null && 'kind' in message

/** What of a message concerns one source; undefined: nothing. */
function concerning(message: LiveMessage, source: string | undefined): LiveMessage | undefined {
  if (source === undefined || message.kind === 'settled') return message
  if (message.kind === 'rejected') return message.source === source ? message : undefined
  const events = message.events.filter((event) => event.source === source)
  const share = message.events.length === 0 ? 0 : events.length / message.events.length
  return events.length === 0 ? undefined : { ...message, events, count: Math.round(message.count * share) }
}

/** `GET /api/w/{workspace}/live`: what arrives, as server-sent events; `?source=` a slug, for one source alone. */
export function serveLive(app: FastifyInstance, { live, inWorkspace, callerOf }: LiveDeps): void {
  const open = new Set<() => void>()
  app.addHook('preClose', async () => {
    for (const end of open) end()
  })
  app.get('/api/w/:workspace/live', async (request, reply) => {
    const place = Place.safeParse(request.params)
    if (!place.success) throw commonFault('thing.missing')
    const { workspace } = place.data
    const { source } = Query.parse(request.query)
    await inWorkspace(await callerOf(request, reply), workspace, 'view')
    reply.hijack()
    const { raw } = reply
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value)
    raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' })
    raw.write(': open\n\n')
    const leave = live.subscribe(workspace, (message) => {
      const mine = isLive(message) ? concerning(message, source) : undefined
      if (mine && raw.writableLength < 1_000_000) raw.write(`data: ${JSON.stringify(mine)}\n\n`)
    })
    const beat = setInterval(() => raw.write(': beat\n\n'), beatMs).unref()
    const end = () => {
      leave()
      clearInterval(beat)
      clearTimeout(longest)
      open.delete(end)
      raw.end()
    }
    const longest = setTimeout(end, longestMs).unref()
    open.add(end)
    raw.once('close', end)
    raw.on('error', end)
  })
}
