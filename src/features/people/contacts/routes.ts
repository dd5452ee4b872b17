import { createWriteStream } from 'node:fs'
import { extname, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import multipart from '@fastify/multipart'
import { implement } from '@orpc/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { commonFault } from '../../../kernel/fault.ts'
import { storable } from '../../../kernel/text.ts'
import { asked } from '../../../platform/http/outside.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { Caller, CallerContext, InWorkspace } from '../../admin/index.ts'
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
  readonly inWorkspace: InWorkspace
  readonly everybody: PeopleService['everybody']
}

const on = implement(contacts).$context<CallerContext>()

const shownTo = (caller: Caller, one: Import): Import => (caller.kind === 'local' ? one : { ...one, rejectsFile: null })

/** Everybody whom a filter shows, with all that an export tells of them. */
const exporter =
  ({ warehouse, inWorkspace, everybody }: ContactRouteDeps) =>
  async (caller: Caller, workspace: string, filter: PeopleFilter) => {
    const { language } = await inWorkspace(caller, workspace, 'edit')
    const heads = await exportColumns(warehouse, workspace, language)
    const question = { ...filter, sort: 'last', order: 'desc', columns: heads.map(({ key }) => key) } as const
    const { batches } = await everybody(caller, workspace, question)
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

function onlyLocal(caller: Caller): void {
  if (caller.kind !== 'local') throw commonFault('caller.forbidden')
}

export function contactRoutes(deps: ContactRouteDeps) {
  const { service, inWorkspace } = deps
  const everything = exporter(deps)
  return on.router({
    preview: on.preview.handler(async ({ context, input: { workspace, upload } }) =>
      service.preview(await inWorkspace(context.caller, workspace, 'edit'), upload),
    ),
    dryRun: on.dryRun.handler(async ({ context, input: { workspace, upload, mapping } }) =>
      service.dryRun(await inWorkspace(context.caller, workspace, 'edit'), upload, mapping),
    ),
    start: on.start.handler(async ({ context, input: { workspace, upload, mapping } }) => {
      const found = await inWorkspace(context.caller, workspace, 'edit')
      return shownTo(context.caller, await service.start(found, upload, mapping))
    }),
    local: on.local.handler(async ({ context, input: { workspace, path, mapping } }) => {
      const found = await inWorkspace(context.caller, workspace, 'edit')
      onlyLocal(context.caller)
      return service.startLocal(found, path, mapping)
    }),
    tryLocal: on.tryLocal.handler(async ({ context, input: { workspace, path, mapping } }) => {
      const found = await inWorkspace(context.caller, workspace, 'edit')
      onlyLocal(context.caller)
      return service.dryRunLocal(found, path, mapping)
    }),
    exportLocal: on.exportLocal.handler(async ({ context, input: { workspace, path, format, ...filter } }) => {
      await inWorkspace(context.caller, workspace, 'edit')
      onlyLocal(context.caller)
      const { heads, language, batches } = await everything(context.caller, workspace, filter)
      let people = 0
      const rows = counted(batches, (more) => {
        people += more
      })
      const target = resolve(path)
      const kind = format ?? formats[extname(target).toLowerCase()] ?? 'csv'
      await pipeline(exported(kind, rows, heads, language), createWriteStream(target))
      return { path: target, contacts: people }
    }),
    results: on.results.handler(async ({ context, input }) => {
      await inWorkspace(context.caller, input.workspace, 'view')
      return service.results(input.workspace, input.import ?? null)
    }),
    mappings: on.mappings.handler(async ({ context, input: { workspace } }) => {
      await inWorkspace(context.caller, workspace, 'view')
      return service.mappings(workspace)
    }),
    forgetMapping: on.forgetMapping.handler(async ({ context, input: { workspace, mapping } }) => {
      await inWorkspace(context.caller, workspace, 'edit')
      await service.forget(workspace, mapping)
    }),
  })
}

const Place = z.object({ workspace: z.uuid() })
const Question = z.object({ ...PeopleQuery.shape, format: ContactFormat.default('csv') })

const largestUpload = 4 * 1024 * 1024 * 1024

/** Adds what JSON cannot carry: files of contacts that come (`contacts/uploads`) and go (`contacts/file`). */
export function serveContacts(
  app: FastifyInstance,
  callerOf: (request: FastifyRequest, reply: FastifyReply) => Promise<Caller>,
  deps: ContactRouteDeps,
): void {
  const { service, inWorkspace } = deps
  app.register(async (inner) => {
    await inner.register(multipart, { limits: { files: 1, fileSize: largestUpload, fields: 5 } })
    inner.post('/api/w/:workspace/contacts/uploads', async (request, reply) => {
      const { workspace } = asked(Place, request.params)
      const found = await inWorkspace(await callerOf(request, reply), workspace, 'edit')
      const part = request.isMultipart() ? await request.file() : undefined
      if (!part) throw contactFault('contacts.file_none')
      const id = await service.uploads.receive(found.id, storable(part.filename.slice(0, 255)) || 'contacts', part.file)
      if (part.file.truncated) throw contactFault('contacts.too_large')
      return service.preview(found, id)
    })

    inner.get('/api/w/:workspace/contacts/file', async (request, reply) => {
      const { workspace } = asked(Place, request.params)
      const { format, ...filter } = asked(Question, request.query)
      const { heads, language, batches } = await exporter(deps)(await callerOf(request, reply), workspace, filter)
      const { type, ending } = exportTypes[format]
      const name = language === 'de' ? 'kontakte' : 'contacts'
      return reply
        .header('content-type', type)
        .header('content-disposition', `attachment; filename="${name}.${ending}"`)
        .header('cache-control', 'no-store')
        .send(exported(format, batches, heads, language))
    })
  })
}
