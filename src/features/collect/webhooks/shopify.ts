import { z } from 'zod'
import type { Incoming, IncomingIdentifier } from '../intake/schema.ts'
import type { Around, Read, Wrong } from './schema.ts'
import { amountOf, entryOf, filled, identifiersOf, incomingOf, minus, sumOf, Text, timeOf, wayOf } from './values.ts'

const Address = z
  .object({ address1: Text, zip: Text, city: Text, country_code: Text, company: Text, phone: Text })
  .nullish()
  .catch(null)

const Refund = z.object({
  id: Text,
  order_id: Text,
  created_at: Text,
  transactions: z.array(z.object({ kind: Text, status: Text, amount: Text })).catch([]),
})

const Order = z.object({
  id: Text,
  name: Text,
  created_at: Text,
  cancelled_at: Text,
  cancel_reason: Text,
  total_price: Text,
  currency: Text,
  email: Text,
  contact_email: Text,
  phone: Text,
  source_name: Text,
  landing_site: Text,
  referring_site: Text,
  financial_status: Text,
  customer: z.object({ id: Text, email: Text, phone: Text, first_name: Text, last_name: Text }).nullish().catch(null),
  billing_address: Address,
  shipping_address: Address,
  line_items: z.array(z.object({ quantity: Text })).catch([]),
  refunds: z.array(Refund).catch([]),
})
type Order = z.infer<typeof Order>

const placed = ['orders/create', 'orders/paid', 'orders/updated', 'orders/fulfilled', 'orders/edited']

const wrong = (field: string, detail: string): Wrong => ({ reason: 'field_invalid', field, detail })

/** What was paid back, of the transactions that succeeded. */
const refunded = ({ transactions }: z.infer<typeof Refund>): string =>
  sumOf(
    transactions
      .filter(({ kind, status }) => kind === 'refund' && status === 'success')
      .flatMap(({ amount }) => amountOf(amount) ?? []),
  )

/** By this name alone a refund finds its order. */
const nameOf = (order: string, { source }: Around): IncomingIdentifier => ({
  kind: 'anonymous',
  value: `${source}:order:${order}`,
})

function personOf(order: Order, around: Around) {
  const { customer, billing_address: billing, shipping_address: shipping } = order
  const place = billing ?? shipping
  const email = order.email || order.contact_email || customer?.email || ''
  const phone = order.phone || customer?.phone || ''
  return {
    identifiers: [...identifiersOf({ customer: customer?.id ?? '', email, phone }), nameOf(order.id, around)],
    traits: filled({
      first_name: customer?.first_name ?? '',
      last_name: customer?.last_name ?? '',
      email,
      phone: phone || place?.phone || '',
      company: place?.company ?? '',
      street: place?.address1 ?? '',
      postcode: place?.zip ?? '',
      city: place?.city ?? '',
      country: place?.country_code ?? '',
    }),
  }
}

function eventOf(order: Order, around: Around, cancelled: boolean): Incoming | Wrong {
  const at = cancelled ? order.cancelled_at : order.created_at
  const timeMs = timeOf(at, around.timeZone)
  const total = amountOf(order.total_price)
  if (order.id === '') return wrong('id', '')
  if (timeMs === null) return wrong(cancelled ? 'cancelled_at' : 'created_at', at)
  if (total === null) return wrong('total_price', order.total_price)
  const kept = sumOf([total, minus(sumOf(order.refunds.map(refunded)))])
  const items = sumOf(order.line_items.flatMap(({ quantity }) => amountOf(quantity) ?? []))
  const entry = order.source_name === 'pos' ? {} : entryOf(order.landing_site, order.referring_site)
  return incomingOf({
    messageId: `order:${order.id}${cancelled ? ':cancelled' : ''}`,
    name: cancelled ? 'order_cancelled' : 'order',
    timeMs,
    ...personOf(order, around),
    ...(order.source_name === 'pos' ? { channel: 'store' } : wayOf(entry)),
    value: cancelled ? minus(kept) : total,
    currency: order.currency || around.currency,
    properties: filled({
      order_number: order.name || order.id,
      items,
      ...(cancelled ? { reason: order.cancel_reason } : {}),
    }),
  })
}

function refundOf(refund: z.infer<typeof Refund>, around: Around): Incoming | Wrong {
  const timeMs = timeOf(refund.created_at, around.timeZone)
  if (refund.id === '' || refund.order_id === '') return wrong('id', refund.id)
  if (timeMs === null) return wrong('created_at', refund.created_at)
  return incomingOf({
    messageId: `refund:${refund.id}`,
    name: 'order_refunded',
    timeMs,
    identifiers: [nameOf(refund.order_id, around)],
    channel: 'online',
    value: minus(refunded(refund)),
    currency: around.currency,
    properties: { order: refund.order_id },
  })
}

const split = (topic: string, results: readonly (Incoming | Wrong)[]): Read => ({
  topic,
  incoming: results.flatMap((one) => ('reason' in one ? [] : [one])),
  wrong: results.flatMap((one) => ('reason' in one ? [one] : [])),
})

/**
 * Orders as Shopify tells of them. However often an order is told, it is one `order` with its total; `order_cancelled`
 * takes away what of it had not been paid back, `order_refunded` what was paid back: their sum is what was earned.
 */
export function readShopify(body: unknown, around: Around): Read {
  const topic = around.header('x-shopify-topic')
  if (topic === 'refunds/create') {
    const refund = Refund.safeParse(body)
    return split(topic, [refund.success ? refundOf(refund.data, around) : wrong('', 'refund')])
  }
  if (topic !== 'orders/cancelled' && !placed.includes(topic)) return split(topic, [])
  const order = Order.safeParse(body)
  if (!order.success) return split(topic, [wrong('', 'order')])
  const events = [eventOf(order.data, around, false)]
  if (order.data.cancelled_at !== '') events.push(eventOf(order.data, around, true))
  return split(topic, events)
}
