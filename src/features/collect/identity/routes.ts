import { implement } from '@orpc/server'
import type { Caller, Placed } from '../../admin/index.ts'
import { identity as contract } from './contract.ts'
import type { Identity } from './service.ts'

const on = implement(contract).$context<Placed>()

/** Who decided, as the log names it. */
const actorOf = (caller: Caller): string =>
  caller.kind === 'user' ? caller.user.name || caller.user.email : caller.kind

export const identityRoutes = (identity: Identity) =>
  on.router({
    identifiers: on.identifiers.handler(({ input: { workspace, person } }) => identity.identifiers(workspace, person)),
    mergesOf: on.mergesOf.handler(({ input: { workspace, ...page } }) => identity.log(workspace, page)),
    merges: on.merges.handler(({ input: { workspace, ...page } }) => identity.log(workspace, page)),
    join: on.join.handler(async ({ context, input: { workspace, person, with: other } }) => ({
      person: await identity.join(workspace, actorOf(context.caller), person, other),
    })),
    part: on.part.handler(async ({ context, input: { workspace, person, anchor } }) => {
      await identity.part(workspace, actorOf(context.caller), person, anchor)
      return {}
    }),
    undo: on.undo.handler(async ({ context, input: { workspace, merge } }) => {
      await identity.undo(workspace, actorOf(context.caller), merge)
      return {}
    }),
    rules: on.rules.handler(({ input: { workspace } }) => identity.rules(workspace)),
    setRules: on.setRules.handler(({ input: { workspace, rules } }) => identity.setRules(workspace, rules)),
  })
