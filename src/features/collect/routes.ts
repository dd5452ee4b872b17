import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import multipart from '@fastify/multipart'
import { implement } from '@orpc/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { commonFault } from '../../kernel/fault.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import type { Caller, CallerContext, InWorkspace } from '../admin/index.ts'
import { importing } from './contract.ts'
import { collectFault } from './faults.ts'
import type { Import } from './schema.ts'
import type { Imports } from './service.ts'
import type { Uploads } from './uploads.ts'
import { readVocabulary } from './vocabulary.ts'

export type RouteDeps = {
  readonly imports: Imports
  readonly uploads: Uploads
  readonly warehouse: Warehouse
  readonly inWorkspace: InWorkspace
}

const on = implement(importing).$context<CallerContext>()

/** Only programs of the server's own machine hear of its paths. */
const shownTo = (caller: Caller, one: Import): Import => (caller.kind === 'local' ? one : { ...one, rejectsFile: null })

export const collectRoutes = ({ imports, warehouse, inWorkspace }: RouteDeps) =>
  on.router({
    preview: on.preview.handler(async ({ context, input: { workspace, upload, reading } }) =>
      imports.preview(await inWorkspace(context.caller, workspace, 'edit'), upload, reading),
    ),
    dryRun: on.dryRun.handler(async ({ context, input: { workspace, upload, reading, mapping } }) =>
      imports.dryRun(await inWorkspace(context.caller, workspace, 'edit'), upload, reading, mapping),
    ),
    startImport: on.startImport.handler(async ({ context, input: { workspace, upload, reading, mapping } }) => {
      const found = await inWorkspace(context.caller, workspace, 'edit')
      return shownTo(context.caller, await imports.importUpload(found, upload, reading, mapping))
    }),
    importLocal: on.importLocal.handler(async ({ context, input: { workspace, path, mapping } }) => {
      const found = await inWorkspace(context.caller, workspace, 'edit')
      if (context.caller.kind !== 'local') throw commonFault('caller.forbidden')
      return imports.importFile(found, path, mapping)
    }),
    startSample: on.startSample.handler(async ({ context, input: { workspace, people } }) => {
      const found = await inWorkspace(context.caller, workspace, 'edit')
      return shownTo(context.caller, await imports.importSample(found, people))
    }),
    imports: on.imports.handler(async ({ context, input: { workspace } }) => {
      await inWorkspace(context.caller, workspace, 'view')
      return (await imports.all(workspace)).map((one) => shownTo(context.caller, one))
    }),
    import: on.import.handler(async ({ context, input }) => {
      await inWorkspace(context.caller, input.workspace, 'view')
      return shownTo(context.caller, await imports.find(input.workspace, input.import))
    }),
    undoImport: on.undoImport.handler(async ({ context, input }) => {
      await inWorkspace(context.caller, input.workspace, 'edit')
      return shownTo(context.caller, await imports.undo(input.workspace, input.import))
    }),
    vocabulary: on.vocabulary.handler(async ({ context, input: { workspace } }) => {
      await inWorkspace(context.caller, workspace, 'view')
      return readVocabulary(warehouse, workspace)
    }),
  })

const Place = z.object({ workspace: z.uuid(), import: z.uuid().optional() })

const placeOf = (request: FastifyRequest) => {
  const place = Place.safeParse(request.params)
  if (!place.success) throw commonFault('thing.missing')
  return place.data
}

const largestUpload = 100 * 1024 * 1024 * 1024

/** Adds what JSON cannot carry: `POST /api/w/{workspace}/uploads` (multipart, part `file`) and the rejects files. */
export function serveUploads(
  app: FastifyInstance,
  callerOf: (request: FastifyRequest, reply: FastifyReply) => Promise<Caller>,
  { imports, uploads, inWorkspace }: RouteDeps,
): void {
  const standingOf = openStanding(callerOf, inWorkspace)
  app.register(async (inner) => {
    await inner.register(multipart, { limits: { files: 1, fileSize: largestUpload, fields: 5 } })
    inner.post('/api/w/:workspace/uploads', async (request, reply) => {
      const standing = await standingOf(request, reply, placeOf(request).workspace, 'edit')
      const { workspace } = standing
      const part = request.isMultipart() ? await request.file() : undefined
      if (!part) throw collectFault('file.none')
      const stop = standing.while(() => part.file.destroy(commonFault('caller.forbidden')))
      const upload = await uploads.receive(workspace.id, part.filename || 'file', part.file).finally(stop)
      if (part.file.truncated) throw collectFault('file.too_large')
      return imports.preview(workspace, upload.id, undefined)
    })
    inner.get('/api/w/:workspace/imports/:import/rejects', async (request, reply) => {
      const place = placeOf(request)
      const standing = await standingOf(request, reply, place.workspace, 'view')
      const { rejectsFile } = await imports.find(place.workspace, place.import ?? '')
      const there = rejectsFile !== null && (await stat(rejectsFile).catch(() => undefined))
      if (!there) throw commonFault('thing.missing', 'This import has no rejected rows')
      const file = createReadStream(rejectsFile)
      file.once('close', standing.while(() => file.destroy(commonFault('caller.forbidden'))))
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="rejects.csv"')
        .send(file)
    })
  })
}
