import type { Incoming, IncomingIdentifier, Rejected } from '../intake/schema.ts'
import type { SigningSecret, SourceRef } from '../sources/schema.ts'
import { limits } from './body.ts'
import { cleanText, countOf, type Fields, fieldsOf, flatten, isDeeper, isFields, plainText } from './clean.ts'
import { saidIn } from './consent.ts'
import { deviceOf } from './device.ts'
import { entryOf } from './entry.ts'
import { type Doubt, doubtOf } from './proof.ts'
import { readTime, stamp } from './times.ts'
import { traitsOf } from './traits.ts'
import { amountOf, currencyOf } from './values.ts'

export const messageTypes = ['track', 'page', 'screen', 'identify', 'group', 'alias'] as const
export type MessageType = (typeof messageTypes)[number]

/** What a request says about all of its messages. */
export type Delivery = {
  readonly source: SourceRef
  /** With what the site proves who its browsers are. */
  readonly signing: readonly SigningSecret[]
  readonly receivedMs: number
  readonly sentAt: unknown
  /** The request is a further try, so that the time of sending may be that of the first. */
  readonly isRetry: boolean
  /** The context of the batch, for messages without their own. */
  readonly context: Fields
  readonly userAgent: string
  /** Names an unknown browser for today. */
  readonly daily: () => string
  /** The sender's address, shortened. */
  readonly address: string
  /** Messages may be larger than allowed, since the request is. */
  readonly isLarge: boolean
}

export type Understood = { readonly incoming?: Incoming; readonly rejected?: Rejected }

const longestName = 200
const longestId = 500
const longestSample = 2_000
/** What of a message's properties is kept at most. */
const room = 24_000

const names: Readonly<Record<Exclude<MessageType, 'track'>, string>> = {
  page: 'page_view',
  screen: 'screen_view',
  identify: 'identify',
  group: 'group',
  alias: 'alias',
}

/** Channels that sources of a kind stand for; those of the others follow from how visits begin. */
const channels: Partial<Record<SourceRef['kind'], string>> = { till: 'store', phone: 'phone', mailing: 'email' }

const uuid = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i

const isType = (value: unknown): value is MessageType => messageTypes.some((type) => type === value)

const idOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? (plainText(value, longestId) ?? '').trim() : ''

/** Whoever has a token may speak for somebody: nobody sees it in a sample. */
const hidden = (name: string, value: unknown): unknown => (name === 'userToken' ? '…' : value)

/** The beginning of a message as it came. */
export function sampleOf(message: unknown): string {
  try {
    return (JSON.stringify(message, hidden) ?? '').slice(0, longestSample).toWellFormed()
  } catch {
    return ''
  }
}

const refusal = (reason: string, field: string, message: unknown, detail = ''): Rejected => ({
  reason,
  field,
  detail: cleanText(detail, 200),
  sample: sampleOf(message),
})

/** What a client calls somebody from before: most are the ids that SDKs make up, which are UUIDs. */
const kindOfPrevious = (previous: string, anonymous: string): IncomingIdentifier['kind'] =>
  previous === anonymous || uuid.test(previous) || /^anon/i.test(previous) ? 'anonymous' : 'user'

/** What the sources of orders call an order: by this name no browser may come. */
const reserved = /:order:/

/** What a browser calls itself; it may name neither an order nor, as somebody from before, a user. */
const ofBrowser =
  (message: Fields) =>
  ({ kind, value }: IncomingIdentifier): boolean =>
    kind === 'anonymous' ? !reserved.test(value) : kind === 'user' && value === idOf(message.userId)

function identifiersOf(type: MessageType, message: Fields, traits: Readonly<Record<string, string>>, trusted: boolean) {
  const [user, anonymous] = [idOf(message.userId), idOf(message.anonymousId)]
  const previous = type === 'alias' ? idOf(message.previousId) : ''
  const list: IncomingIdentifier[] = []
  if (user !== '') list.push({ kind: 'user', value: user })
  if (trusted && traits.email) list.push({ kind: 'email', value: traits.email })
  if (trusted && traits.phone) list.push({ kind: 'phone', value: traits.phone })
  if (previous !== '') list.push({ kind: kindOfPrevious(previous, anonymous), value: previous })
  else if (anonymous !== '') list.push({ kind: 'anonymous', value: anonymous })
  return list
}

/** Properties as text, with what belongs to them but stands elsewhere in the message. */
function propertiesOf(type: MessageType, message: Fields, context: Fields, device: string) {
  const given = fieldsOf(message.properties)
  const { texts, cut } = flatten(given, room)
  const put = (key: string, value: unknown) => {
    const text = plainText(value, 2_000)
    if (text && texts[key] === undefined) texts[key] = text
  }
  if (type === 'page' || type === 'screen') {
    const page = fieldsOf(context.page)
    for (const key of ['title', 'path', 'url', 'referrer', 'search']) if (type === 'page') put(key, page[key])
    put('name', message.name)
    put('category', message.category)
  }
  if (type === 'group') {
    put('group_id', message.groupId)
    const group = flatten(fieldsOf(message.traits), room / 4).texts
    for (const key of Object.keys(group)) put(`group.${key}`, group[key])
  }
  if (isFields(context.consent)) {
    const consent = flatten(context.consent, room / 8).texts
    for (const key of Object.keys(consent)) put(`consent.${key}`, consent[key])
  }
  if (device !== '') put('device', device)
  return { given, texts, cut }
}

const sizeOf = (message: Fields): number => Buffer.byteLength(JSON.stringify(message))

function nameOf(type: MessageType, message: Fields): string {
  return type === 'track' ? (plainText(message.event, longestName) ?? '').trim() : names[type]
}

function timeOf(message: Fields, { source, receivedMs, sentAt, isRetry }: Delivery) {
  const retried = isRetry || countOf(fieldsOf(message._metadata).retryCount) > 0
  const sentMs = retried ? undefined : readTime(message.sentAt ?? sentAt)
  return stamp(message.timestamp ?? message.originalTimestamp, { receivedMs, trusted: source.trusted, sentMs })
}

/** An event of ours from one message of an SDK; beside it, or instead, why it is not as it came. `type`: the route's. */
export function understand(message: unknown, type: MessageType | undefined, delivery: Delivery): Understood {
  if (!isFields(message)) return { rejected: refusal('message.shape', '', message) }
  if (isDeeper(message, limits.depth)) return { rejected: refusal('message.deep', '', message) }
  const kind = type ?? message.type
  if (!isType(kind)) return { rejected: refusal('message.type', 'type', message, plainText(kind, 100)) }
  const name = nameOf(kind, message)
  if (name === '') return { rejected: refusal('event.none', 'event', message) }
  return event(kind, name, message, delivery)
}

type Proven = { readonly together: Incoming['together']; readonly doubt: Doubt | undefined }

/**
 * Whether a message may speak for the person it names. The keys of servers may; a browser may with a token of its site, and
 * else speaks for itself alone. No browser makes one of two people who are known.
 */
function provenBy(type: MessageType, message: Fields, context: Fields, delivery: Delivery): Proven {
  const { source, signing, receivedMs } = delivery
  if (source.trusted) return { together: type === 'alias' ? 'alias' : 'together', doubt: undefined }
  const user = idOf(message.userId)
  if (user === '') return { together: 'unproven', doubt: undefined }
  const doubt = doubtOf(idOf(message.userToken) || idOf(context.userToken), user, signing, receivedMs)
  return { together: doubt === undefined ? 'together' : 'unproven', doubt }
}

/** What of a message does not count for the person whom it names, since nothing proves it. */
function doubted(doubt: Doubt | undefined, { traits, said }: Incoming, message: Fields): Rejected | undefined {
  const parts = [...(Object.keys(traits).length > 0 ? ['traits'] : []), ...(said ? ['consent'] : [])]
  if (doubt === undefined || (doubt === 'proof.missing' && parts.length === 0)) return undefined
  return refusal(doubt, 'userToken', message, parts.join(', '))
}

function event(type: MessageType, name: string, message: Fields, delivery: Delivery): Understood {
  const { source, isLarge } = delivery
  const context = isFields(message.context) ? message.context : delivery.context
  const device = source.trusted ? '' : deviceOf(plainText(context.userAgent, 500) || delivery.userAgent)
  if (device === 'bot') return { rejected: refusal('sender.bot', 'context.userAgent', message) }
  const traits = traitsOf(fieldsOf(context.traits), type === 'identify' ? fieldsOf(message.traits) : {})
  const named = identifiersOf(type, message, traits, source.trusted)
  const identifiers = source.trusted ? named : named.filter(ofBrowser(message))
  const isForeign = identifiers.length < named.length
  if (identifiers.length === 0 && !source.trusted) identifiers.push({ kind: 'daily', value: delivery.daily() })
  if (identifiers.length === 0) return { rejected: refusal('person.none', 'userId', message) }
  const { given, texts: properties, cut } = propertiesOf(type, message, context, device)
  const { timeMs, rawMs, unbelieved } = timeOf(message, delivery)
  if (unbelieved !== undefined) properties.raw_time = cleanText(unbelieved, 100)
  const { together, doubt } = provenBy(type, message, context, delivery)
  const said = type === 'alias' ? undefined : saidIn(name, given, context, delivery.address)
  const stated = source.trusted && typeof given.channel === 'string' ? cleanText(given.channel.trim(), 60) : ''
  const incoming: Incoming = {
    messageId: idOf(message.messageId) || null,
    name,
    timeMs,
    rawMs,
    identifiers,
    together,
    channel: stated || channels[source.kind] || null,
    entry: entryOf(context, given),
    session: null,
    value: source.trusted ? amountOf(given) : null,
    currency: currencyOf(given),
    properties,
    traits,
    ...(said && { said }),
  }
  const foreign = isForeign ? refusal('identifier.foreign', 'anonymousId', message) : undefined
  const unsaid = foreign ?? doubted(doubt, incoming, message)
  if (unsaid) return { incoming, rejected: unsaid }
  const isTooLarge = cut || (isLarge && sizeOf(message) > limits.message)
  return isTooLarge ? { incoming, rejected: refusal('message.large', 'properties', message, 'cut') } : { incoming }
}
