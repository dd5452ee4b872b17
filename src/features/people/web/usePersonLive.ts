import { useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { api } from '../../../web/api.ts'
import { useLive } from '../../../web/live.ts'
import { useWorkspace } from '../../../web/workspace.tsx'

/** Nothing tells whether a settling touched this person unless their events were among those shown. */
const seldomMs = 10_000

/** Keeps what is shown of a person up to what arrives. */
export function usePersonLive(person: string): void {
  const { id: workspace } = useWorkspace()
  const queries = useQueryClient()
  const touched = useRef(false)
  const asked = useRef(Date.now())
  useLive(workspace, (message) => {
    if (message.kind === 'events') touched.current ||= message.events.some(({ personId }) => personId === person)
    if (message.kind !== 'settled') return
    if (!touched.current && Date.now() - asked.current < seldomMs) return
    touched.current = false
    asked.current = Date.now()
    const input = { workspace, person }
    void queries.invalidateQueries({ queryKey: api.people.profile.key({ input }) })
    void queries.invalidateQueries({ queryKey: api.people.timeline.key({ input }) })
    void queries.invalidateQueries({ queryKey: api.journeys.positions.key({ input }) })
  })
}
