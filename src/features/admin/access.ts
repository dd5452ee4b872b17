import { z } from 'zod'
import { commonFault } from '../../kernel/fault.ts'
import { isOpenRight, may, needsCaller, type Right } from '../../kernel/rights.ts'
import type { Caller } from './caller.ts'
import type { Workspace } from './schema.ts'
import type { Workspaces } from './store/workspaces.ts'

/**
 * Lets somebody pass, or throws the fault that they deserve: sign in (401), foreign or no such workspace (404), may not
 * (403). `workspace` is what the request says; where the right is one in a workspace, the answer is that workspace with
 * the caller's role.
 */
export type Permit = (caller: Caller, right: Right, workspace: unknown) => Promise<Workspace | undefined>

const Id = z.uuid()
const missing = () => commonFault('thing.missing', 'There is no such workspace')

export const openPermit =
  (workspaces: Pick<Workspaces, 'find' | 'findFor'>): Permit =>
  async (caller, right, named) => {
    if (!needsCaller(right)) return undefined
    if (caller.kind === 'nobody') throw commonFault('caller.unknown')
    if (isOpenRight(right)) return undefined
    const { data: id } = Id.safeParse(named)
    if (id === undefined) throw missing()
    const found = await (caller.kind === 'local' ? workspaces.find(id) : workspaces.findFor(caller.user.id, id))
    // An id is written in one way alone, so that the request and what was checked name the same.
    if (found?.id !== id) throw missing()
    if (caller.kind !== 'local' && !may(found.role, right)) throw commonFault('caller.forbidden')
    return found
  }
