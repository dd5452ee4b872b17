import { z } from 'zod'
import { Day } from './words.ts'

/** A share with its base: `value` = `part` / `n`, with the 95 % Wilson interval. Null value when n = 0. */
export const Share = z.object({
  part: z.number().int(),
  n: z.number().int(),
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
})
export type Share = z.infer<typeof Share>

/** A median in hours with its 95 % interval by order statistics. */
export const MedianHours = z.object({ median: z.number(), low: z.number(), high: z.number(), n: z.number().int() })
export type MedianHours = z.infer<typeof MedianHours>

/** Emotion on -2 ... +2: mean shrunk towards the journey's mean, with its 95 % interval and number of answers. */
export const Emotion = z.object({ mean: z.number(), low: z.number(), high: z.number(), n: z.number().int() })
export type Emotion = z.infer<typeof Emotion>

/** Calendar days in the workspace's time zone, both inclusive. */
export const Period = z.object({ from: Day, to: Day })
export type Period = z.infer<typeof Period>
