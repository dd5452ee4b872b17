import { randomInt } from 'node:crypto'
import { commonFault } from '../../kernel/fault.ts'
import { secretIs } from '../../platform/http/secret.ts'
import { adminFault } from './faults.ts'
import { countTries } from './tries.ts'

/** Without letters and digits that look alike. */
const signs = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
const length = 8
/** Tries of everybody together in a quarter of an hour; each network has fewer of its own. */
const mostTries = 500

const makeCode = (): string => Array.from({ length }, () => signs[randomInt(signs.length)]).join('')
const readable = (code: string): string => `${code.slice(0, length / 2)}-${code.slice(length / 2)}`
const plain = (typed: string): string => typed.toUpperCase().replaceAll(/[\s-]/g, '')

export type SetupOptions = {
  readonly hasAccounts: () => Promise<boolean>
  /** Tells whoever started the server. */
  readonly say: (sentence: string) => void
  readonly now: () => number
}

/**
 * The setup code: whoever is first to come from another machine shows with it that the server is theirs. It lives in
 * memory until the first account exists.
 */
export function openSetup({ hasAccounts, say, now }: SetupOptions) {
  const tries = countTries(now)
  let code: string | undefined

  /** Makes the code and says it, once. */
  function tell(): string {
    if (code !== undefined) return code
    code = makeCode()
    say(`The first account needs this setup code: ${readable(code)}`)
    return code
  }

  async function isOver(): Promise<boolean> {
    const over = await hasAccounts()
    if (over) code = undefined
    return over
  }

  return {
    /** Says the code if there is no account yet. */
    async announce(): Promise<void> {
      if (!(await isOver())) tell()
    },

    /** Lets a sign-up pass, or throws: the code is missing or wrong. */
    async admit(near: boolean, typed: unknown): Promise<void> {
      if (near || (await isOver())) return
      const fits = secretIs(tell())
      if (!tries.take('', mostTries)) throw commonFault('rate.exceeded')
      if (typeof typed !== 'string' || typed.length > 100 || !fits(plain(typed))) throw adminFault('setup.code')
      tries.refund('')
    },
  }
}

export type Setup = ReturnType<typeof openSetup>
