import { z } from 'zod'
import { Period, Share } from '../../../kernel/figures.ts'
import { Book, Day, Milliseconds } from '../../../kernel/words.ts'
import { deviceKinds, mostTiles, noteKinds, tileIcons } from './words.ts'

export const TileIcon = z.enum(tileIcons)
export type TileIcon = z.infer<typeof TileIcon>

const Words = z.string().trim().min(1).max(60)

/** One way to have heard of the company. `id` stands in events and never changes; `channel` is what it states. */
export const Tile = z.object({
  id: z.string(),
  de: Words,
  en: Words,
  icon: TileIcon,
  channel: z.string().trim().min(1).max(60),
  archived: z.boolean(),
})
export type Tile = z.infer<typeof Tile>

/** A tile as it is saved: a new one has no id yet. */
export const TileChange = Tile.extend({ id: z.string().max(60).nullable() })
export type TileChange = z.infer<typeof TileChange>

export const DeviceKind = z.enum(deviceKinds)
export type DeviceKind = z.infer<typeof DeviceKind>

export const DeviceSettings = z.object({
  name: z.string().trim().min(1).max(60),
  place: z.string().trim().max(60).default(''),
  till: z.string().trim().max(60).default(''),
  language: z.enum(['de', 'en']),
  extra: z.boolean().default(false),
  burst: z.number().int().min(0).max(60).default(12),
})
export type DeviceSettings = z.infer<typeof DeviceSettings>

export const NewDevice = DeviceSettings.extend({ kind: DeviceKind })
export type NewDevice = z.infer<typeof NewDevice>

export const Device = NewDevice.extend({
  id: z.uuid(),
  created: z.iso.datetime(),
  revoked: z.iso.datetime().nullable(),
  /** When it last spoke, and how many messages waited on it then. */
  seen: z.iso.datetime().nullable(),
  waiting: z.number().int(),
})
export type Device = z.infer<typeof Device>

export const MadeDevice = z.object({ device: Device, key: z.string() })
export type MadeDevice = z.infer<typeof MadeDevice>

/** What a device must know; it keeps it for when there is no network. */
export const DeviceConfig = z.object({
  kind: DeviceKind,
  name: z.string(),
  place: z.string(),
  language: z.enum(['de', 'en']),
  extra: z.boolean(),
  burst: z.number().int(),
  company: z.string(),
  currency: z.string(),
  tiles: z.array(Tile.omit({ archived: true, channel: true })),
})
export type DeviceConfig = z.infer<typeof DeviceConfig>

export const NoteKind = z.enum(noteKinds)
export type NoteKind = z.infer<typeof NoteKind>

const Customer = z.string().trim().max(200)
const Amount = z
  .string()
  .max(12)
  .regex(/^\d{1,9}(\.\d{1,2})?$/)
const common = {
  id: z.uuid(),
  /** When it was entered, by the clock of the device, in ms since 1970. */
  at: Milliseconds,
  /** A customer number or an e-mail address; empty: nobody known. */
  customer: Customer,
  /** A decimal number with a dot; empty: none. */
  amount: z.union([Amount, z.literal('')]),
}

/** An answer at the till. `tile` empty: "no answer"; `order` and `position` (from 1) tell how the tiles stood. */
export const Answer = z.object({
  ...common,
  what: z.literal('answer'),
  tile: z.string().max(60),
  text: z.string().trim().max(300),
  order: z.array(z.string().max(60)).max(mostTiles),
  position: z.number().int().min(0).max(mostTiles),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 32),
  language: z.enum(['de', 'en']),
  suspected: z.boolean(),
})
export type Answer = z.infer<typeof Answer>

/** What somebody of the staff noted. */
export const Note = z.object({
  ...common,
  what: z.literal('note'),
  kind: NoteKind,
  text: z.string().trim().max(500),
})
export type Note = z.infer<typeof Note>

export const Message = z.discriminatedUnion('what', [Answer, Note])
export type Message = z.infer<typeof Message>

export const Withdrawal = z.object({
  id: z.uuid(),
  at: Milliseconds,
  undone: Milliseconds,
})
export type Withdrawal = z.infer<typeof Withdrawal>

export const Delivery = z.object({
  /** The clock of the device when it sent this. */
  sent: Milliseconds,
  /** How many messages wait on the device, these included. */
  waiting: z.number().int().min(0).max(1_000_000),
  messages: z.array(z.unknown()).max(200),
  withdrawals: z.array(z.unknown()).max(200),
})
export type Delivery = z.infer<typeof Delivery>

/** Every message and withdrawal of a delivery stands in one of the lists: the device may forget it. */
export const Receipt = z.object({ taken: z.array(z.string()), refused: z.array(z.string()) })
export type Receipt = z.infer<typeof Receipt>

/** A count per tile (and `other`, and '' for "no answer") that was kept on paper. */
export const NewTally = z.object({
  device: z.uuid(),
  day: Day,
  counts: Book(z.string().max(60), z.number().int().min(0).max(500), 100),
})
export type NewTally = z.infer<typeof NewTally>

export const Tally = NewTally.extend({ id: z.uuid(), entered: z.iso.datetime() })
export type Tally = z.infer<typeof Tally>

const Shares = z.array(z.object({ channel: z.string(), share: Share }))

/** What customers said beside what was measured; the two are never added up. */
export const Stated = z.object({
  /** Answers that name a source, the base of `byTile` and `byChannel`. */
  named: z.number().int(),
  skipped: z.number().int(),
  /** Taken for play and left out of everything else. */
  suspected: z.number().int(),
  /** How many of the answers come from paper. */
  tally: z.number().int(),
  byTile: z.array(z.object({ tile: z.string(), de: z.string(), en: z.string(), share: Share })),
  byChannel: Shares,
  /** First and last measured channel of everybody with a measured touch in the period. */
  measured: z.object({ people: z.number().int(), first: Shares, last: Shares }),
  /** Answers of known customers with measured touches before the answer. */
  linked: z.object({
    n: z.number().int(),
    agreesFirst: Share,
    agreesLast: Share,
    pairs: z.array(z.object({ stated: z.string(), first: z.string(), last: z.string(), count: z.number().int() })),
  }),
  overTime: z.array(z.object({ from: z.iso.date(), named: z.number().int(), skipped: z.number().int() })),
  tills: z.array(
    z.object({
      device: z.string(),
      name: z.string(),
      place: z.string(),
      named: z.number().int(),
      skipped: z.number().int(),
      suspected: z.number().int(),
      tally: z.number().int(),
      /** Of all who were asked there, those who named a source. */
      naming: Share,
      /** Receipts or visits counted there; null where none are known. */
      counted: z.object({ what: z.enum(['receipts', 'visits']), n: z.number().int(), rate: Share }).nullable(),
    }),
  ),
  first: z.iso.datetime().nullable(),
  last: z.iso.datetime().nullable(),
})
export type Stated = z.infer<typeof Stated>

export const StatedQuestion = z.object({ period: Period.nullable().default(null) })
export type StatedQuestion = z.infer<typeof StatedQuestion>
