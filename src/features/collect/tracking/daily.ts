import { createHash, randomBytes } from 'node:crypto'
import { isIPv4, isIPv6 } from 'node:net'

const dayMs = 86_400_000

/** An address without what names one line: IPv4 by its first three parts, IPv6 by its first 48 bits. */
export function truncated(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  if (isIPv4(plain)) return plain.split('.').slice(0, 3).join('.')
  if (!isIPv6(plain)) return ''
  const [head = '', tail] = plain.split('%', 1)[0]?.split('::', 2) ?? []
  const first = head === '' ? [] : head.split(':')
  const rest = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = Array.from({ length: Math.max(0, 8 - first.length - rest.length) }, () => '0')
  return [...first, ...(tail === undefined ? [] : zeros), ...rest]
    .slice(0, 3)
    .map((part) => part.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':')
}

/**
 * Names browsers that told no identifier, for one day (UTC). The salt is never written down: after the day, or a
 * restart, nobody can tell who it was.
 */
export function openDaily(now: () => number) {
  let salt = { day: -1, bytes: randomBytes(32) }
  return (site: string, address: string, userAgent: string): string => {
    const day = Math.floor(now() / dayMs)
    if (salt.day !== day) salt = { day, bytes: randomBytes(32) }
    return createHash('sha256')
      .update(salt.bytes)
      .update(`${site}\n${truncated(address)}\n${userAgent}`)
      .digest('base64url')
      .slice(0, 22)
  }
}
