import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import multipart from '@fastify/multipart'
import { implement } from '@orpc/server'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { commonFault } from '../../kernel/fault.ts'
import { storable } from '../../kernel/text.ts'
import { unlessMissing } from '../../platform/files.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import type { Caller, Placed, PlacedRequest } from '../admin/index.ts'
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
}

const on = implement(importing).$context<Placed>()

/** Only programs of the server's own machine hear of its paths. */
const shownTo = (caller: Caller, one: Import): Import => (caller.kind === 'local' ? one : { ...one, rejectsFile: null })

export const collectRoutes = ({ imports, warehouse }: RouteDeps) =>
  on.router({
    preview: on.preview.handler(async ({ context, input: { upload, reading } }) =>
      imports.preview(context.workspace, upload, reading),
    ),
    dryRun: on.dryRun.handler(async ({ context, input: { upload, reading, mapping } }) =>
      imports.dryRun(context.workspace, upload, reading, mapping),
    ),
    startImport: on.startImport.handler(async ({ context, input: { upload, reading, mapping } }) =>
      shownTo(context.caller, await imports.importUpload(context.workspace, upload, reading, mapping)),
    ),
    importLocal: on.importLocal.handler(({ context, input: { path, mapping } }) =>
      imports.importFile(context.workspace, path, mapping),
    ),
    startSample: on.startSample.handler(async ({ context, input: { people } }) =>
      shownTo(context.caller, await imports.importSample(context.workspace, people)),
    ),
    imports: on.imports.handler(async ({ context, input: { workspace } }) =>
      (await imports.all(workspace)).map((one) => shownTo(context.caller, one)),
    ),
    import: on.import.handler(async ({ context, input }) =>
      shownTo(context.caller, await imports.find(input.workspace, input.import)),
    ),
    undoImport: on.undoImport.handler(async ({ context, input }) =>
      shownTo(context.caller, await imports.undo(input.workspace, input.import)),
    ),
    vocabulary: on.vocabulary.handler(({ input: { workspace } }) => readVocabulary(warehouse, workspace)),
  })

const Named = z.object({ import: z.uuid() })

const largestUpload = 100 * 1024 * 1024 * 1024

/** Adds what JSON cannot carry: `POST /api/w/{workspace}/uploads` (multipart, part `file`) and the rejects files. */
export function serveUploads(
  app: FastifyInstance,
  placeOf: (request: FastifyRequest) => PlacedRequest,
  { imports, uploads }: RouteDeps,
): void {
  app.register(async (inner) => {
    await inner.register(multipart, { limits: { files: 1, fileSize: largestUpload, fields: 5 } })
    inner.post('/api/w/:workspace/uploads', { config: { right: 'imports.run' } }, async (request) => {
      const { workspace, whileOpen } = placeOf(request)
      const part = request.isMultipart() ? await request.file() : undefined
      if (!part) throw collectFault('file.none')
      const name = storable(part.filename.slice(0, 255)) || 'file'
      const upload = await uploads.receive(workspace.id, name, whileOpen(part.file))
      if (part.file.truncated) throw collectFault('file.too_large')
      return imports.preview(workspace, upload.id, undefined)
    })
    inner.get(
      '/api/w/:workspace/imports/:import/rejects',
      { config: { right: 'sources.see' } },
      async (request, reply) => {
        const named = Named.safeParse(request.params)
        if (!named.success) throw commonFault('thing.missing')
        const { workspace, whileOpen } = placeOf(request)
        const { rejectsFile } = await imports.find(workspace.id, named.data.import)
        const there = rejectsFile !== null && (await unlessMissing(stat(rejectsFile)))
        if (!there) throw commonFault('thing.missing', 'This import has no rejected rows')
        return reply
          .header('content-type', 'text/csv; charset=utf-8')
          .header('content-disposition', 'attachment; filename="rejects.csv"')
          .send(whileOpen(createReadStream(rejectsFile)))
      },
    )
  })
}
