import { trimSigns } from '../../../kernel/trim.ts'
import type { IncomingIdentifier } from '../intake/schema.ts'
import { nobody } from '../rows/nobody.ts'
import { type Hash, hashText } from './siphash.ts'

const asciiLower = (text: string): string => text.replace(/[A-Z]+/g, (part) => part.toLowerCase())

const compared = (kind: IncomingIdentifier['kind'], text: string): string => {
  const plain = trimSigns(text, ' ')
  if (kind === 'email') return plain.toLowerCase()
  if (kind === 'phone') return plain.replace(/[^0-9+]/g, '').replace(/^00/, '+')
  return plain
}

/** An identifier in the form in which it is compared; empty where it names nobody. The same as `identifierSql`. */
export function normaliseIdentifier(kind: IncomingIdentifier['kind'], text: string): string {
  const known = compared(kind, text)
  return known.length <= 16 && nobody.includes(asciiLower(known)) ? '' : known
}

/** The anchor of an identifier in its compared form, as decimal text; the same as `anchorSql`. */
export const anchorOf = (workspace: string, kind: IncomingIdentifier['kind'], value: string): string =>
  decimal(anchorHash(workspace, kind, value))

export const anchorHash = (workspace: string, kind: IncomingIdentifier['kind'], value: string): Hash =>
  hashText(`${workspace.toLowerCase()}\n${kind}\n${value}`)

const words = new Uint32Array(4)
const halves = new BigUint64Array(words.buffer)

/** A 128-bit hash as the decimal text of a UInt128. */
export function decimal(hash: Hash): string {
  words.set(hash)
  const [low = 0n, high = 0n] = halves
  return ((high << 64n) | low).toString()
}
