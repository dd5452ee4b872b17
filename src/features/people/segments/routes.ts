import { implement } from '@orpc/server'
import type { Placed } from '../../admin/index.ts'
import { segments } from './contract.ts'
import type { SegmentService } from './service.ts'

const on = implement(segments).$context<Placed>()

export const segmentRoutes = (service: SegmentService) =>
  on.router({
    list: on.list.handler(({ context }) => service.list(context.workspace)),
    get: on.get.handler(({ context, input }) => service.get(context.workspace, input.segment)),
    preview: on.preview.handler(({ context, input }) => service.preview(context.workspace, input.rule)),
    create: on.create.handler(({ context, input: { workspace: _, ...draft } }) =>
      service.create(context.workspace, draft),
    ),
    save: on.save.handler(({ context, input: { workspace: _, segment, version, ...draft } }) =>
      service.save(context.workspace, segment, draft, version),
    ),
    remove: on.remove.handler(({ input }) => service.remove(input.workspace, input.segment)),
    count: on.count.handler(({ input }) => service.count(input.workspace, input.segment)),
    add: on.add.handler(({ input: { workspace, segment, person } }) => service.add(workspace, segment, person)),
    drop: on.drop.handler(({ input: { workspace, segment, person } }) => service.drop(workspace, segment, person)),
    addFound: on.addFound.handler(({ input: { workspace, segment, filter } }) =>
      service.addFound(workspace, segment, filter),
    ),
    paste: on.paste.handler(({ input: { workspace, segment, text } }) => service.paste(workspace, segment, text)),
  })
