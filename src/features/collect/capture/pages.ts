import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { commonFault } from '../../../kernel/fault.ts'
import { sendPage } from '../../../platform/http/pages.ts'
import type { Capture } from './service.ts'

const icons = ['icon-180.png', 'icon-192.png', 'icon-512.png'] as const
const titles = { de: 'Fernweh: Frage an der Kasse', en: 'Fernweh: question at the till' } as const

/** What a phone needs to keep the page as a program of its own. */
const manifestOf = (key: string, { name, language }: { readonly name: string; readonly language: 'de' | 'en' }) => ({
  id: `/capture/${key}`,
  start_url: `/capture/${key}`,
  scope: '/capture/',
  name,
  short_name: name.slice(0, 12),
  description: titles[language],
  lang: language,
  display: 'fullscreen',
  display_override: ['fullscreen', 'standalone'],
  background_color: '#faf8f4',
  theme_color: '#faf8f4',
  icons: [192, 512].flatMap((size) =>
    ['any', 'maskable'].map((purpose) => ({
      src: `/capture/icon-${size}.png`,
      sizes: `${size}x${size}`,
      type: 'image/png',
      purpose,
    })),
  ),
})

const keyOf = (params: unknown): string => {
  const key = typeof params === 'object' && params !== null && 'key' in params ? String(params.key) : ''
  if (!/^[\w-]{4,100}$/.test(key)) throw commonFault('thing.missing')
  return key
}

const anybody = { config: { right: 'anybody' } } as const

/** Serves the page of a device, which is the same for every key, and what makes it installable. `folder`: the built web app. */
export function serveCapturePages(app: FastifyInstance, folder: string, service: Pick<Capture, 'config'>): void {
  const built = join(folder, 'capture')
  if (!existsSync(join(built, 'page.html'))) return
  const html = readFileSync(join(built, 'page.html'), 'utf8')
  const worker = readFileSync(join(built, 'worker.js'), 'utf8')
  app.get('/capture/:key', anybody, (request, reply) => {
    keyOf(request.params)
    return sendPage(reply, html)
  })
  app.get('/capture/:key/manifest.webmanifest', { config: { right: 'device-key' } }, async (request, reply) => {
    const key = keyOf(request.params)
    const { name, language } = await service.config(key, 0)
    return reply.type('application/manifest+json').send(JSON.stringify(manifestOf(key, { name, language })))
  })
  app.get('/capture/worker.js', anybody, (_request, reply) =>
    reply.header('cache-control', 'no-cache').type('text/javascript; charset=utf-8').send(worker),
  )
  for (const icon of icons) {
    const bytes = readFileSync(join(built, icon))
    app.get(`/capture/${icon}`, anybody, (_request, reply) =>
      reply.header('cache-control', 'public, max-age=86400').type('image/png').send(bytes),
    )
  }
}
