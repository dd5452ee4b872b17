import { implement } from '@orpc/server'
import type { Caller, Placed } from '../../admin/index.ts'
import { duplicates } from './contract.ts'
import type { DuplicateService } from './service.ts'

const on = implement(duplicates).$context<Placed>()

const actorOf = (caller: Caller): string => (caller.kind === 'user' ? caller.user.id : 'local')

export const duplicateRoutes = (service: DuplicateService) =>
  on.router({
    list: on.list.handler(({ context, input: { workspace, ...window } }) =>
      service.list(workspace, context.workspace.language, window),
    ),
    get: on.get.handler(({ context, input: { duplicate } }) => service.get(context.workspace, duplicate)),
    search: on.search.handler(({ input: { workspace } }) => service.search(workspace)),
    decide: on.decide.handler(({ context, input: { workspace, duplicate, decision } }) =>
      service.decide(workspace, actorOf(context.caller), duplicate, decision),
    ),
  })
