/** What the browser keeps of one visitor, once that was allowed. */
export type Kept = { id?: string; user?: string; token?: string; allowed?: boolean; queue?: Message[] }
export type Values = Readonly<Record<string, unknown>>
export type Message = { readonly type: string; readonly messageId: string } & Values

const place = 'fernweh'

export function read(): Kept {
  try {
    return JSON.parse(localStorage.getItem(place) ?? '{}')
  } catch {
    return {}
  }
}

/** Nothing is written unless the visitor agreed; a refusal alone is remembered, and that it must be told, if it must. */
export function write(kept: Kept): void {
  try {
    if (kept.allowed === undefined) localStorage.removeItem(place)
    else localStorage.setItem(place, JSON.stringify(kept))
  } catch {
    // A browser without storage sends what it has and forgets the rest.
  }
}

/** Random, also on pages without https, where `crypto.randomUUID` is missing. */
export const random = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')

export const refusesTracking = (): boolean => {
  const { globalPrivacyControl, doNotTrack } = navigator as Navigator & { globalPrivacyControl?: boolean }
  return globalPrivacyControl === true || doNotTrack === '1'
}
