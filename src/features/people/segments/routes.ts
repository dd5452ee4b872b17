import { implement } from '@orpc/server'
import type { CallerContext } from '../../admin/index.ts'
import { segments } from './contract.ts'
import type { SegmentService } from './service.ts'

const on = implement(segments).$context<CallerContext>()

export const segmentRoutes = (service: SegmentService) =>
  on.router({
    list: on.list.handler(({ context, input }) => service.list(context.caller, input.workspace)),
    get: on.get.handler(({ context, input }) => service.get(context.caller, input.workspace, input.segment)),
    preview: on.preview.handler(({ context, input }) => service.preview(context.caller, input.workspace, input.rule)),
    create: on.create.handler(({ context, input: { workspace, ...draft } }) =>
      service.create(context.caller, workspace, draft),
    ),
    save: on.save.handler(({ context, input: { workspace, segment, version, ...draft } }) =>
      service.save(context.caller, workspace, segment, draft, version),
    ),
    remove: on.remove.handler(({ context, input }) => service.remove(context.caller, input.workspace, input.segment)),
    count: on.count.handler(({ context, input }) => service.count(context.caller, input.workspace, input.segment)),
    add: on.add.handler(({ context, input: { workspace, segment, person } }) =>
      service.add(context.caller, workspace, segment, person),
    ),
    drop: on.drop.handler(({ context, input: { workspace, segment, person } }) =>
      service.drop(context.caller, workspace, segment, person),
    ),
    addFound: on.addFound.handler(({ context, input: { workspace, segment, filter } }) =>
      service.addFound(context.caller, workspace, segment, filter),
    ),
    paste: on.paste.handler(({ context, input: { workspace, segment, text } }) =>
      service.paste(context.caller, workspace, segment, text),
    ),
  })
