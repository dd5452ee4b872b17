import { z } from 'zod'
import { commonFault } from '../../kernel/fault.ts'

/** Parameters of a plain route by their schema; the fault `request.invalid`. */
export function asked<T>(schema: z.ZodType<T>, value: unknown): T {
  const read = schema.safeParse(value)
  if (!read.success) throw commonFault('request.invalid', z.prettifyError(read.error))
  return read.data
}

/** Refuses an address with the character zero in it, which names nothing. */
export function refuseZero(url: string): void {
  if (url.includes('%00')) throw commonFault('request.invalid', 'The address holds a character that names nothing')
}

/** The path of an address. */
export const pathIn = (url: string): string => url.split('?', 1)[0] ?? url
