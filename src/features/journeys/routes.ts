import { implement } from '@orpc/server'
import type { Placed } from '../admin/index.ts'
import { journeys } from './contract.ts'
import { phaseModels } from './phaseModels.ts'
import type { JourneyService } from './service.ts'

const on = implement(journeys).$context<Placed>()

export const journeyRoutes = (service: JourneyService) =>
  on.router({
    phaseModels: on.phaseModels.handler(() => [...phaseModels]),
    list: on.list.handler(({ input }) => service.list(input.workspace)),
    draft: on.draft.handler(({ context, input: { workspace: _, ...order } }) =>
      service.draft(context.workspace, order),
    ),
    create: on.create.handler(({ input: { workspace, ...draft } }) => service.create(workspace, draft)),
    get: on.get.handler(({ input }) => service.get(input.workspace, input.journey)),
    save: on.save.handler(({ input: { workspace, journey, version, ...draft } }) =>
      service.save(workspace, journey, draft, version),
    ),
    remove: on.remove.handler(({ input }) => service.remove(input.workspace, input.journey)),
    figures: on.figures.handler(({ context, input: { workspace: _, journey, ...question } }) =>
      service.figures(context.workspace, journey, question),
    ),
    touchpoint: on.touchpoint.handler(({ context, input: { workspace: _, journey, touchpoint, ...question } }) =>
      service.touchpoint(context.workspace, journey, touchpoint, question),
    ),
    positions: on.positions.handler(({ input: { workspace, person } }) => service.positions(workspace, person)),
    travellers: on.travellers.handler(
      ({ context, input: { workspace: _, journey, touchpoint, who, offset, limit, ...question } }) =>
        service.travellers(context.workspace, journey, touchpoint, { who, offset, limit }, question),
    ),
  })
