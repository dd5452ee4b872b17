import { createHmac, timingSafeEqual } from 'node:crypto'
import type { SigningSecret } from '../sources/schema.ts'

const form = /^(\d{9,11})\.([0-9a-f]{64})$/
/** A token holds no longer than this, so that one that was stolen is soon worth nothing. */
export const longestMs = 31 * 86_400_000
/** How far the clock of a site may be behind ours. */
const toleratedMs = 60_000

/** Why a token proves nothing. */
export type Doubt = 'proof.missing' | 'proof.wrong' | 'proof.expired' | 'proof.long'

const signatureOf = (secret: string, expires: string, user: string): Buffer =>
  createHmac('sha256', secret).update(`${expires}.${user}`).digest()

/**
 * Why this token does not prove that its browser is this user's; undefined: it does. A token is the second since 1970 at
 * which it ends, a dot, and the HMAC-SHA256 of `end.user` with a secret of the source, in hexadecimal.
 */
export function doubtOf(
  token: string,
  user: string,
  secrets: readonly SigningSecret[],
  nowMs: number,
): Doubt | undefined {
  if (token === '') return 'proof.missing'
  const [, expires = '', given = ''] = form.exec(token) ?? []
  const signature = Buffer.from(given, 'hex')
  const isSigned = secrets
    .filter(({ ends }) => ends === null || ends > nowMs)
    .map(({ secret }) => signatureOf(secret, expires, user))
    .some((right) => right.length === signature.length && timingSafeEqual(right, signature))
  if (!isSigned) return 'proof.wrong'
  const endsMs = Number(expires) * 1000
  if (endsMs + toleratedMs <= nowMs) return 'proof.expired'
  return endsMs > nowMs + longestMs + toleratedMs ? 'proof.long' : undefined
}
