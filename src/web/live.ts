import { useEffect, useEffectEvent, useState } from 'react'
import type { LiveMessage } from '../features/collect/intake/schema.ts'

export type { LiveEvent, LiveMessage } from '../features/collect/intake/schema.ts'

/** `broken`: it stood, or could not be made; another try is on its way. */
export type LiveLine = 'connecting' | 'open' | 'broken'

/** Browsers give up for good where a server refuses. */
const refusedMs = 5_000
const none: readonly string[] = []

/**
 * Hears what arrives in a workspace while the component is shown; `source` (a slug): of one source alone. Events carry only
 * the properties with these keys.
 */
export function useLive(
  workspace: string,
  onMessage: (message: LiveMessage) => void,
  source?: string,
  properties: readonly string[] = none,
): LiveLine {
  const [line, setLine] = useState<LiveLine>('connecting')
  const hear = useEffectEvent(onMessage)
  const asked = [...(source === undefined ? [] : [['source', source]]), ...properties.map((key) => ['property', key])]
  const query = new URLSearchParams(asked).toString()
  useEffect(() => {
    let events: EventSource
    let timer: number | undefined
    const open = () => {
      events = new EventSource(`/api/w/${workspace}/live${query === '' ? '' : `?${query}`}`)
      events.onopen = () => setLine('open')
      events.onmessage = ({ data }) => hear(JSON.parse(data))
      events.onerror = () => {
        setLine('broken')
        if (events.readyState === EventSource.CLOSED) timer = window.setTimeout(open, refusedMs)
      }
    }
    open()
    return () => {
      window.clearTimeout(timer)
      events.close()
    }
  }, [workspace, query])
  return line
}
