import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { keyed } from '../consent/token.ts'

const cipher = 'aes-256-gcm'
const [ivBytes, tagBytes] = [12, 16]

/** Plain data as text that nobody reads without the secret of the workspace; `id` says whose it is. */
export function seal(secret: string, id: string, data: unknown): string {
  const iv = randomBytes(ivBytes)
  const out = createCipheriv(cipher, keyed(secret, 'order', id), iv)
  const text = Buffer.concat([out.update(JSON.stringify(data), 'utf8'), out.final()])
  return Buffer.concat([iv, out.getAuthTag(), text]).toString('base64')
}

export function unseal(secret: string, id: string, sealed: string): unknown {
  const bytes = Buffer.from(sealed, 'base64')
  const input = createDecipheriv(cipher, keyed(secret, 'order', id), bytes.subarray(0, ivBytes))
  input.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
  const text = Buffer.concat([input.update(bytes.subarray(ivBytes + tagBytes)), input.final()])
  return JSON.parse(text.toString('utf8'))
}
