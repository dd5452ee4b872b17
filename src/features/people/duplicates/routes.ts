import { implement } from '@orpc/server'
import type { Caller, CallerContext, InWorkspace } from '../../admin/index.ts'
import { duplicates } from './contract.ts'
import type { DuplicateService } from './service.ts'

const on = implement(duplicates).$context<CallerContext>()

const actorOf = (caller: Caller): string => (caller.kind === 'user' ? caller.user.id : 'local')

export const duplicateRoutes = (service: DuplicateService, inWorkspace: InWorkspace) =>
  on.router({
    list: on.list.handler(async ({ context, input: { workspace, ...window } }) => {
      const { language } = await inWorkspace(context.caller, workspace, 'view')
      return service.list(workspace, language, window)
    }),
    get: on.get.handler(async ({ context, input: { workspace, duplicate } }) => {
      const { language } = await inWorkspace(context.caller, workspace, 'view')
      return service.get(context.caller, workspace, language, duplicate)
    }),
    search: on.search.handler(async ({ context, input: { workspace } }) => {
      await inWorkspace(context.caller, workspace, 'edit')
      return service.search(workspace)
    }),
    decide: on.decide.handler(async ({ context, input: { workspace, duplicate, decision } }) => {
      await inWorkspace(context.caller, workspace, 'edit')
      return service.decide(workspace, actorOf(context.caller), duplicate, decision)
    }),
  })
