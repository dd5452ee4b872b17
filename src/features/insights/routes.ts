import { implement } from '@orpc/server'
import type { Placed } from '../admin/index.ts'
import { insights } from './contract.ts'
import type { Reports } from './service.ts'

const on = implement(insights).$context<Placed>()

export const insightsRoutes = (reports: Reports) =>
  on.router({
    funnel: on.funnel.handler(({ context, input: { workspace: _, ...question } }) =>
      reports.funnel(context.workspace, question),
    ),
    flow: on.flow.handler(({ context, input: { workspace: _, ...question } }) =>
      reports.flow(context.workspace, question),
    ),
  })
