import { implement } from '@orpc/server'
import type { Caller } from '../caller.ts'
import type { Audit } from './audit.ts'
import { audit as contract } from './contract.ts'

const on = implement(contract).$context<{ caller: Caller }>()

export const auditRoutes = (audit: Audit) =>
  on.router({
    list: on.list.handler(({ context, input: { workspace, ...question } }) =>
      audit.list(context.caller, workspace, question),
    ),
    check: on.check.handler(({ context, input }) => audit.check(context.caller, input.workspace)),
    file: on.file.handler(({ context, input }) => audit.file(context.caller, input.workspace)),
  })
