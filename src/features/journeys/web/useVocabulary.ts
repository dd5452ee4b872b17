import { useQuery } from '@tanstack/react-query'
import { api } from '../../../web/api.ts'
import { useWorkspace } from '../../../web/workspace.tsx'

/** What the events of the workspace are made of, for pickers. */
export const useVocabulary = () => {
  const { id: workspace } = useWorkspace()
  return useQuery(api.collect.vocabulary.queryOptions({ input: { workspace }, staleTime: 60_000 })).data
}
