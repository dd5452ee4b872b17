import { createHash, randomBytes } from 'node:crypto'

/** The secret of a device's link: 32 random bytes. */
export const newDeviceKey = (): string => randomBytes(32).toString('base64url')

/** What is kept of it. */
export const hashOfKey = (key: string): string => createHash('sha256').update(key).digest('hex')
