import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Import } from '../../../features/collect/schema.ts'
import { api } from '../../api.ts'
import { useWorkspace } from '../../workspace.tsx'

const moving: readonly Import['state'][] = ['waiting', 'reading', 'storing', 'settling', 'undoing']

/** Whether an import is still at work, so that its figures change. */
export const isMoving = ({ state }: Pick<Import, 'state'>): boolean => moving.includes(state)

/** One import, followed while it works; once it has settled, everything that was asked before is asked again. */
export function useImport(id: string) {
  const { id: workspace } = useWorkspace()
  const queries = useQueryClient()
  const found = useQuery(
    api.collect.import.queryOptions({
      input: { workspace, import: id },
      refetchInterval: ({ state }) => (state.data && !isMoving(state.data) ? false : 600),
    }),
  )
  const settled = found.data !== undefined && !isMoving(found.data)
  useEffect(() => {
    if (settled) void queries.invalidateQueries({ predicate: ({ state }) => state.dataUpdatedAt < Date.now() - 2000 })
  }, [settled, queries])
  return { found, row: found.data, settled }
}
