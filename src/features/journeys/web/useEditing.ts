import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { api } from '../../../web/api.ts'
import { problemOf } from '../../../web/problem.ts'
import type { Journey, JourneyDraft } from '../schema.ts'
import { begin, type Edit, type History, record, redo, undo } from './edits.ts'
import { type SaveState, saverOf } from './saver.ts'

export type Editing = {
  readonly draft: JourneyDraft
  readonly state: SaveState | { readonly kind: 'stale' } | { readonly kind: 'refused' }
  readonly edit: (edit: Edit) => void
  readonly undo: (() => void) | null
  readonly redo: (() => void) | null
  /** Takes the latest step back, whatever was known when this function was handed out. */
  readonly takeBack: () => void
  readonly retry: () => void
  /** Takes the server's state, forgetting local changes that could not be saved. */
  readonly reload: () => void
}

const draftOf = ({ id: _, version: __, changed: ___, ...draft }: Journey): JourneyDraft => draft

const named = (state: SaveState): Editing['state'] => {
  if (state.kind !== 'failed') return state
  const { status } = problemOf(state.error)
  if (status === 409) return { kind: 'stale' }
  return status === 403 ? { kind: 'refused' } : state
}

const useSaver = (workspace: string, journey: Journey, tell: (state: Editing['state']) => void) => {
  const queries = useQueryClient()
  const key = useMemo(
    () => api.journeys.get.queryKey({ input: { workspace, journey: journey.id } }),
    [workspace, journey.id],
  )
  const [saver] = useState(() =>
    saverOf({
      version: journey.version,
      save: (draft, version) => api.journeys.save.call({ workspace, journey: journey.id, version, ...draft }),
      tell: (next, saved) => {
        tell(named(next))
        if (!saved) return
        queries.setQueryData(key, saved)
        void queries.invalidateQueries({ queryKey: api.journeys.figures.key() })
        void queries.invalidateQueries({ queryKey: api.journeys.touchpoint.key() })
        void queries.invalidateQueries({ queryKey: api.journeys.list.key() })
      },
    }),
  )
  return saver
}

/** Leaving the page while a change is on its way asks first. */
const useLeaveGuard = (saving: boolean): void => {
  useEffect(() => {
    if (!saving) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [saving])
}

/** The journey as it is being changed: every step can be taken back, and saves itself. */
export const useEditing = (workspace: string, journey: Journey): Editing => {
  const queries = useQueryClient()
  const [history, setHistory] = useState<History>(() => begin(draftOf(journey)))
  const [state, setState] = useState<Editing['state']>({ kind: 'saved' })
  const current = useRef(history)
  const saver = useSaver(workspace, journey, setState)
  const step = useCallback(
    (next: History) => {
      if (next === current.current) return
      current.current = next
      setHistory(next)
      void saver.offer(next.present)
    },
    [saver],
  )
  const reload = useCallback(async () => {
    const fresh = await queries.fetchQuery({
      ...api.journeys.get.queryOptions({ input: { workspace, journey: journey.id } }),
      staleTime: 0,
    })
    saver.restart(fresh.version)
    current.current = begin(draftOf(fresh))
    setHistory(current.current)
    setState({ kind: 'saved' })
  }, [queries, saver, workspace, journey.id])

  useLeaveGuard(state.kind === 'saving')

  return {
    draft: history.present,
    state,
    edit: useCallback((edit) => step(record(current.current, edit)), [step]),
    undo: history.past.length > 0 ? () => step(undo(current.current)) : null,
    redo: history.future.length > 0 ? () => step(redo(current.current)) : null,
    takeBack: useCallback(() => step(undo(current.current)), [step]),
    retry: () => void saver.retry(),
    reload: () => void reload(),
  }
}
