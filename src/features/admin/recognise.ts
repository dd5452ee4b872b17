import { createHash, timingSafeEqual } from 'node:crypto'
import type { Accounts } from './accounts.ts'
import type { Caller } from './caller.ts'

const digest = (text: string) => createHash('sha256').update(text).digest()

/** Compares an Authorization header with the local token without telling by its duration how much of it was right. */
export function openTrust(localToken: string | undefined): (authorization: string) => boolean {
  if (localToken === undefined) return () => false
  const expected = digest(`Bearer ${localToken}`)
  return (authorization) => timingSafeEqual(digest(authorization), expected)
}

/** Who sends these headers. A wrong Authorization header makes a nobody, whatever cookies come with it. */
export function openRecognise(accounts: Accounts, isTrusted: (authorization: string) => boolean) {
  return async (headers: Headers): Promise<{ readonly caller: Caller; readonly cookies: readonly string[] }> => {
    const authorization = headers.get('authorization')
    if (authorization !== null) return { caller: { kind: isTrusted(authorization) ? 'local' : 'nobody' }, cookies: [] }
    if (!headers.get('cookie')?.includes('fernweh.')) return { caller: { kind: 'nobody' }, cookies: [] }
    const { response, headers: renewed } = await accounts.api.getSession({ headers, returnHeaders: true })
    const cookies = renewed.getSetCookie()
    if (!response) return { caller: { kind: 'nobody' }, cookies }
    const { id, email, name } = response.user
    return { caller: { kind: 'user', user: { id, email, name } }, cookies }
  }
}
