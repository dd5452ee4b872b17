import type { Fields } from './clean.ts'

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

/** The user name of Basic, where SDKs put the write key. */
function basicUser(authorization: string): string {
  const packed = /^basic\s+(\S+)/i.exec(authorization)?.[1]
  return packed === undefined ? '' : (Buffer.from(packed, 'base64').toString('utf8').split(':', 1)[0] ?? '')
}

const bearer = (authorization: string): string => /^bearer\s+(\S+)/i.exec(authorization)?.[1] ?? ''

/** The key of the whole request: of Basic, else of the body. */
export const requestKey = (authorization: string | undefined, body: Fields): string =>
  (authorization ? basicUser(authorization) : '') || textOf(body.writeKey) || textOf(body.write_key)

/** The key of one message where the request has none: its own, else that of the address, else Bearer. */
export const messageKey = (message: unknown, query: Fields, authorization: string | undefined): string =>
  (typeof message === 'object' && message !== null && 'writeKey' in message ? textOf(message.writeKey) : '') ||
  textOf(query.writeKey) ||
  textOf(query.writekey) ||
  (authorization ? bearer(authorization) : '')
