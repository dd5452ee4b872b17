import { z } from 'zod'
import { DataName, TimeZone } from '../../kernel/words.ts'

export const identifierKinds = ['customer', 'user', 'email', 'phone', 'card', 'contact', 'anonymous'] as const
/** Kinds of identifiers in order of priority: the first that a row carries names its person. */
export const IdentifierKind = z.enum(identifierKinds)
export type IdentifierKind = z.infer<typeof IdentifierKind>

const byStrength: readonly string[] = identifierKinds

/** The place of a kind in the order of priority, strongest 0; kinds outside it come after all others. */
export const placeOfKind = (kind: string): number =>
  byStrength.includes(kind) ? byStrength.indexOf(kind) : byStrength.length

export const fileFormats = ['csv', 'jsonl', 'parquet', 'xes'] as const
export const FileFormat = z.enum(fileFormats)
export type FileFormat = z.infer<typeof FileFormat>

export const TimeFormat = z.enum(['iso', 'german', 'us', 'epoch_s', 'epoch_ms'])
export type TimeFormat = z.infer<typeof TimeFormat>

/**
 * How the columns of a file become events. Columns that are named nowhere and not in `ignore` become properties.
 * `event` is a column or a constant name; with `groupBy` all rows of equal value in that column (and equal person)
 * become one event with the earliest time, the summed value and the count of rows as property `lines`.
 */
export const Mapping = z.object({
  persons: z.array(z.object({ column: DataName, kind: IdentifierKind })).max(7),
  time: z.object({ column: DataName, format: TimeFormat, zone: TimeZone.default('UTC') }).nullable(),
  event: z.union([z.object({ column: DataName }), z.object({ constant: z.string().min(1).max(200) })]),
  channel: z
    .union([z.object({ column: DataName }), z.object({ constant: z.string().max(100) })])
    .nullable()
    .default(null),
  value: z
    .object({ column: DataName, decimalComma: z.boolean().default(false) })
    .nullable()
    .default(null),
  currency: z
    .union([z.object({ column: DataName }), z.object({ constant: z.string().max(100) })])
    .nullable()
    .default(null),
  session: z.object({ column: DataName }).nullable().default(null),
  message: z.object({ column: DataName }).nullable().default(null),
  groupBy: DataName.nullable().default(null),
  ignore: z.array(DataName).max(10_000).default([]),
})
export type Mapping = z.infer<typeof Mapping>

/** How the bytes of a file are read. */
export const Reading = z.object({
  format: FileFormat,
  gzip: z.boolean(),
  encoding: z.enum(['utf-8', 'windows-1252']),
  delimiter: z.enum([',', ';', '\t', '|']).nullable(),
})
export type Reading = z.infer<typeof Reading>

export const Column = z.object({ name: z.string(), samples: z.array(z.string()), filled: z.number() })
export type Column = z.infer<typeof Column>

/** What a person sees before importing: the first 50 rows, the columns, a proposed mapping and what it lacks. */
export const Preview = z.object({
  upload: z.string(),
  fileName: z.string(),
  bytes: z.number(),
  reading: Reading,
  columns: z.array(Column),
  rows: z.array(z.array(z.string())),
  mapping: Mapping,
  lacks: z.array(z.enum(['person', 'time', 'event'])),
})
export type Preview = z.infer<typeof Preview>

export const rejectReasons = [
  'person_missing',
  'time_missing',
  'time_invalid',
  'time_out_of_range',
  'event_missing',
  'value_invalid',
  'text_invalid',
  'field_too_large',
  'row_malformed',
  'name_limit',
  'suppressed',
] as const
/** Why a row stayed out. `line` counts physical lines of the file from 1; for Parquet and XES it counts rows/events from 1. */
export const Reject = z.object({
  line: z.number(),
  field: z.string(),
  reason: z.enum(rejectReasons),
  value: z.string(),
})
export type Reject = z.infer<typeof Reject>

export const DryRun = z.object({
  read: z.number(),
  good: z.number(),
  rejected: z.number(),
  people: z.number(),
  from: z.iso.datetime().nullable(),
  to: z.iso.datetime().nullable(),
  events: z.array(z.object({ name: z.string(), count: z.number() })),
  rejects: z.array(Reject),
})
export type DryRun = z.infer<typeof DryRun>

export const importStates = [
  'waiting',
  'reading',
  'storing',
  'settling',
  'done',
  'failed',
  'interrupted',
  'undoing',
  'undone',
] as const
/** `read` = `imported` + `rejected` + `duplicates`, counted in rows of the file; grouped files count rows too, `events` the events made of them. */
export const Import = z.object({
  id: z.uuid(),
  fileName: z.string(),
  state: z.enum(importStates),
  progress: z.number().min(0).max(1),
  read: z.number(),
  imported: z.number(),
  rejected: z.number(),
  duplicates: z.number(),
  events: z.number(),
  people: z.number(),
  problem: z.string().nullable(),
  /** Where the rejected rows lie, on the machine that imported them. */
  rejectsFile: z.string().nullable(),
  started: z.iso.datetime(),
  finished: z.iso.datetime().nullable(),
})
export type Import = z.infer<typeof Import>

/** What the events of a workspace are made of: for pickers, rules and drafts. */
export const Vocabulary = z.object({
  events: z.array(z.object({ name: z.string(), count: z.number(), people: z.number() })),
  channels: z.array(z.object({ name: z.string(), count: z.number(), people: z.number() })),
  properties: z.array(
    z.object({ key: z.string(), values: z.array(z.object({ value: z.string(), count: z.number() })) }),
  ),
  from: z.iso.datetime().nullable(),
  to: z.iso.datetime().nullable(),
  eventCount: z.number(),
  people: z.number(),
})
export type Vocabulary = z.infer<typeof Vocabulary>
