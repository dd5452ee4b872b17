import { gunzip, gunzipSync } from 'node:zlib'
import { type Fields, isFields } from './clean.ts'
import { trackingFault } from './faults.ts'

export const limits = {
  compressed: 4 * 1024 * 1024,
  inflated: 8 * 1024 * 1024,
  messages: 1000,
  message: 32 * 1024,
  depth: 32,
} as const

/** Below this size unpacking is over before another thread could begin. */
const small = 16 * 1024
const options = { maxOutputLength: limits.inflated }

const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

const tooLarge = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'

const unpackable = (error: unknown) => trackingFault(tooLarge(error) ? 'body.large' : 'body.malformed')

async function unpacked(bytes: Buffer): Promise<Buffer> {
  if (!isGzip(bytes)) return bytes
  try {
    if (bytes.length <= small) return gunzipSync(bytes, options)
    return await new Promise((resolve, reject) => {
      gunzip(bytes, options, (error, plain) => (error ? reject(error) : resolve(plain)))
    })
  } catch (error) {
    throw unpackable(error)
  }
}

export type Body = {
  readonly fields: Fields
  /** Bytes of the plain body. */
  readonly size: number
}

/** The JSON object in a body, whatever its content type says; packed or not, as its first bytes say. */
export async function readBody(bytes: Buffer): Promise<Body> {
  const plain = await unpacked(bytes)
  if (plain.length > limits.inflated) throw trackingFault('body.large')
  const fields = parsed(plain.toString('utf8'))
  if (!isFields(fields)) throw trackingFault('body.malformed')
  return { fields, size: plain.length }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)
  } catch {
    throw trackingFault('body.malformed')
  }
}
