import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { problemOf } from '../../../web/problem.ts'
import { leastPassword, mostPassword } from '../password/length.ts'
import { adminTexts } from './texts.ts'

/** What is wrong with a new password: by its length at once, else by what the server said of it. */
export function usePasswordWords() {
  const { wrong } = useTexts(adminTexts)
  const { number } = useFormat()
  const short = wrong.password(number(leastPassword))
  const long = wrong.longPassword(number(mostPassword))
  const refusals: Readonly<Record<string, string>> = {
    PASSWORD_TOO_SHORT: short,
    PASSWORD_TOO_LONG: long,
    'password.long': long,
    'password.common': wrong.commonPassword,
    'password.personal': wrong.personalPassword,
  }
  return {
    lengthFault: (password: string): string | null => {
      if (password.length < leastPassword) return short
      return password.length > mostPassword ? long : null
    },
    /** The words for the field; undefined where the error is about something else. */
    refusal: (error: unknown): string | undefined => (error === null ? undefined : refusals[problemOf(error).code]),
  }
}
