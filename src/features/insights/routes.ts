import { implement } from '@orpc/server'
import type { CallerContext } from '../admin/index.ts'
import { insights } from './contract.ts'
import type { Reports } from './service.ts'

const on = implement(insights).$context<CallerContext>()

export const insightsRoutes = (reports: Reports) =>
  on.router({
    funnel: on.funnel.handler(({ context, input: { workspace, ...question } }) =>
      reports.funnel(context.caller, workspace, question),
    ),
    flow: on.flow.handler(({ context, input: { workspace, ...question } }) =>
      reports.flow(context.caller, workspace, question),
    ),
  })
