import { z } from 'zod'

/** A person as a row of a list. `label` is an identifier such as a customer number. */
export const PersonRow = z.object({
  personId: z.string(),
  label: z.string(),
  first: z.iso.datetime(),
  last: z.iso.datetime(),
  touches: z.number(),
  value: z.string(),
})
export type PersonRow = z.infer<typeof PersonRow>

export const TimelineEvent = z.object({
  message: z.string(),
  time: z.iso.datetime(),
  name: z.string(),
  channel: z.string(),
  session: z.string(),
  value: z.string().nullable(),
  currency: z.string(),
  properties: z.record(z.string(), z.string()),
})
export type TimelineEvent = z.infer<typeof TimelineEvent>

export const Timeline = z.object({
  personId: z.string(),
  identities: z.array(z.object({ kind: z.string(), value: z.string() })),
  touches: z.number(),
  value: z.string(),
  events: z.array(TimelineEvent),
  more: z.boolean(),
})
export type Timeline = z.infer<typeof Timeline>
