import { bearerIs } from '../../platform/http/secret.ts'
import type { Accounts } from './accounts.ts'
import type { Caller } from './caller.ts'

/** Whether an Authorization header carries the local token. */
export const openTrust = (localToken: string | undefined): ((authorization: string) => boolean) =>
  localToken === undefined ? () => false : bearerIs(localToken)

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
