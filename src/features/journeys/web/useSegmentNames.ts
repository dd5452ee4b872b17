import { useQuery } from '@tanstack/react-query'
import { api } from '../../../web/api.ts'
import { useWorkspace } from '../../../web/workspace.tsx'

export type SegmentName = { readonly id: string; readonly name: string }

/** The segments of the workspace, for pickers. */
export const useSegmentNames = (): readonly SegmentName[] => {
  const { id: workspace } = useWorkspace()
  return useQuery(api.people.segments.list.queryOptions({ input: { workspace }, staleTime: 60_000 })).data ?? []
}
