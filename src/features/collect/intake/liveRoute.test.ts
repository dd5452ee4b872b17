import { randomUUID } from 'node:crypto'
import Fastify from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fail } from '../../../platform/http/fail.ts'
import { openLive } from '../../../platform/live.ts'
import { serveLive } from './liveRoute.ts'
import type { LiveEvent, LiveMessage } from './schema.ts'

const workspace = randomUUID()
const live = openLive()
const app = Fastify()
let url: string

beforeAll(async () => {
  app.setErrorHandler((error, request, reply) => fail(error, request, reply))
  serveLive(app, {
    live,
    placeOf: () => ({
      caller: { kind: 'local' },
      workspace: { id: workspace, name: '', timeZone: 'UTC', currency: 'EUR', language: 'en', role: 'viewer' },
    }),
  })
  url = await app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => app.close())

const event = (source: string): LiveEvent => ({
  time: '2026-06-01T12:00:00.000Z',
  name: 'visit',
  channel: 'direct',
  source,
  personId: '1',
  value: null,
  currency: '',
  session: '',
  properties: {},
})

/** The messages of a stream, one after the other. */
async function* messages(path: string): AsyncGenerator<LiveMessage, void> {
  const answer = await fetch(`${url}${path}`)
  expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/)
  if (!answer.body) return
  let text = ''
  for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
    text += chunk
    const parts = text.split('\n\n')
    text = parts.pop() ?? ''
    for (const part of parts) if (part.startsWith('data: ')) yield JSON.parse(part.slice(6))
  }
}

const heard = async (): Promise<void> => {
  while (!live.heard(workspace)) await new Promise(setImmediate)
}

test('tells those who may look what arrives, of one source where they ask so', async () => {
  const stream = messages(`/api/w/${workspace}/live?source=shop`)
  const first = stream.next()
  await heard()
  live.publish(workspace, { kind: 'events', events: [event('till')], count: 1 })
  live.publish(workspace, { kind: 'rejected', source: 'till', count: 1 })
  live.publish(workspace, { kind: 'events', events: [event('till'), event('shop')], count: 100 })
  live.publish(workspace, { kind: 'settled' })
  expect((await first).value).toEqual({ kind: 'events', events: [event('shop')], count: 50 })
  expect((await stream.next()).value).toEqual({ kind: 'settled' })
  await stream.return()
  while (live.heard(workspace)) await new Promise(setImmediate)
})

test('carries along the properties that were asked for, and no others', async () => {
  const properties = { device: 'mobile', comment: 'call me at 0171' }
  const told = async (query: string) => {
    const stream = messages(`/api/w/${workspace}/live${query}`)
    const next = stream.next()
    await heard()
    live.publish(workspace, { kind: 'events', events: [{ ...event('shop'), properties }], count: 1 })
    const { value } = await next
    await stream.return()
    while (live.heard(workspace)) await new Promise(setImmediate)
    return value
  }
  expect(await told('?property=device&property=__proto__&property=size')).toMatchObject({
    events: [{ properties: { device: 'mobile' } }],
  })
  expect(await told('')).toEqual({ kind: 'events', events: [event('shop')], count: 1 })
})

test('ends with the server', async () => {
  const stream = messages(`/api/w/${workspace}/live`)
  const next = stream.next()
  await heard()
  await app.close()
  expect((await next).done).toBe(true)
})
