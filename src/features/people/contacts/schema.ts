import { z } from 'zod'

/** What a column of a contacts file means. */
export const contactFields = [
  'customer',
  'record',
  'email',
  'phone',
  'full_name',
  'first_name',
  'last_name',
  'company',
  'street',
  'house_number',
  'postcode',
  'city',
  'country',
  'birthday',
  'language',
  'gender',
  'title',
  'created',
  'newsletter',
  'newsletter_out',
  'newsletter_date',
  'phone_consent',
  'phone_out',
  'phone_date',
  'trait',
  'ignore',
] as const
export const ContactField = z.enum(contactFields)
export type ContactField = z.infer<typeof ContactField>

export const presets = ['cobra', 'hubspot', 'salesforce', 'vcard'] as const
export const Preset = z.enum(presets)
export type Preset = z.infer<typeof Preset>

/** How the columns of a file become contacts; columns that are not named here become traits. */
export const ContactMapping = z.object({
  /** Names the source of what the file says: letters, digits, spaces. */
  name: z.string().trim().min(1).max(60),
  columns: z.array(z.object({ column: z.string().max(300), field: ContactField })).max(2000),
  /** Whether 03/04/1980 is the third of April. */
  dayFirst: z.boolean().default(true),
  /** Country of addresses and phone numbers that name none: two capital letters. */
  country: z
    .string()
    .max(2)
    .regex(/^[A-Z]{2}$/)
    .default('DE'),
})
export type ContactMapping = z.infer<typeof ContactMapping>

export const SavedMapping = z.object({
  id: z.uuid(),
  mapping: ContactMapping,
  columns: z.array(z.string()),
  used: z.iso.datetime(),
})
export type SavedMapping = z.infer<typeof SavedMapping>

export const contactFormats = ['csv', 'xlsx', 'vcard'] as const
export const ContactFormat = z.enum(contactFormats)
export type ContactFormat = z.infer<typeof ContactFormat>

export const ContactColumn = z.object({ name: z.string(), samples: z.array(z.string()), filled: z.number() })

/** What a file looks like and how its columns would be read; `recognised` says what was known about it. */
export const ContactPreview = z.object({
  upload: z.string(),
  fileName: z.string(),
  bytes: z.number(),
  format: ContactFormat,
  encoding: z.enum(['utf-8', 'windows-1252']).nullable(),
  columns: z.array(ContactColumn),
  rows: z.array(z.array(z.string())),
  mapping: ContactMapping,
  recognised: z.union([
    z.object({ by: z.literal('saved'), name: z.string() }),
    z.object({ by: z.literal('preset'), preset: Preset }),
    z.object({ by: z.literal('columns') }),
  ]),
  /** Whether a column says who a contact is. */
  lacks: z.array(z.enum(['person'])),
})
export type ContactPreview = z.infer<typeof ContactPreview>

export const contactReasons = [
  'person_missing',
  'person_erased',
  'email_invalid',
  'date_invalid',
  'text_invalid',
  'field_too_large',
  'row_malformed',
] as const
export const ContactReason = z.enum(contactReasons)
export type ContactReason = z.infer<typeof ContactReason>

/** Why a row stayed out; `line` counts lines of the file, rows of a sheet, or cards, from 1. */
export const ContactReject = z.object({
  line: z.number(),
  field: z.string(),
  reason: ContactReason,
  value: z.string(),
})
export type ContactReject = z.infer<typeof ContactReject>

/** What became of the rows of a file: `read` = `added` + `updated` + `unchanged` + `rejected`. */
export const ContactCounts = z.object({
  read: z.number(),
  added: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  rejected: z.number(),
})
export type ContactCounts = z.infer<typeof ContactCounts>

export const ContactDryRun = ContactCounts.extend({
  /** Rows that are the contact of an earlier row of the file. */
  repeated: z.number(),
  /** E-mail addresses and phone numbers that stay with another contact that has them already. */
  shared: z.number(),
  rejects: z.array(ContactReject),
})
export type ContactDryRun = z.infer<typeof ContactDryRun>

/** What an import of contacts came to, beside its record among the imports. */
export const ContactResult = ContactDryRun.extend({ import: z.uuid(), mapping: z.string() })
export type ContactResult = z.infer<typeof ContactResult>
