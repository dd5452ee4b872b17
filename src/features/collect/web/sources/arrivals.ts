import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { api } from '../../../../web/api.ts'
import { useLive } from '../../../../web/live.ts'
import { useWorkspace } from '../../../../web/workspace.tsx'
import type { Source } from '../../sources/schema.ts'

/** Also where no live message comes through, such as behind a proxy that holds them back. */
const pollMs = 5_000
const atMostEveryMs = 800

/** Calls at once, and then at most so often, however often it is asked. */
function useThrottled(call: () => void): () => void {
  const state = useRef<{ timer: number | undefined; again: boolean }>({ timer: undefined, again: false })
  useEffect(() => {
    const { current } = state
    return () => {
      window.clearTimeout(current.timer)
      current.timer = undefined
    }
  }, [])
  const run = (): void => {
    const { current } = state
    if (current.timer !== undefined) {
      current.again = true
      return
    }
    current.again = false
    call()
    current.timer = window.setTimeout(() => {
      current.timer = undefined
      if (current.again) run()
    }, atMostEveryMs)
  }
  return run
}

/** The events of a source that came in last, and the messages that stayed out, brought up to date as things arrive. */
export function useArrivals(source: Pick<Source, 'id' | 'slug'>, limit: number, held = false) {
  const { id: workspace } = useWorkspace()
  const queries = useQueryClient()
  const refetchInterval = held ? false : pollMs
  const input = { workspace, source: source.id }
  const shared = { refetchInterval, placeholderData: keepPreviousData } as const
  const events = useQuery(
    api.collect.sources.events.queryOptions({ input: { ...input, limit }, enabled: !held, ...shared }),
  )
  const rejected = useQuery(
    api.collect.sources.rejected.queryOptions({
      input: { ...input, offset: 0, limit: 20 },
      enabled: !held && limit > 1,
      ...shared,
    }),
  )
  const look = useThrottled(() => {
    if (!held) void queries.invalidateQueries({ queryKey: api.collect.sources.key() })
  })
  useLive(workspace, ({ kind }) => (kind === 'events' || kind === 'rejected') && look(), source.slug)
  return { events, rejected }
}
