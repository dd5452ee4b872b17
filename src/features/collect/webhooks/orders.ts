import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import type { Incoming } from '../intake/schema.ts'
import type { Around, Read, Wrong } from './schema.ts'
import { amountOf, filled, identifiersOf, incomingOf, minus, Text, timeOf } from './values.ts'

const mostOrders = 1_000

/** What a field may be called, the plainest name first. */
const names = {
  id: ['order_id', 'id', 'order', 'bestellung', 'bestellnummer'],
  number: ['order_number', 'number', 'name'],
  time: ['time', 'created_at', 'date', 'timestamp', 'ordered_at', 'datum', 'zeit'],
  total: ['total', 'amount', 'value', 'gross', 'total_price', 'betrag', 'summe'],
  currency: ['currency', 'waehrung', 'währung'],
  status: ['status', 'state'],
  event: ['event'],
  customer: ['customer_id', 'customer_number', 'customer', 'kundennummer'],
  user: ['user_id', 'user'],
  email: ['email', 'e-mail', 'mail'],
  phone: ['phone', 'telefon'],
  card: ['card', 'loyalty_card', 'kundenkarte'],
  channel: ['channel', 'kanal'],
  items: ['items', 'item_count', 'positionen'],
} as const satisfies Readonly<Record<string, readonly string[]>>

const known = new Set<string>(Object.values(names).flat())

/** What became of an order. Every other status means that it stands. */
const ends: Readonly<Record<string, 'order_cancelled' | 'order_refunded'>> = {
  cancelled: 'order_cancelled',
  canceled: 'order_cancelled',
  storniert: 'order_cancelled',
  refunded: 'order_refunded',
  returned: 'order_refunded',
  erstattet: 'order_refunded',
}

const Fields = z.record(z.string(), z.unknown())
type Fields = z.infer<typeof Fields>

const textOf = (value: unknown): string =>
  Array.isArray(value) ? String(value.length) : typeof value === 'object' && value !== null ? '' : Text.parse(value)

function reader(fields: Fields) {
  const texts = new Map(Object.entries(fields).map(([name, value]) => [name.trim().toLowerCase(), textOf(value)]))
  const nested = Fields.safeParse(fields.customer)
  if (nested.success) {
    for (const key of ['id', 'email', 'phone']) {
      const name = key === 'id' ? 'customer_id' : key
      if (!texts.get(name)) texts.set(name, textOf(nested.data[key]))
    }
  }
  return {
    get: (field: keyof typeof names): string => names[field].map((name) => texts.get(name) ?? '').find(Boolean) ?? '',
    rest: () => filled(Object.fromEntries([...texts].filter(([name]) => !known.has(name)))),
  }
}

function eventOf(fields: Fields, around: Around): Incoming | Wrong {
  const { get, rest } = reader(fields)
  const id = get('id') || get('number')
  const total = get('total')
  const value = total === '' ? null : amountOf(total)
  const said = get('time')
  const timeMs = said === '' ? around.nowMs : timeOf(said, around.timeZone)
  if (id === '') return { reason: 'field_missing', field: 'order_id', detail: '' }
  if (timeMs === null) return { reason: 'field_invalid', field: 'time', detail: said }
  if (total !== '' && value === null) return { reason: 'field_invalid', field: 'total', detail: total }
  const status = get('status').toLowerCase()
  const end = ends[status]
  const back = value === null || value.startsWith('-') ? value : minus(value)
  return incomingOf({
    messageId: `order:${id}${end ? `:${end}` : ''}`,
    name: get('event') || end || 'order',
    timeMs,
    identifiers: identifiersOf(
      {
        customer: get('customer'),
        user: get('user'),
        email: get('email'),
        phone: get('phone'),
        card: get('card'),
      },
      `${around.source}:order:${id}`,
    ),
    channel: get('channel') || 'online',
    value: end ? back : value,
    currency: get('currency').toUpperCase() || around.currency,
    properties: filled({ ...rest(), order_number: get('number') || id, items: get('items'), status }),
  })
}

const listOf = (body: unknown): readonly unknown[] => {
  if (Array.isArray(body)) return body
  const held = Fields.safeParse(body)
  return held.success && Array.isArray(held.data.orders) ? held.data.orders : [body]
}

/**
 * Orders of any shop, one or many: JSON objects, or CSV with a header. `order` with its total; a status of cancelled or
 * refunded is an event of its own that takes the total away.
 */
export function readOrders(body: unknown, around: Around): Read {
  const list = listOf(body)
  const results = list.slice(0, mostOrders).map((one): Incoming | Wrong => {
    const fields = Fields.safeParse(one)
    return fields.success
      ? eventOf(fields.data, around)
      : { reason: 'body_malformed', field: '', detail: 'not an object with the fields of an order' }
  })
  const incoming = results.flatMap((one) => ('reason' in one ? [] : [one]))
  const wrong = results.flatMap((one) => ('reason' in one ? [one] : []))
  const many: readonly Wrong[] =
    list.length > mostOrders
      ? [{ reason: 'body_malformed', field: '', detail: `more than ${mostOrders} orders in one delivery` }]
      : []
  return { topic: 'orders', incoming, wrong: [...wrong, ...many] }
}

const delimiters = [';', '\t', ','] as const

/** Rows of CSV as objects; a `SyntaxError` where it is none. */
export function csvRows(text: string): unknown[] {
  const head = text.split(/\r?\n/, 1)[0] ?? ''
  const delimiter = delimiters.find((one) => head.includes(one)) ?? ','
  try {
    return z.array(z.unknown()).parse(parse(text, { columns: true, bom: true, delimiter, skip_empty_lines: true }))
  } catch (error) {
    throw new SyntaxError(error instanceof Error ? error.message : 'no CSV')
  }
}
