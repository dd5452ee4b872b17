import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useCallback, useEffect } from 'react'
import { api } from '../../../../web/api.ts'
import { useTexts } from '../../../../web/i18n.tsx'
import { useToast } from '../../../../web/parts/toast.tsx'
import { useMay, useWorkspace } from '../../../../web/workspace.tsx'
import type { Duplicate, DuplicateDecision } from '../../duplicates/schema.ts'
import { duplicateTexts } from './texts.ts'

const route = getRouteApi('/w/$workspace/people/duplicates')

/** The pairs that wait, the one that is looked at, and what can be done with it. */
export function useReview() {
  const { id: workspace } = useWorkspace()
  const { state = 'open', pair } = route.useSearch()
  const navigate = route.useNavigate()
  const found = useQuery(api.people.duplicates.list.queryOptions({ input: { workspace, state, limit: 100 } }))
  const pairs = found.data?.pairs ?? []
  const at = Math.max(
    0,
    pairs.findIndex(({ id }) => id === pair),
  )
  const shown = pairs[at]
  const show = useCallback(
    (next: Duplicate | undefined) =>
      next && navigate({ search: (before) => ({ ...before, pair: next.id }), replace: true, resetScroll: false }),
    [navigate],
  )
  const step = useCallback((by: number) => show(pairs[at + by]), [show, pairs, at])
  return { workspace, state, found, pairs, at, shown, show, step }
}

export type Review = ReturnType<typeof useReview>

/** Decides about the pair that is shown and goes on to the next. */
export function useDeciding({ workspace, pairs, at, shown, show }: Review) {
  const texts = useTexts(duplicateTexts)
  const may = useMay()
  const toast = useToast()
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey: api.people.duplicates.key() })
  const decided = useMutation(
    api.people.duplicates.decide.mutationOptions({ onError: toast.problem, onSettled: refresh }),
  )
  const { mutate, isPending } = decided
  const decide = (decision: DuplicateDecision) => {
    if (!shown || isPending || !may('edit')) return
    const next = pairs[at + 1] ?? pairs[at - 1]
    const input = { workspace, duplicate: shown.id }
    mutate(
      { ...input, decision },
      {
        onSuccess: () => {
          show(next)
          if (decision === 'merge') void queries.invalidateQueries()
          const said = { merge: texts.merged, different: texts.toldApart, later: texts.postponed, open: texts.open }
          toast.done(said[decision], decision === 'merge' ? undefined : () => mutate({ ...input, decision: 'open' }))
        },
      },
    )
  }
  return { decide, isPending, may: may('edit') }
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('input, textarea, select, [contenteditable], [role="dialog"]') !== null

/** The keys of the review: up and down, and one for each decision. */
export function useReviewKeys(step: (by: number) => void, decide: (decision: DuplicateDecision) => void): void {
  const { keys } = useTexts(duplicateTexts)
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const key = event.key.toLowerCase()
      const act = {
        arrowdown: () => step(1),
        j: () => step(1),
        arrowup: () => step(-1),
        k: () => step(-1),
        [keys.merge]: () => decide('merge'),
        [keys.different]: () => decide('different'),
        [keys.later]: () => decide('later'),
      }[key]
      if (!act) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [keys, step, decide])
}
