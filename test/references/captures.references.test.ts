import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { trackingWorld } from '../../src/features/collect/tracking/testing/world.ts'
import { repositoryRoot } from '../../src/platform/root.ts'

const folder = join(repositoryRoot(), '../shared/fixtures/sdk-captures')

const Message = z.looseObject({
  type: z.string(),
  messageId: z.string(),
  event: z.string().optional(),
  userId: z.string().nullish(),
  anonymousId: z.string().optional(),
  previousId: z.string().optional(),
  timestamp: z.string().optional(),
  originalTimestamp: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
})
const Body = z.union([z.looseObject({ batch: z.array(Message) }), Message])
const Recording = z.object({
  requests: z.array(
    z.object({
      method: z.string(),
      url: z.string(),
      headers: z.record(z.string(), z.string()),
      gzip_magic: z.boolean().optional(),
      body: z.unknown().optional(),
    }),
  ),
})

const files = readdirSync(folder).filter((name) => /^(?!.*matrix).*\.json$/.test(name))
const recordings = files.map((file) => ({
  file,
  requests: Recording.parse(JSON.parse(readFileSync(join(folder, file), 'utf8'))).requests,
}))

const website = { kind: 'website', trusted: false } as const
const Sent = z.looseObject({ sentAt: z.iso.datetime() })
const names: Readonly<Record<string, string>> = { page: 'page_view', screen: 'screen_view' }
const skipped = new Set(['host', 'connection', 'content-length', 'accept-encoding'])

/** Anonymous and user ids that must name the person of a message, the strongest first. No browser says that two users are one. */
function people({ userId, anonymousId, previousId }: z.infer<typeof Message>, trusted: boolean): string[] {
  const previous = previousId !== undefined && previousId !== userId ? previousId : undefined
  const second = previousId === undefined ? anonymousId : previous
  return [
    userId ? `user:${userId}` : '',
    second && (trusted || !/^u-/.test(second)) ? `${/^u-/.test(second) ? 'user' : 'anonymous'}:${second}` : '',
  ].filter(Boolean)
}

let world: Awaited<ReturnType<typeof trackingWorld>>
beforeAll(async () => {
  world = await trackingWorld()
})
afterAll(() => world.close())

test('there are recordings', () => expect(files.length).toBeGreaterThanOrEqual(7))

describe.each(recordings)('$file', ({ file, requests }) => {
  test('replays to the expected rows', async () => {
    const kind = file.includes('node') ? ({ kind: 'server', trusted: true } as const) : website
    const { workspace } = world.source(kind, 'wk_test')
    const sent: z.infer<typeof Message>[] = []
    for (const { method, url, headers, gzip_magic, body } of requests) {
      if (url.includes('analytics.min.js')) continue
      const text = body === undefined ? undefined : JSON.stringify(body)
      const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !skipped.has(name)))
      const { data: said } = Sent.safeParse(body)
      if (said) world.clock.now = Date.parse(said.sentAt)
      const answer = await fetch(`${world.url}${url}`, {
        method,
        headers: kept,
        body: text !== undefined && gzip_magic ? gzipSync(text) : text,
        redirect: 'error',
      })
      expect({ url, status: answer.status }).toEqual({ url, status: 200 })
      if (headers.origin) expect(answer.headers.get('access-control-allow-origin')).toBe(headers.origin)
      const asked = headers['access-control-request-headers']
      if (asked) expect(answer.headers.get('access-control-allow-headers')).toBe(asked)
      if (method === 'POST') {
        expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
        expect(await answer.text()).toBe('{"success":true}')
        const parsed = Body.parse(body)
        sent.push(...('batch' in parsed && Array.isArray(parsed.batch) ? parsed.batch : [Message.parse(body)]))
      } else await answer.arrayBuffer()
    }
    const rows = await world.events(workspace)
    expect(rows).toHaveLength(sent.length)
    expect(rows).toMatchObject(
      sent.map((message) => {
        const time = (message.timestamp ?? message.originalTimestamp ?? '').replace('T', ' ').replace('Z', '')
        return {
          name: message.event ?? names[message.type] ?? message.type,
          time,
          raw_time: time,
          who: expect.arrayContaining(people(message, kind.trusted).slice(0, message.type === 'identify' ? 1 : 2)),
        }
      }),
    )
    for (const [i, { properties = {} }] of sent.entries()) {
      for (const [key, value] of Object.entries(properties)) {
        if (value === '') continue
        expect(rows[i]?.properties[key]).toBe(typeof value === 'object' ? JSON.stringify(value) : String(value))
      }
    }
    // What browsers say of a person without a proof is told to the owner; the message itself is stored.
    const unproved = kind.trusted ? [] : ['proof.missing', 'identifier.foreign']
    const rejected = await world.rejected(workspace)
    expect(rejected.filter(({ reason }) => !unproved.includes(reason))).toEqual([])
  })

  test('a second time adds nothing', async () => {
    const known = world.keys.get('wk_test')
    const before = await world.events(known?.source.workspace ?? '')
    for (const { method, url, body } of requests) {
      if (method === 'POST') await world.post(url, Object(body), { headers: { authorization: 'Basic d2tfdGVzdDo=' } })
    }
    expect(await world.events(known?.source.workspace ?? '')).toHaveLength(before.length)
  })
})
