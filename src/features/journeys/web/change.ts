export type Change = { readonly share: number | null; readonly direction: 'up' | 'down' | 'same' }

/** Change against the comparison; `share` is null where there was nobody to compare with. */
export const changeOf = (now: number, before: number | null): Change | null => {
  if (before === null) return null
  if (before === 0) return now === 0 ? { share: 0, direction: 'same' } : { share: null, direction: 'up' }
  const share = now / before - 1
  return { share, direction: Math.abs(share) < 0.01 ? 'same' : share > 0 ? 'up' : 'down' }
}
