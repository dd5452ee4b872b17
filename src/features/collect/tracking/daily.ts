import { createHash, randomBytes } from 'node:crypto'

const dayMs = 86_400_000

/** Names somebody by the texts given, the same for one day (UTC) and never again. */
export type Daily = (...of: readonly string[]) => string

/** Names for one day. The salt is never written down: after the day, or a restart, nobody can tell who it was. */
export function openDaily(now: () => number): Daily {
  let salt = { day: -1, bytes: randomBytes(32) }
  return (...of) => {
    const day = Math.floor(now() / dayMs)
    if (salt.day !== day) salt = { day, bytes: randomBytes(32) }
    return createHash('sha256').update(salt.bytes).update(of.join('\n')).digest('base64url').slice(0, 22)
  }
}
