import { implement } from '@orpc/server'
import type { Placed } from '../admin/index.ts'
import { persons } from './contract.ts'
import type { PeopleService } from './service.ts'

const on = implement(persons).$context<Placed>()

export const personRoutes = (service: PeopleService) =>
  on.router({
    list: on.list.handler(({ context, input: { workspace: _, ...question } }) =>
      service.list(context.workspace, question),
    ),
    profile: on.profile.handler(({ context, input: { person } }) => service.profile(context.workspace, person)),
    timeline: on.timeline.handler(({ context, input: { workspace: _, ...question } }) =>
      service.timeline(context.workspace, question),
    ),
    correct: on.correct.handler(({ context, input: { person, key, value } }) =>
      service.correct(context.workspace, person, key, value),
    ),
  })
