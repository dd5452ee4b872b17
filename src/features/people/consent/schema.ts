import { z } from 'zod'

export const purposes = ['analytics', 'personalisation', 'newsletter', 'phone', 'profiling', 'advertising'] as const
export const Purpose = z.enum(purposes)
export type Purpose = z.infer<typeof Purpose>

export const decisionStates = ['granted', 'denied', 'withdrawn', 'objected'] as const
/** What somebody decided: granted, or one of the ways to refuse. */
export const DecisionState = z.enum(decisionStates)
export type DecisionState = z.infer<typeof DecisionState>

/** Article 6 (1) GDPR, letters a to f. */
export const bases = [
  'consent',
  'contract',
  'legal_obligation',
  'vital_interest',
  'public_task',
  'legitimate_interest',
] as const
export const Basis = z.enum(bases)
export type Basis = z.infer<typeof Basis>

/** `none`: nobody asked, or nobody answered. `expired`: granted once, for a time that is over. */
export const ConsentState = z.enum([...decisionStates, 'expired', 'none'])
export type ConsentState = z.infer<typeof ConsentState>

/** How a decision is proved: who noted it and how, the shortened address, the message it came with. */
export const Proof = z.record(z.string().max(50), z.string().max(500))
export type Proof = z.infer<typeof Proof>

/** One decision as it was made; `wording` is `purpose/version` of the text that was shown, empty where it is not known. */
export const Decision = z.object({
  purpose: Purpose,
  state: DecisionState,
  basis: z.string(),
  wording: z.string(),
  at: z.iso.datetime(),
  expires: z.iso.datetime().nullable(),
  source: z.string(),
  imported: z.boolean(),
  /** False for what a browser said without proof and whose anchor is part of somebody who is known. */
  counts: z.boolean(),
  proof: Proof,
})
export type Decision = z.infer<typeof Decision>

export const PurposeConsent = z.object({
  purpose: Purpose,
  state: ConsentState,
  /** The decision that counts; null where there is none. */
  decision: Decision.nullable(),
})
export type PurposeConsent = z.infer<typeof PurposeConsent>

export const Wording = z.object({
  purpose: Purpose,
  version: z.number(),
  basis: Basis,
  /** Months for which a consent to this text holds; null: until it is taken back. */
  validMonths: z.number().nullable(),
  de: z.object({ title: z.string(), text: z.string() }),
  en: z.object({ title: z.string(), text: z.string() }),
  created: z.iso.datetime(),
})
export type Wording = z.infer<typeof Wording>

const said = z.object({ title: z.string().trim().min(1).max(120), text: z.string().trim().min(1).max(2000) })
export const NewWording = z.object({
  purpose: Purpose,
  basis: Basis,
  validMonths: z.number().int().min(1).max(120).nullable(),
  de: said,
  en: said,
})
export type NewWording = z.infer<typeof NewWording>

/**
 * What happens to the events of people who were not asked about analytics: kept by legitimate interest, left out, or kept
 * without anything that names the person.
 */
export const WithoutConsent = z.enum(['legitimate', 'consent', 'strip'])
export type WithoutConsent = z.infer<typeof WithoutConsent>

const months = z.number().int().min(1).max(240).nullable()
export const Retention = z.object({
  /** Events of people without a name are removed after so many months. */
  anonymousMonths: months,
  /** All events are removed after so many months. */
  eventMonths: months,
  /** People of whom nothing was heard for so many months are removed altogether. */
  inactiveMonths: months,
})
export type Retention = z.infer<typeof Retention>

export const PrivacySettings = Retention.extend({
  withoutConsent: WithoutConsent,
  /** Who answers for the data, as shown to customers: name and address. */
  controller: z.string().trim().max(500),
})
export type PrivacySettings = z.infer<typeof PrivacySettings>

/** What a customer sees of their own choices; `whose` is a masked address, so that nobody learns it from the link. */
export const Preferences = z.object({
  workspace: z.string(),
  controller: z.string(),
  language: z.enum(['de', 'en']),
  whose: z.string().nullable(),
  objected: z.boolean(),
  choices: z.array(z.object({ purpose: Purpose, state: ConsentState, wording: Wording })),
  requests: z.array(
    z.object({ kind: z.string(), state: z.string(), created: z.iso.datetime(), due: z.iso.datetime() }),
  ),
})
export type Preferences = z.infer<typeof Preferences>
