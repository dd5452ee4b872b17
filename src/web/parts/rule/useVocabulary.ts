import { useQuery } from '@tanstack/react-query'
import { api } from '../../api.ts'
import { useWorkspace } from '../../workspace.tsx'

/** What the events of the workspace are made of, for pickers. */
export const useVocabulary = () => {
  const { id: workspace } = useWorkspace()
  return useQuery(api.collect.vocabulary.queryOptions({ input: { workspace }, staleTime: 60_000 })).data
}
