import { open } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import multipart from '@fastify/multipart'
import { implement } from '@orpc/server'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { storable } from '../../../kernel/text.ts'
import { asked } from '../../../platform/http/outside.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { Caller, Placed, PlacedRequest } from '../../admin/index.ts'
import type { Import } from '../../collect/schema.ts'
import { type PeopleFilter, PeopleQuery } from '../schema.ts'
import type { PeopleService } from '../service.ts'
import { contacts } from './contract.ts'
import { type Batches, exportColumns, exported, exportTypes } from './exporting.ts'
import { contactFault } from './faults.ts'
import { ContactFormat } from './schema.ts'
import type { ContactService } from './service.ts'

export type ContactRouteDeps = {
  readonly service: ContactService
  readonly warehouse: Warehouse
  readonly everybody: PeopleService['everybody']
}

const on = implement(contacts).$context<Placed>()

const shownTo = (caller: Caller, one: Import): Import => (caller.kind === 'local' ? one : { ...one, rejectsFile: null })

/** Everybody whom a filter shows, with all that an export tells of them. */
const exporter =
  ({ warehouse, everybody }: ContactRouteDeps) =>
  async (place: Placed, filter: PeopleFilter) => {
    const { id, language } = place.workspace
    const heads = await exportColumns(warehouse, id, language)
    const question = { ...filter, sort: 'last', order: 'desc', columns: heads.map(({ key }) => key) } as const
    const { batches } = await everybody(place, question)
    return { heads, language, batches }
  }

async function* counted(batches: Batches, count: (people: number) => void) {
  for await (const people of batches) {
    count(people.length)
    yield people
  }
}

const formats: Readonly<Record<string, ContactFormat>> = {
  '.csv': 'csv',
  '.xlsx': 'xlsx',
  '.vcf': 'vcard',
  '.vcard': 'vcard',
}

export function contactRoutes(deps: ContactRouteDeps) {
  const { service } = deps
  const everything = exporter(deps)
  return on.router({
    preview: on.preview.handler(async ({ context, input: { upload } }) => service.preview(context.workspace, upload)),
    dryRun: on.dryRun.handler(async ({ context, input: { upload, mapping } }) =>
      service.dryRun(context.workspace, upload, mapping),
    ),
    start: on.start.handler(async ({ context, input: { upload, mapping } }) =>
      shownTo(context.caller, await service.start(context.workspace, upload, mapping)),
    ),
    local: on.local.handler(({ context, input: { path, mapping } }) =>
      service.startLocal(context.workspace, path, mapping),
    ),
    tryLocal: on.tryLocal.handler(({ context, input: { path, mapping } }) =>
      service.dryRunLocal(context.workspace, path, mapping),
    ),
    exportLocal: on.exportLocal.handler(async ({ context, input: { workspace: _, path, format, ...filter } }) => {
      const { heads, language, batches } = await everything(context, filter)
      let people = 0
      const rows = counted(batches, (more) => {
        people += more
      })
      const target = resolve(path)
      const kind = format ?? formats[extname(target).toLowerCase()] ?? 'csv'
      const file = await open(target, 'w').catch(() => {
        throw contactFault('contacts.unwritable', `${target} cannot be written`)
      })
      await pipeline(exported(kind, rows, heads, language), file.createWriteStream())
      return { path: target, contacts: people }
    }),
    results: on.results.handler(({ input }) => service.results(input.workspace, input.import ?? null)),
    mappings: on.mappings.handler(({ input: { workspace } }) => service.mappings(workspace)),
    forgetMapping: on.forgetMapping.handler(async ({ input: { workspace, mapping } }) => {
      await service.forget(workspace, mapping)
    }),
  })
}

const Question = z.object({ ...PeopleQuery.shape, format: ContactFormat.default('csv') })

const largestUpload = 4 * 1024 * 1024 * 1024

/** Adds what JSON cannot carry: files of contacts that come (`contacts/uploads`) and go (`contacts/file`). */
export function serveContacts(
  app: FastifyInstance,
  placeOf: (request: FastifyRequest) => PlacedRequest,
  deps: ContactRouteDeps,
): void {
  const { service } = deps
  app.register(async (inner) => {
    await inner.register(multipart, { limits: { files: 1, fileSize: largestUpload, fields: 5 } })
    inner.post('/api/w/:workspace/contacts/uploads', { config: { right: 'imports.run' } }, async (request) => {
      const { workspace, whileOpen } = placeOf(request)
      const part = request.isMultipart() ? await request.file() : undefined
      if (!part) throw contactFault('contacts.file_none')
      const id = await service.uploads.receive(
        workspace.id,
        storable(part.filename.slice(0, 255)) || 'contacts',
        whileOpen(part.file),
      )
      if (part.file.truncated) throw contactFault('contacts.too_large')
      return service.preview(workspace, id)
    })

    inner.get('/api/w/:workspace/contacts/file', { config: { right: 'people.export' } }, async (request, reply) => {
      const place = placeOf(request)
      const { format, ...filter } = asked(Question, request.query)
      const { heads, language, batches } = await exporter(deps)(place, filter)
      const { type, ending } = exportTypes[format]
      const name = language === 'de' ? 'kontakte' : 'contacts'
      return reply
        .header('content-type', type)
        .header('content-disposition', `attachment; filename="${name}.${ending}"`)
        .header('cache-control', 'no-store')
        .send(place.whileOpen(exported(format, batches, heads, language)))
    })
  })
}
