import { isIPv4, isIPv6 } from 'node:net'

const groupsOf = (address: string): string[] => {
  const [left = '', right] = address.split('::')
  const head = left === '' ? [] : left.split(':')
  const tail = right === undefined || right === '' ? [] : right.split(':')
  return right === undefined
    ? head
    : [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => '0'), ...tail]
}

/** An address without what tells one household from the next: three bytes of IPv4, the first 48 bits of IPv6. */
export function truncated(address: string): string {
  const plain = address
    .replace(/^::ffff:(?=\d+\.)/i, '')
    .split('%', 1)
    .join('')
  if (isIPv4(plain)) return `${plain.slice(0, plain.lastIndexOf('.'))}.0`
  if (!isIPv6(plain) || plain.includes('.')) return ''
  return `${groupsOf(plain)
    .slice(0, 3)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::`
}
