import { z } from 'zod'

const Names = z.array(z.string().max(200)).max(50).optional().catch(undefined)

/** Which touches of a person are shown. */
export const TimelineSearch = z.object({
  events: Names,
  channels: Names,
  find: z.string().max(200).optional().catch(undefined),
})
export type TimelineSearch = z.infer<typeof TimelineSearch>
