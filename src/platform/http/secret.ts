import { createHash, timingSafeEqual } from 'node:crypto'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Compares with a secret without telling by its duration how much of it was right. */
export function secretIs(secret: string): (text: string) => boolean {
  const expected = digest(secret)
  return (text) => timingSafeEqual(digest(text), expected)
}

/** The same for an Authorization header that must carry the token. */
export const bearerIs = (token: string): ((authorization: string) => boolean) => secretIs(`Bearer ${token}`)
