import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readMail } from './mail.ts'
import { csvRows, readOrders } from './orders.ts'
import type { Around } from './schema.ts'
import { readShopify } from './shopify.ts'
import { amountOf, sumOf, timeOf } from './values.ts'
import { readWooCommerce } from './woocommerce.ts'

const around = (headers: Readonly<Record<string, string>> = {}): Around => ({
  nowMs: Date.parse('2026-07-01T00:00:00Z'),
  source: 'shop',
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
  header: (name) => headers[name] ?? '',
})

const shopifyOrder = {
  id: 820982911946154500,
  name: '#9999',
  email: 'Jon@Example.com',
  created_at: '2026-06-25T12:00:00-04:00',
  cancelled_at: null,
  total_price: '199.95',
  currency: 'CHF',
  financial_status: 'paid',
  source_name: 'web',
  landing_site: '/products/bike?utm_source=google&utm_medium=cpc&gclid=abc#top',
  referring_site: 'https://www.google.com/search',
  customer: { id: 115310627314723950, email: null, phone: '+49 171 1', first_name: 'Jon', last_name: 'Doe' },
  billing_address: { address1: 'Weg 1', zip: '01067', city: 'Dresden', country_code: 'DE', company: null },
  line_items: [{ quantity: 1 }, { quantity: 2 }],
  refunds: [],
}

describe('Shopify', () => {
  const shopify = (topic: string, body: unknown) => readShopify(body, around({ 'x-shopify-topic': topic }))

  test('tells of an order', () => {
    const { incoming, wrong } = shopify('orders/create', shopifyOrder)
    expect(wrong).toEqual([])
    expect(incoming).toEqual([
      {
        messageId: 'order:820982911946154500',
        name: 'order',
        timeMs: Date.parse('2026-06-25T16:00:00Z'),
        rawMs: Date.parse('2026-06-25T16:00:00Z'),
        identifiers: [
          { kind: 'customer', value: '115310627314723950' },
          { kind: 'email', value: 'Jon@Example.com' },
          { kind: 'phone', value: '+49 171 1' },
          { kind: 'anonymous', value: 'shop:order:820982911946154500' },
        ],
        together: 'together',
        channel: null,
        entry: {
          utm_source: 'google',
          utm_medium: 'cpc',
          click: 'gclid',
          referrer: 'www.google.com',
          landing: '/products/bike',
        },
        session: null,
        value: '199.95',
        currency: 'CHF',
        properties: { order_number: '#9999', items: '3' },
        traits: {
          first_name: 'Jon',
          last_name: 'Doe',
          email: 'Jon@Example.com',
          phone: '+49 171 1',
          street: 'Weg 1',
          postcode: '01067',
          city: 'Dresden',
          country: 'DE',
        },
      },
    ])
    expect(shopify('orders/paid', shopifyOrder).incoming[0]?.messageId).toBe(incoming[0]?.messageId)
  })

  test('sums what was earned, whatever comes first', () => {
    const refund = {
      id: 5,
      order_id: shopifyOrder.id,
      created_at: '2026-06-27T10:00:00Z',
      transactions: [
        { kind: 'refund', status: 'success', amount: '50.00' },
        { kind: 'refund', status: 'failure', amount: '99.00' },
      ],
    }
    const cancelled = {
      ...shopifyOrder,
      cancelled_at: '2026-06-28T10:00:00Z',
      cancel_reason: 'customer',
      refunds: [refund],
    }
    const events = [...shopify('refunds/create', refund).incoming, ...shopify('orders/cancelled', cancelled).incoming]
    expect(events.map(({ name, value }) => [name, value])).toEqual([
      ['order_refunded', '-50'],
      ['order', '199.95'],
      ['order_cancelled', '-149.95'],
    ])
    expect(sumOf(events.map(({ value }) => value ?? '0'))).toBe('0')
    const order = events[1]?.identifiers ?? []
    expect(order).toContainEqual(events[0]?.identifiers[0])
  })

  test('of the till belongs to the store, and other topics say nothing', () => {
    const [order] = shopify('orders/create', { ...shopifyOrder, source_name: 'pos' }).incoming
    expect(order).toMatchObject({ channel: 'store', entry: {} })
    expect(shopify('products/update', shopifyOrder)).toMatchObject({ incoming: [], wrong: [] })
  })

  test.each([
    ['created_at', { ...shopifyOrder, created_at: 'soon' }],
    ['total_price', { ...shopifyOrder, total_price: '1e9' }],
    ['id', { ...shopifyOrder, id: null }],
  ])('with a wrong %s is rejected', (field, body) => {
    expect(shopify('orders/create', body)).toMatchObject({ incoming: [], wrong: [{ field }] })
  })
})

const wooOrder = {
  id: 727,
  number: '727',
  status: 'processing',
  currency: 'EUR',
  date_created_gmt: '2026-03-22T19:28:02',
  date_modified_gmt: '2026-03-23T08:00:00',
  total: '29.35',
  customer_id: 0,
  payment_method: 'paypal',
  billing: { first_name: 'Änne', last_name: 'Öz', email: 'a@oe.example', phone: '', address_1: 'Weg 2', city: 'Ulm' },
  line_items: [{ quantity: 2 }],
  refunds: [],
  meta_data: [
    { key: '_wc_order_attribution_source_type', value: 'organic' },
    { key: '_wc_order_attribution_referrer', value: 'https://www.ecosia.org/' },
    { key: '_other', value: { nested: true } },
  ],
}

describe('WooCommerce', () => {
  const woo = (body: unknown, topic = 'order.updated') => readWooCommerce(body, around({ 'x-wc-webhook-topic': topic }))

  test('tells of an order', () => {
    expect(woo(wooOrder).incoming).toEqual([
      expect.objectContaining({
        messageId: 'order:727',
        name: 'order',
        timeMs: Date.parse('2026-03-22T19:28:02Z'),
        identifiers: [{ kind: 'email', value: 'a@oe.example' }],
        channel: null,
        entry: { referrer: 'www.ecosia.org' },
        value: '29.35',
        properties: { order_number: '727', items: '2', payment: 'paypal' },
      }),
    ])
  })

  test.each([
    [
      'cancelled',
      [],
      [
        ['order', '29.35'],
        ['order_cancelled', '-29.35'],
      ],
    ],
    [
      'failed',
      [],
      [
        ['order', '29.35'],
        ['order_cancelled', '-29.35'],
      ],
    ],
    [
      'refunded',
      [],
      [
        ['order', '29.35'],
        ['order_refunded', '-29.35'],
      ],
    ],
    [
      'refunded',
      [{ id: 1, total: '-29.35' }],
      [
        ['order', '29.35'],
        ['order_refunded', '-29.35'],
      ],
    ],
    [
      'completed',
      [{ id: 1, total: '-9.35' }],
      [
        ['order', '29.35'],
        ['order_refunded', '-9.35'],
      ],
    ],
    [
      'cancelled',
      [{ id: 1, total: '-9.35' }],
      [
        ['order', '29.35'],
        ['order_refunded', '-9.35'],
        ['order_cancelled', '-20'],
      ],
    ],
    ['checkout-draft', [], []],
  ])('%s with refunds %o', (status, refunds, expected) => {
    const { incoming } = woo({ ...wooOrder, status, refunds })
    expect(incoming.map(({ name, value }) => [name, value])).toEqual(expected)
  })
})

describe('orders of any shop', () => {
  test('come as objects and as CSV', () => {
    const one = {
      order_id: 7,
      created_at: '2026-07-01 10:00',
      total: '12,50',
      email: 'a@b.example',
      items: [1, 2],
      gift: true,
    }
    const rows = csvRows('Bestellnummer;Datum;Betrag;Kundennummer\n8;2026-07-01;1.012,50;K9\n')
    const { incoming, wrong } = readOrders({ orders: [one, ...rows, { total: 1 }, 5] }, around())
    expect(incoming).toMatchObject([
      {
        messageId: 'order:7',
        timeMs: Date.parse('2026-07-01T08:00:00Z'),
        value: '12.5',
        currency: 'EUR',
        channel: 'online',
        identifiers: [{ kind: 'email', value: 'a@b.example' }],
        properties: { order_number: '7', items: '2', gift: 'true' },
      },
      {
        messageId: 'order:8',
        timeMs: Date.parse('2026-06-30T22:00:00Z'),
        value: '1012.5',
        identifiers: [{ kind: 'customer', value: 'K9' }],
      },
    ])
    expect(wrong.map(({ reason, field }) => [reason, field])).toEqual([
      ['field_missing', 'order_id'],
      ['body_malformed', ''],
    ])
  })

  test('that are cancelled take their total away', () => {
    const { incoming } = readOrders({ id: 'A', total: 20, status: 'Cancelled', customer: { id: 4 } }, around())
    expect(incoming).toMatchObject([
      {
        messageId: 'order:A:order_cancelled',
        name: 'order_cancelled',
        value: '-20',
        identifiers: [{ kind: 'customer', value: '4' }],
      },
    ])
  })
})

describe('mails', () => {
  const at = Date.parse('2026-05-01T10:00:00Z')
  const seconds = at / 1000
  const email = 'anna@example.org'
  test.each([
    [
      'SendGrid',
      [
        {
          email,
          timestamp: seconds,
          event: 'click',
          sg_event_id: 'e1',
          url: 'https://x.example',
          category: ['a', 'b'],
        },
      ],
      'email_clicked',
    ],
    ['SendGrid', [{ email, timestamp: seconds, event: 'spamreport', sg_event_id: 'e2' }], 'email_complained'],
    [
      'Mailgun',
      {
        signature: {},
        'event-data': {
          event: 'failed',
          severity: 'permanent',
          timestamp: seconds + 0.4,
          id: 'm',
          recipient: email,
          tags: [],
        },
      },
      'email_bounced',
    ],
    ['Mailgun', { 'event-data': { event: 'opened', timestamp: seconds, id: 'm', recipient: email } }, 'email_opened'],
    [
      'Postmark',
      { RecordType: 'Delivery', MessageID: 'p', Recipient: email, DeliveredAt: '2026-05-01T10:00:00Z' },
      'email_delivered',
    ],
    [
      'Postmark',
      {
        RecordType: 'SubscriptionChange',
        MessageID: 'p',
        Recipient: email,
        ChangedAt: '2026-05-01T10:00:00Z',
        SuppressSending: true,
      },
      'email_unsubscribed',
    ],
    [
      'Brevo',
      {
        event: 'hard_bounce',
        email,
        id: 1,
        date: '2026-05-01 12:00:00',
        ts: seconds,
        ts_event: seconds,
        'message-id': '<b>',
      },
      'email_bounced',
    ],
    ['any', { event: 'unsubscribed', email, time: '2026-05-01T10:00:00Z', campaign: 'May' }, 'email_unsubscribed'],
  ])('of %s: %o', (_, body, name) => {
    const { incoming, wrong } = readMail(body, around())
    expect(wrong).toEqual([])
    expect(incoming).toMatchObject([{ name, channel: 'email', identifiers: [{ kind: 'email', value: email }] }])
    const optsOut = name === 'email_unsubscribed' || name === 'email_complained'
    expect(incoming[0]?.said?.choices).toEqual(optsOut ? { newsletter: false } : undefined)
    expect(Math.floor((incoming[0]?.timeMs ?? 0) / 1000)).toBe(seconds)
  })

  test('that only wait are no events, and what is no mail is wrong', () => {
    const bodies = [
      { event: 'processed', email, timestamp: seconds },
      { event: 'open', email: 'nobody' },
      { RecordType: 'SubscriptionChange', Recipient: email, SuppressSending: false },
      7,
    ]
    const { incoming, wrong } = readMail(bodies, around())
    expect(incoming).toEqual([])
    expect(wrong.map(({ field }) => field)).toEqual(['email', ''])
  })
})

test('amounts add up exactly', () => {
  const amount = fc.integer({ min: -1e12, max: 1e12 }).map((n) => (n / 10_000).toFixed(4))
  fc.assert(
    fc.property(fc.array(amount, { maxLength: 20 }), (list) => {
      const cents = list.reduce((sum, one) => sum + BigInt(one.replace('.', '')), 0n)
      expect(BigInt(Math.round(Number(sumOf(list)) * 10_000))).toBe(cents)
    }),
  )
  expect(['1.234,50', '12,5', '-3.10', '7', '1e3', 'x', ''].map(amountOf)).toEqual([
    '1234.5',
    '12.5',
    '-3.1',
    '7',
    null,
    null,
    null,
  ])
})

test('times without a zone are those of the workspace', () => {
  const times = [
    '2026-03-29 01:59:59',
    '2026-03-29T03:00',
    '2026-12-01',
    '2026-12-01T00:00:00+0100',
    '1764543600',
    '1764543600000',
    'x',
    '2026-13-01',
  ]
  expect(times.map((text) => timeOf(text, 'Europe/Berlin')).map((ms) => ms && new Date(ms).toISOString())).toEqual([
    '2026-03-29T00:59:59.000Z',
    '2026-03-29T01:00:00.000Z',
    '2026-11-30T23:00:00.000Z',
    '2026-11-30T23:00:00.000Z',
    '2025-11-30T23:00:00.000Z',
    '2025-11-30T23:00:00.000Z',
    null,
    null,
  ])
})

test('no body makes a reader throw', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (body) => {
      for (const read of [readShopify, readWooCommerce, readOrders, readMail]) {
        read(body, around({ 'x-shopify-topic': 'orders/create', 'x-wc-webhook-topic': 'order.created' }))
      }
    }),
  )
})
