import { implement } from '@orpc/server'
import type { Placed } from '../caller.ts'
import type { Audit } from './audit.ts'
import { audit as contract } from './contract.ts'

const on = implement(contract).$context<Placed>()

export const auditRoutes = (audit: Audit) =>
  on.router({
    list: on.list.handler(({ context, input: { workspace: _, ...question } }) =>
      audit.list(context.workspace.id, question),
    ),
    check: on.check.handler(({ context }) => audit.check(context.workspace.id)),
    file: on.file.handler(({ context }) => audit.file(context)),
  })
