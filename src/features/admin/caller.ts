import { commonFault } from '../../kernel/fault.ts'
import type { PlaceOfRequest } from '../../platform/http/rights.ts'
import type { User, Workspace } from './schema.ts'

/** Who asks: nobody known, a person who signed in, or a program of this machine with the local token. */
export type Caller =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'user'; readonly user: User }
  | { readonly kind: 'local' }

/** Context of every handler of the contract. */
export type CallerContext = { readonly caller: Caller }

/** Context of what is done in a workspace: the caller may do it, and the workspace carries the caller's role. */
export type Placed = CallerContext & { readonly workspace: Workspace }

/** The same for a plain route, whose answer may last longer than the right to it. */
export type PlacedRequest = Placed & Pick<PlaceOfRequest<Caller, Workspace>, 'whilePermitted' | 'whileOpen'>

/** The signed-in person, or the fault that asks to sign in. */
export function personOf(caller: Caller): User {
  if (caller.kind === 'user') return caller.user
  throw commonFault(caller.kind === 'nobody' ? 'caller.unknown' : 'caller.forbidden')
}
