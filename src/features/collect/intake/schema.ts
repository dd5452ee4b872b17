import type { IdentifierKind } from '../schema.ts'
import type { SourceRef } from '../sources/schema.ts'

/** `daily` names an unknown browser for one day; it never joins the identity graph. */
export type IncomingIdentifier = { readonly kind: IdentifierKind | 'daily'; readonly value: string }

/** What a message says about the use of its person's data, by purpose as its sender calls it. */
export type Said = {
  readonly choices: Readonly<Record<string, boolean>>
  /** Decided just now; false: the message repeats what holds. */
  readonly isNew: boolean
  /** Which text was shown, as far as the sender tells. */
  readonly wording: string
  /** The sender's address, shortened. */
  readonly address: string
}

/** One event on its way in, already well-formed: finite numbers, well-formed Unicode, a sane time. */
export type Incoming = {
  /** Known again for 24 hours; null: never. */
  readonly messageId: string | null
  readonly name: string
  /** When it happened, corrected and clamped, in ms since 1970. */
  readonly timeMs: number
  /** The client's own time as it came: the sorting key, so that a repetition falls on the same row. */
  readonly rawMs: number
  /** At least one; normalised by the intake, which drops texts that name nobody. */
  readonly identifiers: readonly IncomingIdentifier[]
  /**
   * Whether the identifiers are one person: seen together, said to be the same, or not at all. `unproven`: seen together by
   * a browser that showed no proof, so what it says beside the event counts for its anonymous identifiers alone.
   */
  readonly together: 'together' | 'alias' | 'unproven' | 'apart'
  /** Null: by the channel rules, from `entry`. */
  readonly channel: string | null
  /** utm_source, utm_medium, utm_campaign, utm_term, utm_content, referrer (host), click (gclid, msclkid, ...), landing. */
  readonly entry: Readonly<Record<string, string>>
  /** Null: by pause and campaign. */
  readonly session: string | null
  /** A decimal number with at most four places. */
  readonly value: string | null
  readonly currency: string
  readonly properties: Readonly<Record<string, string>>
  /** What the message says about the person, kept with the strongest identifier. */
  readonly traits: Readonly<Record<string, string>>
  readonly said?: Said
}

/** A message that stayed out, and why. */
export type Rejected = {
  readonly reason: string
  readonly field: string
  readonly detail: string
  /** At most 2,000 characters of the message. */
  readonly sample: string
}

export type Taken = { readonly stored: number; readonly duplicates: number }

/** The one way in for events that do not come as a file. */
export type Intake = {
  /** Resolves once everything is durable, which is a moment before reports can see it; throws the fault `intake.overloaded` while too much waits. */
  take(source: SourceRef, incoming: readonly Incoming[]): Promise<Taken>
  reject(source: SourceRef, rejected: readonly Rejected[]): void
  /** Resolves once everything taken so far is in the engine. */
  stored(): Promise<void>
  /** Brings identities, paths and what follows from them up to everything taken so far. */
  settled(): Promise<void>
}

export type LiveEvent = {
  readonly time: string
  readonly name: string
  readonly channel: string
  readonly source: string
  readonly personId: string
  readonly value: string | null
  readonly currency: string
  readonly session: string
  /** Those that the listener asked for by name. */
  readonly properties: Readonly<Record<string, string>>
}

/** What `GET /api/w/{workspace}/live` sends, at most four times a second; `source` is a slug. */
export type LiveMessage =
  | { readonly kind: 'events'; readonly events: readonly LiveEvent[]; readonly count: number }
  | { readonly kind: 'rejected'; readonly source: string; readonly count: number }
  | { readonly kind: 'settled' }

/** Looks at events before they are stored, and answers with those that may be, changed where they must be. */
export type Gate = (workspace: string, incoming: readonly Incoming[]) => Promise<readonly Incoming[]>

/** Told of events that say something about consent, before any gate; they are stored once it resolves. */
export type Hear = (source: SourceRef, speaking: readonly Incoming[]) => Promise<void>

/** Names the channel of an event from how its session began; `given` is what the event itself says. */
export type Classifier = (entry: Readonly<Record<string, string>>, given: string | null) => string
export type Classify = (workspace: string) => Promise<Classifier> | Classifier
