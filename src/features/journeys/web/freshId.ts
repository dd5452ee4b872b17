/** A name for a new phase or touchpoint, unique within its journey. */
export const freshId = (): string => window.crypto.randomUUID().slice(0, 13)
