import { skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../../../../web/api.ts'
import { useTexts } from '../../../../web/i18n.tsx'
import { useConfirm } from '../../../../web/parts/confirm.tsx'
import { useToast } from '../../../../web/parts/toast.tsx'
import { useWorkspace } from '../../../../web/workspace.tsx'
import type { Source } from '../../sources/schema.ts'
import { sourceTexts } from './texts.ts'

/** Asks for everything about sources again. */
export function useRefreshSources(): () => Promise<void> {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: api.collect.sources.key() })
}

/** Pauses a source after asking, or lets it go on. */
export function usePause(source: Pick<Source, 'id' | 'name' | 'paused'>) {
  const texts = useTexts(sourceTexts)
  const { id: workspace } = useWorkspace()
  const confirm = useConfirm()
  const toast = useToast()
  const refresh = useRefreshSources()
  const change = useMutation(
    api.collect.sources.change.mutationOptions({
      onSuccess: ({ name, paused }) => toast.done(paused ? texts.paused(name) : texts.resumed(name)),
      onError: toast.problem,
      onSettled: refresh,
    }),
  )
  const toggle = async () => {
    const sure =
      source.paused ||
      (await confirm({ title: texts.pauseTitle(source.name), text: texts.pauseText, yes: texts.pause, danger: true }))
    if (sure) change.mutate({ workspace, source: source.id, paused: !source.paused })
  }
  return { toggle, pending: change.isPending }
}

export const freshKey = (source: string) => ['fresh key', source]

/** A secret key between its making and the leaving of the app: nowhere but in memory. */
export function useFreshKey(source: string) {
  const queries = useQueryClient()
  const { data: fresh } = useQuery<string>({ queryKey: freshKey(source), queryFn: skipToken, staleTime: Infinity })
  return { fresh, keep: (key: string) => queries.setQueryData(freshKey(source), key) }
}
