import type { Caller, Right } from './caller.ts'
import type { Workspace } from './schema.ts'

/** The workspace with the caller's role, or the fault that the caller deserves. */
export type InWorkspace = (caller: Caller, workspace: string, right: Right) => Promise<Workspace>
