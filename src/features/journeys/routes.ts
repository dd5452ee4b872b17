import { implement } from '@orpc/server'
import type { CallerContext, InWorkspace } from '../admin/index.ts'
import { journeys } from './contract.ts'
import { phaseModels } from './phaseModels.ts'
import type { JourneyService } from './service.ts'

const on = implement(journeys).$context<CallerContext>()

export const journeyRoutes = ({ service, inWorkspace }: { service: JourneyService; inWorkspace: InWorkspace }) =>
  on.router({
    phaseModels: on.phaseModels.handler(async ({ context, input }) => {
      await inWorkspace(context.caller, input.workspace, 'view')
      return [...phaseModels]
    }),
    list: on.list.handler(({ context, input }) => service.list(context.caller, input.workspace)),
    draft: on.draft.handler(({ context, input: { workspace, ...order } }) =>
      service.draft(context.caller, workspace, order),
    ),
    create: on.create.handler(({ context, input: { workspace, ...draft } }) =>
      service.create(context.caller, workspace, draft),
    ),
    get: on.get.handler(({ context, input }) => service.get(context.caller, input.workspace, input.journey)),
    save: on.save.handler(({ context, input: { workspace, journey, version, ...draft } }) =>
      service.save(context.caller, workspace, journey, draft, version),
    ),
    remove: on.remove.handler(({ context, input }) => service.remove(context.caller, input.workspace, input.journey)),
    figures: on.figures.handler(({ context, input: { workspace, journey, ...question } }) =>
      service.figures(context.caller, workspace, journey, question),
    ),
    touchpoint: on.touchpoint.handler(({ context, input: { workspace, journey, touchpoint, ...question } }) =>
      service.touchpoint(context.caller, workspace, journey, touchpoint, question),
    ),
    positions: on.positions.handler(({ context, input: { workspace, person } }) =>
      service.positions(context.caller, workspace, person),
    ),
    travellers: on.travellers.handler(
      ({ context, input: { workspace, journey, touchpoint, who, offset, limit, ...question } }) =>
        service.travellers(context.caller, workspace, journey, touchpoint, { who, offset, limit }, question),
    ),
  })
