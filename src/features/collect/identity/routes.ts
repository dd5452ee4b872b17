import { implement } from '@orpc/server'
import type { Caller, CallerContext, InWorkspace } from '../../admin/index.ts'
import { identity as contract } from './contract.ts'
import type { Identity } from './service.ts'

const on = implement(contract).$context<CallerContext>()

/** Who decided, as the log names it. */
const actorOf = (caller: Caller): string =>
  caller.kind === 'user' ? caller.user.name || caller.user.email : caller.kind

export const identityRoutes = (identity: Identity, inWorkspace: InWorkspace) =>
  on.router({
    identifiers: on.identifiers.handler(async ({ context, input: { workspace, person } }) => {
      await inWorkspace(context.caller, workspace, 'view')
      return identity.identifiers(workspace, person)
    }),
    mergesOf: on.mergesOf.handler(async ({ context, input: { workspace, ...page } }) => {
      await inWorkspace(context.caller, workspace, 'view')
      return identity.log(workspace, page)
    }),
    merges: on.merges.handler(async ({ context, input: { workspace, ...page } }) => {
      await inWorkspace(context.caller, workspace, 'view')
      return identity.log(workspace, page)
    }),
    join: on.join.handler(async ({ context, input: { workspace, person, with: other } }) => {
      await inWorkspace(context.caller, workspace, 'edit')
      return { person: await identity.join(workspace, actorOf(context.caller), person, other) }
    }),
    part: on.part.handler(async ({ context, input: { workspace, person, anchor } }) => {
      await inWorkspace(context.caller, workspace, 'edit')
      await identity.part(workspace, actorOf(context.caller), person, anchor)
      return {}
    }),
    undo: on.undo.handler(async ({ context, input: { workspace, merge } }) => {
      await inWorkspace(context.caller, workspace, 'edit')
      await identity.undo(workspace, actorOf(context.caller), merge)
      return {}
    }),
    rules: on.rules.handler(async ({ context, input: { workspace } }) => {
      await inWorkspace(context.caller, workspace, 'view')
      return identity.rules(workspace)
    }),
    setRules: on.setRules.handler(async ({ context, input: { workspace, rules } }) => {
      await inWorkspace(context.caller, workspace, 'own')
      return identity.setRules(workspace, rules)
    }),
  })
