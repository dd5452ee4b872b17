import { createHmac, timingSafeEqual } from 'node:crypto'

/** A keyed hash of a text for one use, so that a hash for one use says nothing about another. */
export const keyed = (
  secret: string,
  use: 'link' | 'suppression' | 'protocol' | 'order' | 'day',
  text: string,
): Buffer => createHmac('sha256', secret).update(`${use}\n${text}`).digest()

const length = 48

const bytesOf = (hex: string): Buffer => Buffer.from(hex, 'hex')
const anchorHex = (anchor: string): string => BigInt(anchor).toString(16).padStart(32, '0')

const signatureOf = (secret: string, workspace: string, anchor: string): Buffer =>
  keyed(secret, 'link', `${workspace}\n${anchor}`).subarray(0, 16)

/** The secret end of a preference link: workspace, anchor and signature, 16 bytes each. */
export const tokenOf = (secret: string, workspace: string, anchor: string): string =>
  Buffer.concat([
    bytesOf(workspace.replaceAll('-', '')),
    bytesOf(anchorHex(anchor)),
    signatureOf(secret, workspace, anchor),
  ]).toString('base64url')

export type Holder = { readonly workspace: string; readonly anchor: string }

/** Whom a token speaks of, before its signature is checked. */
export function holderOf(token: string): Holder | undefined {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== length || bytes.toString('base64url') !== token) return undefined
  const hex = bytes.subarray(0, 16).toString('hex')
  const workspace = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return { workspace, anchor: BigInt(`0x${bytes.subarray(16, 32).toString('hex')}`).toString() }
}

export const isSigned = (secret: string, token: string, { workspace, anchor }: Holder): boolean =>
  timingSafeEqual(Buffer.from(token, 'base64url').subarray(32), signatureOf(secret, workspace, anchor))
