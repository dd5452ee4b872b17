import type { Incoming, IncomingIdentifier } from '../intake/schema.ts'
import type { Answer, Message, Note, NoteKind, Tally, Tile } from './schema.ts'
import { otherTile } from './words.ts'

export const statedEvent = 'stated_source'

/** The event and the channel of what staff note; named as in the sample shop. */
export const noteEvents: Readonly<Record<NoteKind, { readonly name: string; readonly channel: string }>> = {
  walk_in: { name: 'store_visit', channel: 'store' },
  phone_call: { name: 'phone_advice', channel: 'phone' },
  order_card: { name: 'order_card_sent', channel: 'print' },
  complaint: { name: 'complaint', channel: 'store' },
  recommendation: { name: 'friend_referred', channel: 'word_of_mouth' },
}

/** Where a message comes from, and what it takes to read it. */
export type Origin = {
  readonly device: { readonly id: string; readonly place: string; readonly till: string } | null
  readonly tiles: ReadonlyMap<string, Pick<Tile, 'channel'>>
  readonly currency: string
  /** How far the clock of the device is behind ours, in ms. */
  readonly behindMs: number
  readonly nowMs: number
}

const earliest = Date.UTC(2000, 0, 1)
const latest = Date.UTC(2100, 0, 1)
/** Clocks that differ less are taken as right. */
const toleratedMs = 60_000

/** How far a device's clock is behind ours, by what it showed when it sent. */
export const behindBy = (sent: number, nowMs: number): number =>
  Math.abs(nowMs - sent) < toleratedMs ? 0 : nowMs - sent

/** Whether the time can be stored at all. */
export const isSane = ({ at }: Pick<Message, 'at'>): boolean => at >= earliest && at < latest

const filled = (texts: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''))

/** Who it was. Somebody unknown is nobody but this one message: it never joins anything. */
function whoIs(message: Message): IncomingIdentifier {
  const { customer, what, id } = message
  if (customer === '') return { kind: 'daily', value: `${what}:${id}` }
  return { kind: customer.includes('@') ? 'email' : 'customer', value: customer }
}

const statedBy = (tile: string, { tiles }: Origin): string =>
  tile === otherTile ? otherTile : (tiles.get(tile)?.channel ?? '')

const answerFacts = (answer: Answer, origin: Origin): Record<string, string> => ({
  stated_channel: statedBy(answer.tile, origin),
  tile: answer.tile,
  position: answer.position > 0 ? String(answer.position) : '',
  order: answer.order.join(','),
  seed: String(answer.seed),
  language: answer.language,
  text: answer.text,
  skipped: answer.tile === '' ? 'yes' : '',
  suspected: answer.suspected ? 'yes' : '',
  linked: answer.customer === '' ? '' : 'yes',
})

const noteFacts = (note: Note): Record<string, string> => ({ note: note.text })

/** The event that a message becomes. The channel of an answer is where it was given; what it states is a property. */
export function toIncoming(message: Message, origin: Origin): Incoming {
  const { id, at, amount } = message
  const { device, behindMs, nowMs, currency } = origin
  const { name, channel } =
    message.what === 'answer' ? { name: statedEvent, channel: 'store' } : noteEvents[message.kind]
  const facts = message.what === 'answer' ? answerFacts(message, origin) : noteFacts(message)
  const where = { device: device?.id ?? '', store: device?.place ?? '', till: device?.till ?? '' }
  return {
    messageId: id,
    name,
    timeMs: Math.max(earliest, Math.min(nowMs, at + behindMs)),
    rawMs: at,
    identifiers: [whoIs(message)],
    together: 'apart',
    channel,
    entry: {},
    session: '',
    value: amount === '' ? null : amount,
    currency: amount === '' ? '' : currency,
    properties: filled({ ...facts, ...where }),
    traits: {},
  }
}

/** One event for every stroke of a paper tally, spread over the noon of its day. */
export function tallyEvents(tally: Tally, noonMs: number, origin: Origin): Incoming[] {
  const strokes = Object.entries(tally.counts).flatMap(([tile, count]) =>
    Array.from({ length: count }, (_, i) => ({ tile, stroke: `${tally.id}:${tile}:${i}` })),
  )
  return strokes.map(({ tile, stroke }, i) => ({
    messageId: `tally:${stroke}`,
    name: statedEvent,
    timeMs: noonMs + i,
    rawMs: noonMs + i,
    identifiers: [{ kind: 'daily', value: `tally:${stroke}` }],
    together: 'apart',
    channel: 'store',
    entry: {},
    session: '',
    value: null,
    currency: '',
    properties: filled({
      stated_channel: statedBy(tile, origin),
      tile,
      skipped: tile === '' ? 'yes' : '',
      tally: 'yes',
      device: origin.device?.id ?? '',
      store: origin.device?.place ?? '',
      till: origin.device?.till ?? '',
      tally_id: tally.id,
    }),
    traits: {},
  }))
}
