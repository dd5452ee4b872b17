import { z } from 'zod'
import { trimSigns } from '../../../kernel/trim.ts'

export const sourceKinds = ['website', 'server', 'till', 'phone', 'mailing', 'import', 'form', 'webhook'] as const
export const SourceKind = z.enum(sourceKinds)
export type SourceKind = z.infer<typeof SourceKind>

const browserKinds: readonly SourceKind[] = ['website', 'form']

/** Whether the keys of a kind are public, since browsers send them: they can only add, and nothing is believed of them. */
export const isPublic = (kind: SourceKind): boolean => browserKinds.includes(kind)

/**
 * Where events come from, as everything that stores them sees it. `slug` is what `events.source` holds: made of the first
 * name, never changed. `trusted`: the key is secret, so past times, values and identifiers such as e-mail are believed.
 */
export const SourceRef = z
  .object({ workspace: z.string(), id: z.string(), slug: z.string(), kind: SourceKind, trusted: z.boolean() })
  .readonly()
export type SourceRef = z.infer<typeof SourceRef>

/** With what the server of a site signs who its browsers are; `ends` in ms since 1970, null: it holds on. */
export type SigningSecret = { readonly secret: string; readonly ends: number | null }

/** What a write key leads to. `origins` empty: browsers of any site may send. */
export type KnownKey = {
  readonly source: SourceRef
  readonly paused: boolean
  readonly origins: readonly string[]
  readonly signing: readonly SigningSecret[]
}

const host = /^(\*\.)?([a-z0-9-]+\.)*[a-z0-9-]+$/

/** `https://shop.example`, with a port where it has one, or `*.shop.example` for a domain and everything below it. */
export const Origin = z
  .string()
  .max(300)
  .trim()
  .toLowerCase()
  .transform((text) => trimSigns(text, '/'))
  .refine((text) => (text.startsWith('*.') ? host.test(text) && text.split('.').length > 2 : isOrigin(text)), {
    message: 'is neither an origin like https://shop.example nor a domain like *.shop.example',
  })

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, origin } = new URL(text)
  return (protocol === 'https:' || protocol === 'http:') && origin === text
}

const Name = z.string().trim().min(1).max(80)
const Origins = z.array(Origin).max(50)

export const NewSource = z.object({ name: Name, kind: SourceKind, origins: Origins.default([]) })
export type NewSource = z.infer<typeof NewSource>

export const SourceChange = z.object({
  name: Name.optional(),
  origins: Origins.optional(),
  paused: z.boolean().optional(),
})
export type SourceChange = z.infer<typeof SourceChange>

export const Source = z.object({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  kind: SourceKind,
  origins: z.array(z.string()),
  paused: z.boolean(),
  created: z.iso.datetime(),
})
export type Source = z.infer<typeof Source>

/** What came in: `trend` has one count per day of 24 hours, the last 30 days, oldest first. */
export const Volume = z.object({
  last: z.iso.datetime().nullable(),
  day: z.number(),
  month: z.number(),
  trend: z.array(z.number()),
  /** Messages that stayed out in the last 30 days; older ones are forgotten. */
  rejected: z.number(),
})
export type Volume = z.infer<typeof Volume>

export const sourceStates = ['never', 'live', 'quiet'] as const
/** `live`: something came in the last five minutes. */
export const SourceRow = Source.extend({ state: z.enum(sourceStates), volume: Volume })
export type SourceRow = z.infer<typeof SourceRow>

/** `text` is the key itself where browsers send it anyway; a secret one is told only when it is made. */
export const SourceKey = z.object({
  id: z.uuid(),
  hint: z.string(),
  text: z.string().nullable(),
  created: z.iso.datetime(),
  used: z.iso.datetime().nullable(),
  /** From then on it opens nothing. */
  ends: z.iso.datetime().nullable(),
})
export type SourceKey = z.infer<typeof SourceKey>

/** A secret of a site's server; the secret itself is told only when it is made. */
export const Signing = z.object({
  id: z.uuid(),
  created: z.iso.datetime(),
  /** From then on it proves nothing. */
  ends: z.iso.datetime().nullable(),
})
export type Signing = z.infer<typeof Signing>

export const MadeSource = z.object({ source: Source, key: z.string() })
export type MadeSource = z.infer<typeof MadeSource>

/** A message that stayed out, as it is shown; of a flood it stands for `count` alike. */
export const RejectedMessage = z.object({
  received: z.iso.datetime(),
  reason: z.string(),
  field: z.string(),
  detail: z.string(),
  sample: z.string(),
  count: z.number(),
})
export type RejectedMessage = z.infer<typeof RejectedMessage>

export const ReceivedEvent = z.object({
  id: z.string(),
  received: z.iso.datetime(),
  time: z.iso.datetime(),
  name: z.string(),
  channel: z.string(),
  personId: z.string(),
  value: z.string().nullable(),
  currency: z.string(),
  properties: z.record(z.string(), z.string()),
})
export type ReceivedEvent = z.infer<typeof ReceivedEvent>

/** `value` in the unit of the currencies that came, to the cent; `rejected`: messages of sources and rows of imports that stand. */
export const Stats = z.object({ events: z.number(), people: z.number(), value: z.string(), rejected: z.number() })
export type Stats = z.infer<typeof Stats>
