import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { withRight } from './rights.ts'
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
  await app.register(async (inner) => {
    withRight(inner, 'anybody')
    await inner.register(fastifyStatic, {
      root: join(folder, 'assets'),
      prefix: '/assets/',
      index: false,
      immutable: true,
      maxAge: '365d',
      serveDotFiles: false,
    })
  })
  serveTracker(app, join(folder, 't.js'))
  app.get('/', { config: { right: 'anybody' } }, (_request, reply) => sendPage(reply, html))
  return (reply) => sendPage(reply.code(200), html)
}

/** The script that other websites load: any page may, and an hour later it is asked for again. */
function serveTracker(app: FastifyInstance, file: string): void {
  if (!existsSync(file)) return
  const script = readFileSync(file, 'utf8')
  app.get('/t.js', { config: { right: 'anybody' } }, (_request, reply) =>
    reply
      .header('cross-origin-resource-policy', 'cross-origin')
      .header('access-control-allow-origin', '*')
      .header('cache-control', 'public, max-age=3600')
      .type('text/javascript; charset=utf-8')
      .send(script),
  )
}
