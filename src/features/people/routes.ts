import { implement } from '@orpc/server'
import type { CallerContext } from '../admin/index.ts'
import { people } from './contract.ts'
import type { PeopleService } from './service.ts'

const on = implement(people).$context<CallerContext>()

export const peopleRoutes = (service: PeopleService) =>
  on.router({
    list: on.list.handler(({ context, input: { workspace, ...question } }) =>
      service.list(context.caller, workspace, question),
    ),
    timeline: on.timeline.handler(({ context, input: { workspace, ...question } }) =>
      service.timeline(context.caller, workspace, question),
    ),
  })
