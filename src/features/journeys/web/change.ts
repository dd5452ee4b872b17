export type Change = { readonly share: number | null; readonly direction: 'up' | 'down' | 'same' }

import type { TouchpointFigures } from '../schema.ts'

export type Better = 'more' | 'less' | null

/** Whether more people at a touchpoint are good or bad: known only where leaving or bad feelings follow it. */
export const betterOf = ({ breakPoint, moment, emotion }: TouchpointFigures): Better => {
  if (breakPoint || (moment && moment.oddsRatio < 1) || (emotion && emotion.high < 0)) return 'less'
  return moment ? 'more' : null
}

/** Change against the comparison; `share` is null where there was nobody to compare with. */
export const changeOf = (now: number, before: number | null): Change | null => {
  if (before === null) return null
  if (before === 0) return now === 0 ? { share: 0, direction: 'same' } : { share: null, direction: 'up' }
  const share = now / before - 1
  return { share, direction: Math.abs(share) < 0.01 ? 'same' : share > 0 ? 'up' : 'down' }
}

export const senseOf = ({ direction }: Change, better: Better): 'good' | 'bad' | undefined => {
  if (direction === 'same' || better === null) return undefined
  return (direction === 'up') === (better === 'more') ? 'good' : 'bad'
}
