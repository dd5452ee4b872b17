import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto'
import { z } from 'zod'
import type { Provider } from './schema.ts'

export type Signed = {
  readonly body: Buffer
  readonly header: (name: string) => string
  readonly secret: string
  readonly nowMs: number
}

/** `undated`: right, but without the time that must be signed with it; `expired`: signed too long ago. */
export type Verdict = 'signed' | 'wrong' | 'undated' | 'expired'

/** How far the time of a signature may be from ours: whoever caught a delivery cannot send it again later. */
export const toleratedMs = 5 * 60_000

/** `seconds` since 1970, as they were signed. */
const dated = (seconds: string, nowMs: number): Verdict =>
  /^\d{1,12}$/.test(seconds) && Math.abs(nowMs - Number(seconds) * 1000) <= toleratedMs ? 'signed' : 'expired'

const same = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

const hmac = (secret: string, body: Buffer | string, form: 'hex' | 'base64'): string =>
  createHmac('sha256', secret).update(body).digest(form)

const withHeader =
  (name: string, form: 'base64') =>
  ({ body, header, secret }: Signed): Verdict =>
    same(header(name), hmac(secret, body, form)) ? 'signed' : 'wrong'

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

function byMailgun({ body, secret, nowMs }: Signed): Verdict {
  const read = Mailgun.safeParse(parsed(body))
  if (!read.success) return 'wrong'
  const { timestamp, token, signature } = read.data.signature
  return same(signature, hmac(secret, timestamp + token, 'hex')) ? dated(timestamp, nowMs) : 'wrong'
}

/** Mailgun signs no body: its token stands for one, so that nobody puts another one beneath it. */
export const onceOf = (body: Buffer): string | undefined => Mailgun.safeParse(parsed(body)).data?.signature.token

/** SendGrid signs with a key of its own; the secret is its public half. */
function bySendGrid({ body, header, secret, nowMs }: Signed): Verdict {
  const signature = header('x-twilio-email-event-webhook-signature')
  const timestamp = header('x-twilio-email-event-webhook-timestamp')
  if (signature === '' || timestamp === '') return 'wrong'
  try {
    const key = createPublicKey({ key: Buffer.from(secret, 'base64'), format: 'der', type: 'spki' })
    const signed = Buffer.concat([Buffer.from(timestamp), body])
    return verify('sha256', signed, key, Buffer.from(signature, 'base64')) ? dated(timestamp, nowMs) : 'wrong'
  } catch {
    return 'wrong'
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

/** The secret itself proves no time; such deliveries are known again by what they name. */
const bySecret = (signed: Signed): Verdict => (isSent(signed) ? 'signed' : 'wrong')

/** Whoever programs a sender signs the second since 1970 of `X-Timestamp`, a dot and the body. */
function byTimestamp({ body, header, secret, nowMs }: Signed): Verdict {
  const given = header('x-signature')
    .replace(/^sha256=/i, '')
    .toLowerCase()
  const seconds = header('x-timestamp')
  if (seconds === '') return same(given, hmac(secret, body, 'hex')) ? 'undated' : 'wrong'
  const signed = Buffer.concat([Buffer.from(`${seconds}.`), body])
  return same(given, hmac(secret, signed, 'hex')) ? dated(seconds, nowMs) : 'wrong'
}

const first =
  (...ways: readonly ((signed: Signed) => Verdict)[]) =>
  (signed: Signed): Verdict =>
    ways.map((way) => way(signed)).find((verdict) => verdict !== 'wrong') ?? 'wrong'

/** Shop systems sign no time: an order that comes again is known by its number, and nothing goes back. */
const checks: Readonly<Record<Provider, (signed: Signed) => Verdict>> = {
  shopify: withHeader('x-shopify-hmac-sha256', 'base64'),
  woocommerce: withHeader('x-wc-webhook-signature', 'base64'),
  orders: byTimestamp,
  mail: first(byTimestamp, bySendGrid, byMailgun, bySecret),
}

/** Whether a delivery comes from whoever holds the secret, and of late: judged by its bytes as they came. */
export const verdictOn = (provider: Provider, signed: Signed): Verdict => checks[provider](signed)
