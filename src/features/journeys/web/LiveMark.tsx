import { VisuallyHidden } from '@mantine/core'
import { createContext, use, useSyncExternalStore } from 'react'
import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import styles from './live.module.css'
import { type LiveMapState, openLiveStore } from './live.ts'
import { liveTexts } from './texts-live.ts'

export const LiveContext = createContext(openLiveStore())

/** A part of the live state; whoever shows it is drawn anew only when this part changes. */
export function useLivePart<T>(part: (state: LiveMapState) => T): T {
  const { subscribe, get } = use(LiveContext)
  return useSyncExternalStore(subscribe, () => part(get()))
}

/** On a card: a short glow for what just arrived, and how much it was within a minute. */
export function LiveMark({ touchpoint }: { touchpoint: string }) {
  const texts = useTexts(liveTexts)
  const format = useFormat()
  const count = useLivePart(({ counts }) => Math.round(counts.get(touchpoint) ?? 0))
  const pulse = useLivePart(({ pulses }) => pulses.get(touchpoint) ?? 0)
  const sampled = useLivePart((state) => state.sampled)
  if (count === 0) return null
  const number = format.number(count)
  return (
    <>
      <span key={pulse} className={styles.pulse} aria-hidden />
      <span className={styles.count} data-live-count={count}>
        <span aria-hidden>{texts.count(number, sampled)}</span>
        <VisuallyHidden>{texts.countHeard(number)}</VisuallyHidden>
      </span>
    </>
  )
}
