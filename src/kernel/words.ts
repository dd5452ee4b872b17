import { z } from 'zod'

/**
 * The words in which something from outside is told. Each of them is bounded, so that whatever it lets through can be kept
 * by both databases; a test holds that no operation takes a text, a number or a list without a bound.
 */

/** The largest whole number of a column of numbers. */
export const largestNumber = 2 ** 31 - 1

/** Text without the space around it. */
export const Text = (longest: number, shortest = 0) => z.string().trim().min(shortest).max(longest)

/** What an address names things by that are no UUIDs; too long names nothing. */
export const Id = z.string().max(200)

/** The name of an event, a channel, a property or a column, as data bring it. */
export const DataName = z.string().max(2_000)

/** A time zone such as Europe/Berlin. */
export const TimeZone = z
  .string()
  .max(100)
  .refine((zone) => zone === 'UTC' || Intl.supportedValuesOf('timeZone').includes(zone), {
    message: 'is not a time zone like Europe/Berlin',
  })

/** The path of a file on the server's own machine. */
export const FilePath = z.string().min(1).max(4_096)

export const Count = z.number().int().min(0).max(largestNumber)

/** The version that was read; the next one fits as well. */
export const Version = z
  .number()
  .int()
  .min(0)
  .max(largestNumber - 1)

/** A moment in ms since 1970, as far as a `Date` reaches. */
export const Milliseconds = z.number().int().min(-8.64e15).max(8.64e15)

const largestAnchor = 2n ** 128n

/** A person or an identifier: decimal text of a UInt128. */
export const PersonId = z
  .string()
  .max(39)
  .regex(/^\d{1,39}$/)
  .refine((text) => /^\d{1,39}$/.test(text) && BigInt(text) < largestAnchor, {
    message: 'is not the number of a person',
  })

const withinTimes = (text: string): boolean => text >= '1900' && text < '2299-12-31'

/** A calendar day such as 2026-03-29, of the centuries that can be kept. */
export const Day = z.iso.date().refine(withinTimes, { message: 'is not a day that can be kept' })

/** A moment such as 2026-03-29T10:00:00Z, of the centuries that can be kept. */
export const Moment = z.iso.datetime().max(40).refine(withinTimes, { message: 'is not a moment that can be kept' })

const mostEntries = new WeakMap<z.ZodType, number>()

/** How many entries a book has at most; undefined where it is none. */
export const entriesOf = (schema: z.ZodType): number | undefined => mostEntries.get(schema)

/** Values by their names, at most so many. */
export function Book<V extends z.ZodType>(name: z.ZodString, value: V, most: number) {
  const book = z
    .record(name, value)
    .refine((entries) => Object.keys(entries).length <= most, { message: `has more than ${most} entries` })
  mostEntries.set(book, most)
  return book
}
