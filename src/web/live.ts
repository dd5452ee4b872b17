import { useEffect, useEffectEvent } from 'react'
import type { LiveMessage } from '../features/collect/intake/schema.ts'

export type { LiveEvent, LiveMessage } from '../features/collect/intake/schema.ts'

/** Hears what arrives in a workspace while the component is shown; `source` (a slug): of one source alone. */
export function useLive(workspace: string, onMessage: (message: LiveMessage) => void, source?: string): void {
  const hear = useEffectEvent(onMessage)
  useEffect(() => {
    const query = source === undefined ? '' : `?source=${encodeURIComponent(source)}`
    const events = new EventSource(`/api/w/${workspace}/live${query}`)
    events.onmessage = ({ data }) => hear(JSON.parse(data))
    return () => events.close()
  }, [workspace, source])
}
