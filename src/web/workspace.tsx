import { type QueryClient, useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useMemo } from 'react'
import type { Role, User, Workspace } from '../features/admin/schema.ts'
import { api } from './api.ts'
import { FormatProvider } from './format.tsx'

export type Need = 'view' | 'edit' | 'own'
const rank: Record<Role, number> = { viewer: 0, editor: 1, owner: 2 }
const needed: Record<Need, number> = { view: 0, edit: 1, own: 2 }

/** Whether a role suffices: viewers look, editors change, owners decide about the workspace. */
export const roleMay = (role: Role, need: Need): boolean => rank[role] >= needed[need]

export const meOptions = () => api.admin.me.queryOptions({ staleTime: 60_000 })

const lastKey = 'fernweh.workspace'
export const rememberWorkspace = (id: string): void => window.localStorage.setItem(lastKey, id)

/** The workspace that was open last, else the first. */
export function homeOf(workspaces: readonly Workspace[]): Workspace | undefined {
  const last = window.localStorage.getItem(lastKey)
  return workspaces.find(({ id }) => id === last) ?? workspaces[0]
}

/** Forgets everything that was shown, as after signing in or out. */
export async function forget(queries: QueryClient): Promise<void> {
  queries.clear()
  await queries.fetchQuery(meOptions())
}

type Here = { readonly user: User; readonly workspace: Workspace; readonly workspaces: readonly Workspace[] }
const Current = createContext<Here | null>(null)

/** Below this, one workspace is open. `entered` is what the route found; changed settings come from the query. */
export function WorkspaceProvider({ entered, children }: { entered: Here; children: ReactNode }) {
  const { data: me } = useQuery(meOptions())
  const here = useMemo(() => {
    if (me?.state !== 'signed-in') return entered
    const workspace = me.workspaces.find(({ id }) => id === entered.workspace.id)
    return workspace ? { user: me.user, workspace, workspaces: me.workspaces } : entered
  }, [me, entered])
  return (
    <Current value={here}>
      <FormatProvider timeZone={here.workspace.timeZone} currency={here.workspace.currency}>
        {children}
      </FormatProvider>
    </Current>
  )
}

export function useHere(): Here {
  const here = use(Current)
  if (!here) throw new Error('No workspace is open here')
  return here
}

export const useWorkspace = (): Workspace => useHere().workspace
export const useUser = (): User => useHere().user
export function useMay(): (need: Need) => boolean {
  const { role } = useWorkspace()
  return (need) => roleMay(role, need)
}
