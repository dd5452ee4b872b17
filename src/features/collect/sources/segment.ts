import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { commonFault } from '../../../kernel/fault.ts'
import { repositoryRoot } from '../../../platform/root.ts'

const folder = () => join(repositoryRoot(), 'node_modules/@segment/analytics-next/dist/umd')

const send = (reply: FastifyReply, script: string): FastifyReply =>
  reply
    .header('cross-origin-resource-policy', 'cross-origin')
    .header('access-control-allow-origin', '*')
    .header('cache-control', 'public, max-age=3600')
    .type('text/javascript; charset=utf-8')
    .send(script)

const anybody = { config: { right: 'anybody' } } as const

/**
 * What pages with Segment's snippet load once its `_cdn` is this server: the unchanged script of the npm package and the
 * parts that it asks for by itself. Without the package there is nothing to serve.
 */
export function serveSegment(app: FastifyInstance, from = folder()): void {
  if (!existsSync(join(from, 'standalone.js'))) return
  const parts = new Set(readdirSync(from).filter((name) => /\.bundle\.\w+\.js$/.test(name)))
  app.get('/analytics.js/v1/:key/analytics.min.js', anybody, async (_request, reply) =>
    send(reply, await readFile(join(from, 'standalone.js'), 'utf8')),
  )
  app.get<{ Params: { part: string } }>('/analytics-next/bundles/:part', anybody, async ({ params }, reply) => {
    if (!parts.has(params.part)) throw commonFault('thing.missing')
    return send(reply, await readFile(join(from, params.part), 'utf8'))
  })
}
