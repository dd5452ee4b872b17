import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isDeeper } from './clean.ts'
import { openDaily } from './daily.ts'
import { type Delivery, understand } from './messages.ts'
import { pixelMessage } from './pixel.ts'
import { earliestMs, readTime, stamp } from './times.ts'
import { moneyOf } from './values.ts'

const receivedMs = Date.UTC(2026, 5, 1)
const delivery = (trusted: boolean): Delivery => ({
  source: { workspace: 'w', id: 'i', slug: 's', kind: trusted ? 'server' : 'website', trusted },
  signing: [],
  receivedMs,
  sentAt: undefined,
  isRetry: false,
  context: {},
  userAgent: '',
  address: '203.0.113.0',
  daily: () => 'today',
  isLarge: true,
})

const awkward = fc.oneof(
  fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) }),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'valueOf', 'a\0b', '\ud83d', '9'.repeat(400), '1e999'),
)
const anything = fc.anything({
  key: awkward,
  values: [awkward, fc.double(), fc.boolean(), fc.constant(null)],
  maxDepth: 6,
})
const field = fc.constantFrom(
  'event',
  'userId',
  'anonymousId',
  'previousId',
  'messageId',
  'timestamp',
  'sentAt',
  'properties',
  'traits',
  'context',
  'groupId',
  '_metadata',
)
const type = fc.constantFrom('track', 'page', 'screen', 'identify', 'group', 'alias')
const message = fc
  .tuple(
    fc.dictionary(field, fc.oneof(anything, awkward, fc.object({ values: [awkward, fc.double()] }))),
    fc.option(type),
  )
  .map(([fields, kind]) => (kind === null ? fields : { type: kind, event: 'e', userId: 'u', ...fields }))

const isFine = (texts: Readonly<Record<string, string>>): boolean =>
  Object.entries(texts)
    .flat()
    .every((text) => typeof text === 'string' && text.isWellFormed() && !text.includes('\0'))

test('whatever comes, an event that can be stored or a reason why not comes out', () => {
  fc.assert(
    fc.property(fc.oneof(message, anything), fc.boolean(), (one, trusted) => {
      const { incoming, rejected } = understand(one, undefined, delivery(trusted))
      expect(incoming ?? rejected).toBeDefined()
      if (rejected) expect(rejected.sample.length).toBeLessThanOrEqual(2000)
      if (!incoming) return
      expect(incoming.name.isWellFormed() && incoming.name !== '').toBe(true)
      expect(isFine(incoming.properties) && isFine(incoming.traits) && isFine(incoming.entry)).toBe(true)
      expect(incoming.identifiers.length).toBeGreaterThan(0)
      for (const time of [incoming.timeMs, incoming.rawMs]) {
        expect(Number.isInteger(time) && time >= earliestMs && time <= Date.UTC(2100, 0, 1)).toBe(true)
      }
      if (incoming.value !== null) expect(incoming.value).toMatch(/^-?\d{1,15}\.\d{4}$/)
      if (!trusted) expect(incoming.value).toBeNull()
      expect(JSON.stringify(incoming).length).toBeLessThan(120_000)
    }),
    { numRuns: 2000 },
  )
})

test('nothing of a user agent or an address is kept', () => {
  const context = { ip: '203.0.113.77', userAgent: 'Mozilla/5.0 (iPad) secret' }
  const { incoming } = understand({ type: 'track', event: 'e', userId: 'u', context }, undefined, delivery(false))
  expect(JSON.stringify(incoming)).not.toMatch(/203\.0|secret/)
  expect(incoming?.properties).toEqual({ device: 'tablet' })
})

test('depth is counted, however deep', () => {
  let nested: unknown = 1
  for (let i = 0; i < 32; i++) nested = i % 2 === 0 ? [nested] : { nested }
  expect(isDeeper(nested, 32)).toBe(false)
  expect(isDeeper([nested], 32)).toBe(true)
})

test.each([
  ['2026-05-01T10:00:00Z', Date.UTC(2026, 4, 1, 10)],
  ['2026-05-01T12:00:00+02:00', Date.UTC(2026, 4, 1, 10)],
  ['2026-05-01', Date.UTC(2026, 4, 1)],
  [1_700_000_000, 1_700_000_000_000],
  [1_700_000_000_123, 1_700_000_000_123],
  ['1700000000123', 1_700_000_000_123],
  ['gestern', undefined],
  ['2026-13-45', undefined],
  [Number.NaN, undefined],
  [1e300, undefined],
  [{}, undefined],
])('the time %j', (said, ms) => expect(readTime(said)).toBe(ms))

describe('clocks', () => {
  const minute = 60_000
  const clock = (more: object) => ({ receivedMs, trusted: false, sentMs: undefined, ...more })
  test('of public sources are set right by the time of sending', () => {
    const ahead = stamp(receivedMs + 60 * minute, clock({ sentMs: receivedMs + 61 * minute }))
    expect(ahead).toEqual({ timeMs: receivedMs - minute, rawMs: receivedMs + 60 * minute, unbelieved: undefined })
  })
  test('of trusted ones are believed, but not into the future', () => {
    const past = receivedMs - 5 * 365 * 24 * 60 * minute
    expect(stamp(past, clock({ trusted: true, sentMs: 0 }))).toMatchObject({ timeMs: past, unbelieved: undefined })
    expect(stamp(past, clock({}))).toMatchObject({ timeMs: receivedMs - 30 * 24 * 60 * minute, rawMs: past })
    expect(stamp(receivedMs * 2, clock({ trusted: true }))).toMatchObject({ timeMs: receivedMs })
  })
})

test.each([
  [19.9, '19.9000'],
  ['19.90', '19.9000'],
  [-5, '-5.0000'],
  ['1e3', '1000.0000'],
  ['19,90', null],
  [1e14, null],
  [Number.POSITIVE_INFINITY, null],
  ['', null],
  [true, null],
])('the amount %j', (said, money) => expect(moneyOf(said)).toBe(money))

test('a name holds for a day and for one site', () => {
  let now = receivedMs
  const daily = openDaily(() => now)
  const first = daily('shop', '203.0.113.0', 'Firefox')
  expect(daily('shop', '203.0.113.0', 'Firefox')).toBe(first)
  expect(daily('other', '203.0.113.0', 'Firefox')).not.toBe(first)
  now += 86_400_000
  expect(daily('shop', '203.0.113.0', 'Firefox')).not.toBe(first)
})

describe('what is said about consent', () => {
  const said = (message: object) =>
    understand({ type: 'track', anonymousId: 'a', ...message }, undefined, delivery(false))
  test('by our tracker is a decision', () => {
    const properties = { analytics: true, newsletter: 'false', wording: ' 3 ', colour: 'red' }
    expect(said({ event: 'consent', properties }).incoming?.said).toEqual({
      choices: { analytics: true, newsletter: false },
      isNew: true,
      wording: '3',
      address: '203.0.113.0',
    })
  })
  test('by other SDKs in every message repeats what holds', () => {
    const segment = { consent: { categoryPreferences: { Analytics: true, Advertising: false } } }
    expect(said({ event: 'e', context: segment }).incoming?.said).toMatchObject({
      choices: { Analytics: true, Advertising: false },
      isNew: false,
    })
    const rudder = { consentManagement: { allowedConsentIds: ['C0002'], deniedConsentIds: ['C0004', 4] } }
    expect(said({ event: 'e', context: rudder }).incoming?.said?.choices).toEqual({ C0002: true, C0004: false })
    expect(said({ event: 'Segment Consent Preference Updated', context: segment }).incoming?.said?.isNew).toBe(true)
  })
  test('is nothing where no choice is named', () => {
    expect(said({ event: 'e', context: { consent: { categoryPreferences: { a: 'maybe' } } } }).incoming?.said).toBe(
      undefined,
    )
    expect(said({ event: 'consent', properties: { wording: '3' } }).incoming?.said).toBe(undefined)
  })
})

test('the address of a picture becomes a message', () => {
  const query = { userId: 'u', 'properties.a.b': '1', 'context.page.url': 'x', properties: '{"c":2}', 'a.b': '3' }
  expect(pixelMessage(query)).toMatchObject({ userId: 'u', context: { page: { url: 'x' } }, 'a.b': '3' })
  expect(Object.getPrototypeOf(pixelMessage({ 'properties.__proto__.x': '1' }))).toBe(Object.prototype)
})
