import { z } from 'zod'

export const sourceKinds = ['website', 'server', 'till', 'phone', 'mailing', 'import', 'form', 'webhook'] as const
export const SourceKind = z.enum(sourceKinds)
export type SourceKind = z.infer<typeof SourceKind>

/**
 * Where events come from, as everything that stores them sees it. `slug` is what `events.source` holds: made of the first
 * name, never changed. `trusted`: the key is secret, so past times, values and identifiers such as e-mail are believed.
 */
export type SourceRef = {
  readonly workspace: string
  readonly id: string
  readonly slug: string
  readonly kind: SourceKind
  readonly trusted: boolean
}
