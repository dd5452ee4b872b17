import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { policyOf } from './security.ts'

/** Sends HTML in which `{{nonce}}` stands for the nonce that its styles need. */
export function sendPage(reply: FastifyReply, html: string): FastifyReply {
  const nonce = randomBytes(16).toString('base64')
  return reply
    .header('content-security-policy', policyOf(nonce))
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(html.replaceAll('{{nonce}}', nonce))
}

/** Serves the built web app. Every path that is no file and not the API is a view of the app. */
export async function servePages(app: FastifyInstance, folder: string): Promise<(reply: FastifyReply) => FastifyReply> {
  const index = join(folder, 'index.html')
  const html = existsSync(index)
    ? readFileSync(index, 'utf8')
    : '<!doctype html><title>Fernweh</title>The web app is not built.'
  await app.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    index: false,
    immutable: true,
    maxAge: '365d',
    serveDotFiles: false,
  })
  serveScript(app, '/t.js', join(folder, 't.js'))
  await serveSegment(app, join(folder, 'segment'))
  app.get('/', (_request, reply) => sendPage(reply, html))
  return (reply) => sendPage(reply.code(200), html)
}

/** A script that other websites load: any page may, and an hour later it is asked for again. */
function serveScript(app: FastifyInstance, path: string, file: string): void {
  if (!existsSync(file)) return
  const script = readFileSync(file, 'utf8')
  app.get(path, (_request, reply) =>
    reply
      .header('cross-origin-resource-policy', 'cross-origin')
      .header('access-control-allow-origin', '*')
      .header('cache-control', 'public, max-age=3600')
      .type('text/javascript; charset=utf-8')
      .send(script),
  )
}

/** Segment's browser SDK where its snippet looks for it, and the parts that it loads later. */
async function serveSegment(app: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(folder)) return
  serveScript(app, '/analytics.js/v1/:key/analytics.min.js', join(folder, 'standalone.js'))
  await app.register(fastifyStatic, {
    root: folder,
    prefix: '/analytics-next/bundles/',
    index: false,
    decorateReply: false,
    immutable: true,
    maxAge: '365d',
    setHeaders: (reply) => {
      reply.setHeader('cross-origin-resource-policy', 'cross-origin')
      reply.setHeader('access-control-allow-origin', '*')
    },
  })
}
