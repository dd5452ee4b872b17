import { commonFault } from '../../kernel/fault.ts'
import type { From } from '../../platform/http/request.ts'
import type { Accounts } from './accounts.ts'
import { adminFault } from './faults.ts'
import { weaknessOf } from './password/weakness.ts'
import type { Setup } from './setup.ts'
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

/** Longer ones are refused before they are hashed; new ones may have fewer characters still. */
const mostToHash = 512

type Sent = Readonly<Record<string, unknown>>

async function sentIn(request: Request): Promise<Sent> {
  const body: unknown = await request
    .clone()
    .json()
    .catch(() => undefined)
  return typeof body === 'object' && body !== null ? { ...body } : {}
}

const accountOf = ({ email }: Sent): string => (email === undefined ? '' : String(email).toLowerCase().slice(0, 200))

type Options = { readonly accounts: Accounts; readonly setup: Setup; readonly now: () => number }

/**
 * Answers requests under /api/auth. Failed tries are limited per client address and account, so that nobody can lock
 * somebody else out; successful ones do not count.
 */
export function openAuthenticate({ accounts, setup, now }: Options) {
  const tries = countTries(now)

  /** Refuses new passwords that others would guess. */
  async function refuseWeak(path: string, sent: Sent, { headers }: Request): Promise<void> {
    const fresh = path === '/change-password' ? sent.newPassword : path === '/sign-up/email' ? sent.password : undefined
    if (typeof fresh !== 'string') return
    const user = path === '/change-password' ? (await accounts.api.getSession({ headers }))?.user : sent
    const weakness = weaknessOf(
      fresh,
      [user?.email, user?.name].map((one) => (typeof one === 'string' ? one : '')),
    )
    if (weakness !== undefined) throw adminFault(`password.${weakness}`)
  }

  return async (request: Request, { address, near }: From): Promise<Response> => {
    const path = new URL(request.url).pathname.slice('/api/auth'.length)
    if (!served.has(path)) throw commonFault('thing.missing')
    request.headers.set('x-fernweh-address', address)
    if (!guessable.has(path)) return accounts.handler(request)
    const sent = await sentIn(request)
    const passwords = [sent.password, sent.currentPassword, sent.newPassword]
    if (passwords.some((one) => typeof one === 'string' && one.length > mostToHash)) throw adminFault('password.long')
    await refuseWeak(path, sent, request)
    const from = network(address)
    const keys: [string, number][] = [
      [from, perAddress],
      [`${from} ${accountOf(sent)}`, perAddressAndAccount],
    ]
    if (!keys.every(([key, most]) => tries.take(key, most))) throw commonFault('rate.exceeded')
    if (path === '/sign-up/email') await setup.admit(near, sent.setup)
    const response = await accounts.handler(request)
    if (response.ok) for (const [key] of keys) tries.refund(key)
    return response
  }
}
