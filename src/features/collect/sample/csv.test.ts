import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { decimal, isoTime, sampleCsv } from './csv.ts'
import { columns } from './events.ts'
import { shopEvents } from './shop.ts'
import { writeSample } from './write.ts'

const order = { people: 700, seed: 5, until: new Date('2026-01-01T00:00:00Z') }
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sample-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('times are those of Date', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true }), (date) => {
      expect(isoTime(date.getTime())).toBe(date.toISOString())
    }),
  )
})

test('cents become decimals, whatever their sign', () => {
  expect([0, 5, -5, 99, 100, -129_995].map(decimal)).toEqual(['0.00', '0.05', '-0.05', '0.99', '1.00', '-1299.95'])
})

test('a reader of CSV gets back every event', () => {
  const read: Record<string, string>[] = parse([...sampleCsv(order)].join(''), { columns: true })
  const events = [...shopEvents(order)]
  expect(read.length).toBe(events.length)
  events.forEach((event, index) => {
    const row = read[index] ?? {}
    expect(Object.keys(row)).toEqual([...columns])
    expect(row).toMatchObject({
      message_id: event.messageId,
      customer_id: event.customerId,
      time: new Date(event.time).toISOString(),
      event: event.event,
      session: event.session,
      value: event.cents === null ? '' : (event.cents / 100).toFixed(2),
      currency: event.cents === null ? '' : 'EUR',
      product: event.product,
      csat: event.csat === null ? '' : String(event.csat),
      about: event.about,
      holdout: event.holdout,
    })
  })
})

test('pieces are about 64 KB, and progress is told', () => {
  const told: { people: number; events: number }[] = []
  const pieces = [...sampleCsv(order, (progress) => told.push(progress))]
  for (const piece of pieces.slice(0, -1)) {
    expect(piece.length).toBeGreaterThanOrEqual(64 * 1024)
    expect(piece.length).toBeLessThan(96 * 1024)
  }
  expect(told.at(-1)).toEqual({ people: 700, events: [...shopEvents(order)].length })
})

test.each(['shop.csv', 'shop.csv.gz'])('%s holds it all', async (name) => {
  const out = join(folder, name)
  const told: number[] = []
  const written = await writeSample({ ...order, out, onProgress: ({ people }) => told.push(people) })
  const bytes = await readFile(out)
  expect((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()).toBe([...sampleCsv(order)].join(''))
  expect(written.people).toBe(700)
  expect(told).toEqual(told.toSorted((a, b) => a - b))
})

test('nobody gives a file with nothing but its header', async () => {
  const out = join(folder, 'empty.csv')
  expect(await writeSample({ ...order, people: 0, out })).toEqual({ people: 0, events: 0 })
  expect(await readFile(out, 'utf8')).toBe(`${columns.join(',')}\n`)
})

test('a place that cannot be written to is said', async () => {
  await expect(writeSample({ ...order, out: join(folder, 'missing', 'shop.csv') })).rejects.toThrow('ENOENT')
})
