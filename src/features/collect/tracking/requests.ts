import type { IncomingHttpHeaders } from 'node:http'
import { truncated } from '../../../platform/http/address.ts'
import { openMemory } from '../intake/memory.ts'
import type { Incoming, Intake, Rejected } from '../intake/schema.ts'
import { allowsOrigin } from '../sources/origins.ts'
import type { KnownKey } from '../sources/schema.ts'
import { type Body, limits } from './body.ts'
import { countOf, type Fields, fieldsOf, isDeeper } from './clean.ts'
import type { Daily } from './daily.ts'
import { trackingFault } from './faults.ts'
import { messageKey, requestKey } from './key.ts'
import { type Delivery, type MessageType, sampleOf, understand } from './messages.ts'

export type TrackingDeps = {
  readonly intake: Pick<Intake, 'take' | 'reject'>
  readonly keys: { find(writeKey: string): Promise<KnownKey | undefined> }
  readonly now: () => number
  readonly daily: Daily
}

/** A request as far as messages care. */
export type Sending = {
  readonly body: Body
  /** What the route stands for; undefined: every message says it. */
  readonly type: MessageType | undefined
  readonly headers: IncomingHttpHeaders
  readonly query: Fields
  readonly address: string
}

const headerOf = (headers: IncomingHttpHeaders, name: string): string => {
  const value = headers[name]
  return typeof value === 'string' ? value : ''
}

const retryHeaders = ['x-retry-count', 'x-retry-attempt', 'retry-count', 'rsa-retry-count', 'rsa-retry-attempt']

const isRetry = (headers: IncomingHttpHeaders, body: Fields): boolean =>
  retryHeaders.some((name) => Number(headerOf(headers, name)) > 0) || countOf(body.retryCount) > 0

/** The page that sent it; pictures tell it by their referrer. */
function originOf(headers: IncomingHttpHeaders): string {
  const { origin, referer } = headers
  if (typeof origin === 'string' && origin !== '') return origin
  return referer !== undefined && URL.canParse(referer) ? new URL(referer).origin : ''
}

/** The messages of a request by the key that they carry. */
function byKey({ body: { fields }, headers, query }: Sending, messages: readonly unknown[]) {
  const all = requestKey(headers.authorization, fields)
  if (all !== '') return new Map([[all, messages]])
  const groups = new Map<string, unknown[]>()
  for (const message of messages.length > 0 ? messages : [{}]) {
    const key = messageKey(message, query, headers.authorization)
    const group = groups.get(key)
    if (group) group.push(message)
    else groups.set(key, [message])
  }
  return groups
}

function messagesOf({ body: { fields }, type }: Sending): readonly unknown[] {
  if (Array.isArray(fields.batch)) return fields.batch
  return type === undefined && fields.type === undefined ? [] : [fields]
}

const apart = (reason: string, message: unknown): Rejected => ({
  reason,
  field: '',
  detail: '',
  sample: sampleOf(message),
})

export function openRequests({ intake, keys, now, daily }: TrackingDeps) {
  /** Of whom it was told lately that nothing proves who they are: SDKs repeat consent in every message. */
  const told = openMemory<number>(50_000)

  function isNews(source: string, { reason, detail }: Rejected, message: unknown): boolean {
    if (reason !== 'proof.missing') return true
    const key = `${source} ${detail} ${String(fieldsOf(message).userId)}`
    const hour = Math.floor(now() / 3_600_000)
    if (told.get(key) === hour) return false
    told.set(key, hour)
    return true
  }

  /** Addresses without what names one household. */
  const known = openMemory<string>(5_000)

  function deliveryOf({ body, headers, address }: Sending, { source, signing }: KnownKey): Delivery {
    const context = fieldsOf(body.fields.context)
    const userAgent = headerOf(headers, 'user-agent')
    const where = known.get(address) ?? truncated(address)
    known.set(address, where)
    return {
      source,
      signing,
      receivedMs: now(),
      sentAt: body.fields.sentAt ?? headers.sentat,
      isRetry: isRetry(headers, body.fields),
      context: isDeeper(context, limits.depth) ? {} : context,
      userAgent,
      address: where,
      daily: () => daily(source.id, where, userAgent),
      isLarge: body.size > limits.message,
    }
  }

  /** Why nothing of this request may pass; its sender is not told, since it could do nothing about it. */
  function barred({ headers }: Sending, { source, paused, origins }: KnownKey): string | undefined {
    if (paused) return 'source.paused'
    const origin = source.trusted ? '' : originOf(headers)
    return origin !== '' && !allowsOrigin(origins, origin) ? 'origin.foreign' : undefined
  }

  async function bring(sending: Sending, known: KnownKey, messages: readonly unknown[]): Promise<void> {
    const why = barred(sending, known)
    const delivery = deliveryOf(sending, known)
    const incoming: Incoming[] = []
    const rejected: Rejected[] = []
    for (const [i, message] of messages.entries()) {
      if (why || i >= limits.messages) {
        rejected.push(apart(why ?? 'batch.large', message))
        continue
      }
      const understood = understand(message, sending.type, delivery)
      if (understood.incoming) incoming.push(understood.incoming)
      if (understood.rejected && isNews(known.source.id, understood.rejected, message)) {
        rejected.push(understood.rejected)
      }
    }
    if (incoming.length > 0) await intake.take(known.source, incoming)
    intake.reject(known.source, rejected)
  }

  return {
    /** Resolves once every good message of a request is durable. */
    async receive(sending: Sending): Promise<void> {
      const groups = byKey(sending, messagesOf(sending))
      const known = await Promise.all(
        [...groups].map(async ([key, messages]) => ({ key, messages, found: await keys.find(key) })),
      )
      if (known.every(({ key }) => key === '')) throw trackingFault('key.missing')
      if (known.every(({ found }) => !found)) throw trackingFault('key.unknown')
      await Promise.all(known.map(({ found, messages }) => found && bring(sending, found, messages)))
    },
    find: keys.find,
  }
}

export type Requests = ReturnType<typeof openRequests>
