import { z } from 'zod'
import type { Incoming } from '../intake/schema.ts'

export const providers = ['shopify', 'woocommerce', 'orders', 'mail'] as const
export const Provider = z.enum(providers)
export type Provider = z.infer<typeof Provider>

export const outcomes = ['taken', 'known', 'ignored', 'rejected', 'unsigned'] as const
export const Delivery = z.object({
  received: z.iso.datetime(),
  outcome: z.enum(outcomes),
  topic: z.string(),
  events: z.number(),
  detail: z.string(),
})
export type Delivery = z.infer<typeof Delivery>

export const Webhook = z.object({
  id: z.uuid(),
  source: z.uuid(),
  provider: Provider,
  /** The path below the address of the server. */
  path: z.string(),
  created: z.iso.datetime(),
  secretSince: z.iso.datetime(),
  deliveries: z.array(Delivery),
})
export type Webhook = z.infer<typeof Webhook>

/** The secret is shown when it is made and never again. */
export const MadeWebhook = z.object({ webhook: Webhook, secret: z.string() })
export type MadeWebhook = z.infer<typeof MadeWebhook>

/** A secret that the other side gave: Shopify makes its own, SendGrid's is a public key. */
export const Secret = z.string().trim().min(8).max(2000)

/** What a body says: events on their way in, and what of it cannot be understood. */
export type Read = {
  readonly topic: string
  readonly incoming: readonly Incoming[]
  readonly wrong: readonly Wrong[]
}
export type Wrong = {
  readonly reason: 'body_malformed' | 'field_missing' | 'field_invalid'
  readonly field: string
  readonly detail: string
}

/** What is known of a webhook where a body is read. */
export type Around = {
  readonly nowMs: number
  /** The slug of the source, for what is named only within it. */
  readonly source: string
  readonly currency: string
  readonly timeZone: string
  readonly header: (name: string) => string
}
