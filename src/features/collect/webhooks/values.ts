import { createHash } from 'node:crypto'
import { z } from 'zod'
import { storable } from '../../../kernel/text.ts'
import type { Incoming, IncomingIdentifier } from '../intake/schema.ts'
import { cleanText } from '../tracking/clean.ts'
import { earliestMs, latestMs } from '../tracking/times.ts'

/** Text or number in a body, as trimmed text; null and absent: empty. */
export const Text = z
  .union([z.string(), z.number(), z.boolean(), z.null()])
  .optional()
  .catch(undefined)
  .transform((value) => (value === undefined || value === null ? '' : storable(String(value).trim())))

const dotted = /^-?\d{1,14}(\.\d+)?$/
const commaed = /^-?(\d{1,3}(\.\d{3})+|\d{1,14}),\d+$/

/** An amount as decimal text with at most four places; null where it is none. */
export function amountOf(text: string): string | null {
  const plain = commaed.test(text) ? text.replaceAll('.', '').replace(',', '.') : text
  if (!dotted.test(plain)) return null
  const [whole = '0', places = ''] = plain.split('.')
  const kept = places.slice(0, 4).replace(/0+$/, '')
  return kept === '' ? whole : `${whole}.${kept}`
}

const scale = 10_000n

const units = (amount: string): bigint => {
  const [whole = '0', places = ''] = amount.replace('-', '').split('.')
  const value = BigInt(whole) * scale + BigInt(places.padEnd(4, '0'))
  return amount.startsWith('-') ? -value : value
}

const written = (value: bigint): string => {
  const size = value < 0n ? -value : value
  const places = String(size % scale)
    .padStart(4, '0')
    .replace(/0+$/, '')
  return `${value < 0n ? '-' : ''}${size / scale}${places === '' ? '' : `.${places}`}`
}

/** The sum of amounts, exactly. */
export const sumOf = (amounts: readonly string[]): string =>
  written(amounts.reduce((sum, amount) => sum + units(amount), 0n))

export const minus = (amount: string): string => written(-units(amount))

const zoned = /(z|[+-]\d{2}:?\d{2})$/i
const local = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?)?$/

/** How far the clocks of a zone are ahead of UTC at a moment, in ms. */
function aheadBy(moment: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
    hourCycle: 'h23',
  })
  return Date.parse(`${format.format(moment).replace(', ', 'T')}Z`) - Math.floor(moment / 1000) * 1000
}

/** A time in ms: ISO text in its own zone, else in the one given, or seconds or ms since 1970; null where it is none. */
export function timeOf(text: string, timeZone: string): number | null {
  const moment = momentOf(text, timeZone)
  return moment !== null && moment >= earliestMs && moment < latestMs ? moment : null
}

function momentOf(text: string, timeZone: string): number | null {
  if (/^\d{9,11}(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000)
  if (/^\d{12,14}$/.test(text)) return Number(text)
  if (local.test(text)) {
    const guess = Date.parse(`${text.length === 10 ? `${text}T00:00:00` : text.replace(' ', 'T')}Z`)
    if (Number.isNaN(guess)) return null
    const once = guess - aheadBy(guess, timeZone)
    return guess - aheadBy(once, timeZone)
  }
  const moment = zoned.test(text) ? Date.parse(text.replace(' ', 'T')) : Number.NaN
  return Number.isNaN(moment) ? null : moment
}

/** Only what is said. */
export const filled = (texts: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''))

const kinds = ['customer', 'user', 'email', 'phone', 'card'] as const

/** Who it was; with nothing said, somebody who is known again by `otherwise` alone. */
export function identifiersOf(
  named: Readonly<Partial<Record<(typeof kinds)[number], string>>>,
  otherwise = '',
): IncomingIdentifier[] {
  const found = kinds.flatMap((kind) => (named[kind] ? [{ kind, value: named[kind] }] : []))
  return found.length > 0 || otherwise === '' ? found : [{ kind: 'anonymous', value: otherwise }]
}

const nothing = {
  together: 'together',
  channel: null,
  entry: {},
  session: null,
  value: null,
  properties: {},
  traits: {},
} as const

/** An event from a webhook; its time is its own, and the sorting key with it. */
export const incomingOf = (
  event: Pick<Incoming, 'messageId' | 'name' | 'timeMs' | 'identifiers' | 'currency'> & Partial<Incoming>,
): Incoming => bounded({ ...nothing, rawMs: event.timeMs, ...event })

/** Ids beyond what an index holds are known by their hash. */
const idOf = (id: string): string => (id.length > 300 ? createHash('sha256').update(id).digest('hex') : storable(id))

const named = (texts: Readonly<Record<string, string>>, longest: number): Record<string, string> =>
  Object.fromEntries(
    Object.entries(texts)
      .filter(([key]) => key.length <= 200)
      .slice(0, 250)
      .map(([key, text]) => [storable(key), cleanText(text, longest)]),
  )

/** An event of which every part has a length that can be kept. */
function bounded(event: Incoming): Incoming {
  return {
    ...event,
    messageId: event.messageId === null ? null : idOf(event.messageId),
    name: cleanText(event.name, 200),
    identifiers: event.identifiers.map(({ kind, value }) => ({ kind, value: idOf(value) })),
    channel: event.channel === null ? null : cleanText(event.channel, 60),
    entry: named(event.entry, 300),
    value: event.value !== null && /^-?\d{1,14}(\.\d{1,4})?$/.test(event.value) ? event.value : null,
    currency: cleanText(event.currency, 10),
    properties: named(event.properties, 8_000),
    traits: named(event.traits, 2_000),
  }
}

const entryKeys = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'] as const
const clickIds = ['gclid', 'gbraid', 'wbraid', 'dclid', 'msclkid', 'yclid', 'ttclid', 'twclid', 'li_fat_id', 'fbclid']

const searchOf = (address: string): URLSearchParams => new URLSearchParams(address.split('?')[1]?.split('#')[0] ?? '')

/** How the visit began that led to an order, by the page where it landed and the site that led there. */
export function entryOf(landing: string, referrer: string): Record<string, string> {
  const search = searchOf(landing)
  const click = clickIds.find((id) => search.get(id)) ?? ''
  const marks = Object.fromEntries(entryKeys.map((key) => [key, search.get(key) ?? '']))
  const found = filled({ ...marks, click, referrer: URL.canParse(referrer) ? new URL(referrer).host : '' })
  return Object.keys(found).length === 0 ? {} : { ...found, ...filled({ landing: landing.split('?')[0] ?? '' }) }
}

/** The channel of an order: by the rules where it is known how the visit began, else online. */
export const wayOf = (entry: Readonly<Record<string, string>>): Pick<Incoming, 'channel' | 'entry'> =>
  Object.keys(entry).length > 0 ? { channel: null, entry } : { channel: 'online', entry: {} }
