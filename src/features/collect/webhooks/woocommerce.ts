import { z } from 'zod'
import type { Incoming } from '../intake/schema.ts'
import type { Around, Read, Wrong } from './schema.ts'
import { amountOf, entryOf, filled, identifiersOf, incomingOf, minus, sumOf, Text, timeOf, wayOf } from './values.ts'

const Person = z
  .object({
    first_name: Text,
    last_name: Text,
    company: Text,
    address_1: Text,
    postcode: Text,
    city: Text,
    country: Text,
    email: Text,
    phone: Text,
  })
  .nullish()
  .catch(null)

const Order = z.object({
  id: Text,
  number: Text,
  status: Text,
  currency: Text,
  date_created_gmt: Text,
  date_modified_gmt: Text,
  total: Text,
  customer_id: Text,
  payment_method: Text,
  billing: Person,
  line_items: z.array(z.object({ quantity: Text })).catch([]),
  refunds: z.array(z.object({ id: Text, total: Text })).catch([]),
  meta_data: z.array(z.object({ key: Text, value: Text })).catch([]),
})
type Order = z.infer<typeof Order>

const topics = ['order.created', 'order.updated', 'order.restored']
const unfinished = ['checkout-draft', 'auto-draft', 'trash']

const inUtc = (text: string): string => (text === '' || /z$/i.test(text) ? text : `${text}Z`)

function personOf({ id, customer_id, billing }: Order, { source }: Around) {
  const customer = customer_id === '0' ? '' : customer_id
  const { email = '', phone = '' } = billing ?? {}
  return {
    identifiers: identifiersOf({ customer, email, phone }, `${source}:order:${id}`),
    traits: filled({
      first_name: billing?.first_name ?? '',
      last_name: billing?.last_name ?? '',
      email,
      phone,
      company: billing?.company ?? '',
      street: billing?.address_1 ?? '',
      postcode: billing?.postcode ?? '',
      city: billing?.city ?? '',
      country: billing?.country ?? '',
    }),
  }
}

/** How the visit began, which WooCommerce keeps beside an order. */
function wayHere({ meta_data }: Order): Record<string, string> {
  const said = (key: string) => meta_data.find((one) => one.key === `_wc_order_attribution_${key}`)?.value ?? ''
  const utm = (key: string) => {
    const value = said(`utm_${key}`)
    return value === '(none)' ? '' : value
  }
  const typed = said('source_type') === 'typein'
  const marks = {
    utm_source: typed ? '' : utm('source'),
    utm_medium: typed ? '' : utm('medium'),
    utm_campaign: utm('campaign'),
  }
  return filled({ ...entryOf(said('session_entry'), said('referrer')), ...filled(marks) })
}

function refundsOf(order: Order, base: Incoming, timeMs: number): Incoming[] {
  return order.refunds.flatMap(({ id, total }) => {
    const amount = amountOf(total)
    if (id === '' || amount === null) return []
    const back = amount.startsWith('-') ? amount : minus(amount)
    return [{ ...base, messageId: `refund:${id}`, name: 'order_refunded', timeMs, rawMs: timeMs, value: back }]
  })
}

/** What an order in its present state says: that it was placed, and what was cancelled or paid back since. */
function eventsOf(order: Order, around: Around): Incoming[] | Wrong {
  const createdMs = timeOf(inUtc(order.date_created_gmt), around.timeZone)
  const changedMs = timeOf(inUtc(order.date_modified_gmt), around.timeZone) ?? around.nowMs
  const total = amountOf(order.total)
  if (order.id === '') return { reason: 'field_invalid', field: 'id', detail: '' }
  if (createdMs === null) return { reason: 'field_invalid', field: 'date_created_gmt', detail: order.date_created_gmt }
  if (total === null) return { reason: 'field_invalid', field: 'total', detail: order.total }
  const items = sumOf(order.line_items.flatMap(({ quantity }) => amountOf(quantity) ?? []))
  const placed = incomingOf({
    messageId: `order:${order.id}`,
    name: 'order',
    timeMs: createdMs,
    ...personOf(order, around),
    ...wayOf(wayHere(order)),
    value: total,
    currency: order.currency || around.currency,
    properties: filled({ order_number: order.number || order.id, items, payment: order.payment_method }),
  })
  const base = { ...placed, channel: placed.channel ?? 'online', entry: {}, traits: {} }
  const refunds = refundsOf(order, base, changedMs)
  const kept = sumOf([total, ...refunds.map(({ value }) => value ?? '0')])
  const gone = order.status === 'refunded' && refunds.length === 0
  if (order.status !== 'cancelled' && order.status !== 'failed' && !gone) return [placed, ...refunds]
  const name = gone ? 'order_refunded' : 'order_cancelled'
  const messageId = `order:${order.id}:${order.status}`
  return [placed, ...refunds, { ...base, messageId, name, timeMs: changedMs, rawMs: changedMs, value: minus(kept) }]
}

/** Orders as WooCommerce tells of them; see `readShopify` for the events and their values. */
export function readWooCommerce(body: unknown, around: Around): Read {
  const topic = around.header('x-wc-webhook-topic')
  if (!topics.includes(topic)) return { topic, incoming: [], wrong: [] }
  const order = Order.safeParse(body)
  if (!order.success) return { topic, incoming: [], wrong: [{ reason: 'field_invalid', field: '', detail: 'order' }] }
  if (unfinished.includes(order.data.status)) return { topic, incoming: [], wrong: [] }
  const events = eventsOf(order.data, around)
  return 'reason' in events ? { topic, incoming: [], wrong: [events] } : { topic, incoming: events, wrong: [] }
}
