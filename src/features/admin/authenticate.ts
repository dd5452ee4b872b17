import { commonFault } from '../../kernel/fault.ts'
import type { Accounts } from './accounts.ts'
import { countTries, network } from './tries.ts'

/** The only routes of better-auth that are served. */
const served = new Set([
  '/sign-up/email',
  '/sign-in/email',
  '/sign-out',
  '/get-session',
  '/change-password',
  '/update-user',
])

/** Routes on which passwords can be guessed. */
const guessable = new Set(['/sign-up/email', '/sign-in/email', '/change-password'])

const perAddressAndAccount = 10
const perAddress = 60

async function accountOf(request: Request): Promise<string> {
  const body: unknown = await request
    .clone()
    .json()
    .catch(() => undefined)
  const email = typeof body === 'object' && body !== null && 'email' in body ? String(body.email) : ''
  return email.toLowerCase().slice(0, 200)
}

/**
 * Answers requests under /api/auth. Failed tries are limited per client address and account, so that nobody can lock
 * somebody else out; successful ones do not count.
 */
export function openAuthenticate(accounts: Accounts, now: () => number) {
  const tries = countTries(now)

  return async (request: Request, address: string): Promise<Response> => {
    const path = new URL(request.url).pathname.slice('/api/auth'.length)
    if (!served.has(path)) throw commonFault('thing.missing')
    request.headers.set('x-fernweh-address', address)
    if (!guessable.has(path)) return accounts.handler(request)
    const from = network(address)
    const keys: [string, number][] = [
      [from, perAddress],
      [`${from} ${await accountOf(request)}`, perAddressAndAccount],
    ]
    if (!keys.every(([key, most]) => tries.take(key, most))) throw commonFault('rate.exceeded')
    const response = await accounts.handler(request)
    if (response.ok) for (const [key] of keys) tries.refund(key)
    return response
  }
}
