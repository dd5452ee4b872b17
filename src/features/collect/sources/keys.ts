import { createHash, randomBytes } from 'node:crypto'
import { isPublic, type SourceKind } from './schema.ts'

const prefixes = { browser: 'fwb_', server: 'fws_' } as const

/** A new key: its prefix tells a public one from a secret one. */
export function newKey(kind: SourceKind): string {
  return `${isPublic(kind) ? prefixes.browser : prefixes.server}${randomBytes(32).toString('base64url')}`
}

/** A secret with which the server of a site signs. */
export const newSecret = (): string => `fwp_${randomBytes(32).toString('base64url')}`

/** What is kept of a key, and by what it is found. */
export const hashOf = (key: string): string => createHash('sha256').update(key).digest('base64url')

/** The beginning and the end of a key, to tell keys apart in a list. */
export const hintOf = (key: string): string => `${key.slice(0, 8)}…${key.slice(-4)}`
