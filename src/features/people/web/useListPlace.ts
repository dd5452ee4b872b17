import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import { useWorkspace } from '../../../web/workspace.tsx'
import { columnsIn, type ListColumn, ListSearch, usualColumns } from './listSearch.ts'

const keyOf = (workspace: string): string => `fernweh.people.columns.${workspace}`

/** What the address of the list says, and ways to change it. Columns are those of the address, else the last chosen. */
export function useListPlace() {
  const { id: workspace } = useWorkspace()
  const asked = ListSearch.parse(useSearch({ strict: false }))
  const [remembered, remember] = useState(() => columnsIn(window.localStorage.getItem(keyOf(workspace))))
  const navigate = useNavigate()
  const go = useCallback(
    (next: ListSearch) =>
      navigate({
        to: '/w/$workspace/people',
        params: { workspace },
        search: {
          ...next,
          search: next.search || undefined,
          page: next.page === 1 ? undefined : next.page,
          known: next.known === 'all' ? undefined : next.known,
        },
      }),
    [navigate, workspace],
  )
  const columns = columnsIn(asked.columns) ?? remembered ?? usualColumns
  const choose = (chosen: readonly ListColumn[]) => {
    const text = chosen.join(',')
    window.localStorage.setItem(keyOf(workspace), text)
    remember(columnsIn(text))
    void go({ ...asked, columns: text || undefined })
  }
  return { workspace, asked, columns, choose, go }
}

export type ListPlace = ReturnType<typeof useListPlace>
