import { commonFault } from '../../kernel/fault.ts'
import type { Role, User } from './schema.ts'

/** Who asks: nobody known, a person who signed in, or a program of this machine with the local token. */
export type Caller =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'user'; readonly user: User }
  | { readonly kind: 'local' }

/** What a request wants with a workspace. */
export type Right = 'view' | 'edit' | 'own'

const rightsOf: Readonly<Record<Role, readonly Right[]>> = {
  viewer: ['view'],
  editor: ['view', 'edit'],
  owner: ['view', 'edit', 'own'],
}

export const may = (role: Role, right: Right): boolean => rightsOf[role].includes(right)

/** The signed-in person, or the fault that asks to sign in. */
export function personOf(caller: Caller): User {
  if (caller.kind === 'user') return caller.user
  throw commonFault(caller.kind === 'nobody' ? 'caller.unknown' : 'caller.forbidden')
}
