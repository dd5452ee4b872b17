import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto'
import { z } from 'zod'
import type { Provider } from './schema.ts'

export type Signed = {
  readonly body: Buffer
  readonly header: (name: string) => string
  readonly secret: string
}

const same = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

const hmac = (secret: string, body: Buffer | string, form: 'hex' | 'base64'): string =>
  createHmac('sha256', secret).update(body).digest(form)

const withHeader =
  (name: string, form: 'hex' | 'base64') =>
  ({ body, header, secret }: Signed) => {
    const given = header(name).replace(/^sha256=/i, '')
    return same(form === 'hex' ? given.toLowerCase() : given, hmac(secret, body, form))
  }

const Mailgun = z.object({
  signature: z.object({ timestamp: z.string(), token: z.string(), signature: z.string() }),
})

const parsed = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

function isMailgun({ body, secret }: Signed): boolean {
  const read = Mailgun.safeParse(parsed(body))
  if (!read.success) return false
  const { timestamp, token, signature } = read.data.signature
  return same(signature, hmac(secret, timestamp + token, 'hex'))
}

/** SendGrid signs with a key of its own; the secret is its public half. */
function isSendGrid({ body, header, secret }: Signed): boolean {
  const signature = header('x-twilio-email-event-webhook-signature')
  const timestamp = header('x-twilio-email-event-webhook-timestamp')
  if (signature === '' || timestamp === '') return false
  try {
    const key = createPublicKey({ key: Buffer.from(secret, 'base64'), format: 'der', type: 'spki' })
    return verify('sha256', Buffer.concat([Buffer.from(timestamp), body]), key, Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}

/** Postmark and Brevo sign nothing; they send the secret along as a password or token, which only https hides. */
function isSent({ header, secret }: Signed): boolean {
  const [scheme = '', given = ''] = header('authorization').split(' ')
  if (/^bearer$/i.test(scheme)) return same(given, secret)
  if (!/^basic$/i.test(scheme)) return same(header('x-webhook-secret'), secret)
  const pair = Buffer.from(given, 'base64').toString('utf8')
  return same(pair.slice(pair.indexOf(':') + 1), secret)
}

const generic = withHeader('x-signature', 'hex')

const checks: Readonly<Record<Provider, (signed: Signed) => boolean>> = {
  shopify: withHeader('x-shopify-hmac-sha256', 'base64'),
  woocommerce: withHeader('x-wc-webhook-signature', 'base64'),
  orders: generic,
  mail: (signed) => generic(signed) || isSendGrid(signed) || isMailgun(signed) || isSent(signed),
}

/** Whether a delivery comes from whoever holds the secret: judged by its bytes as they came. */
export const isSigned = (provider: Provider, signed: Signed): boolean => checks[provider](signed)
