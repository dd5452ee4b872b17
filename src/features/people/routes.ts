import { implement } from '@orpc/server'
import type { CallerContext } from '../admin/index.ts'
import { persons } from './contract.ts'
import type { PeopleService } from './service.ts'

const on = implement(persons).$context<CallerContext>()

export const personRoutes = (service: PeopleService) =>
  on.router({
    list: on.list.handler(({ context, input: { workspace, ...question } }) =>
      service.list(context.caller, workspace, question),
    ),
    profile: on.profile.handler(({ context, input: { workspace, person } }) =>
      service.profile(context.caller, workspace, person),
    ),
    timeline: on.timeline.handler(({ context, input: { workspace, ...question } }) =>
      service.timeline(context.caller, workspace, question),
    ),
    correct: on.correct.handler(({ context, input: { workspace, person, key, value } }) =>
      service.correct(context.caller, workspace, person, key, value),
    ),
  })
