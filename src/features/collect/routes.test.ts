import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { call } from '@orpc/server'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { temporaryCollect } from '../../../test/engines/collect.ts'
import { Fault } from '../../kernel/fault.ts'
import { repositoryRoot } from '../../platform/root.ts'
import type { Caller, Workspace } from '../admin/index.ts'
import { collectRoutes, serveUploads } from './routes.ts'
import { Preview } from './schema.ts'
import { openUploads } from './uploads.ts'

let bench: Awaited<ReturnType<typeof temporaryCollect>>
let app: FastifyInstance
let routes: ReturnType<typeof collectRoutes>
let workspace: Workspace
let context: { readonly caller: Caller; readonly workspace: Workspace }
let now = Date.now()
const local: Caller = { kind: 'local' }
const viewer: Caller = { kind: 'user', user: { id: 'viewer', email: 'v@example.com', name: 'V' } }

beforeAll(async () => {
  bench = await temporaryCollect()
  workspace = await bench.workspace({ timeZone: 'Europe/Berlin' })
  context = { caller: local, workspace }
  const uploads = openUploads(bench.directory, () => now)
  const deps = { imports: bench.collect.imports, uploads, warehouse: bench.warehouse }
  routes = collectRoutes(deps)
  app = Fastify()
  app.setErrorHandler((error, _request, reply) =>
    error instanceof Fault
      ? reply.code(error.status).send({ code: error.code, detail: error.message })
      : reply.code(500).send(String(error)),
  )
  serveUploads(
    app,
    () => ({ caller: local, workspace, whilePermitted: () => () => undefined, whileOpen: (file) => file }),
    deps,
  )
  await app.ready()
})
afterAll(async () => {
  await app.close()
  await bench.close()
})

const send = (content: Buffer, { fileName = 'a.csv' } = {}) => {
  const head = `--x\r\ncontent-disposition: form-data; name="file"; filename="${fileName}"\r\ncontent-type: text/csv\r\n\r\n`
  return app.inject({
    method: 'POST',
    url: `/api/w/${workspace.id}/uploads`,
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    payload: Buffer.concat([Buffer.from(head), content, Buffer.from('\r\n--x--\r\n')]),
  })
}

const file = readFileSync(join(repositoryRoot(), 'test/fixtures/ecom.csv.gz'))
const uploaded = async (content: Buffer) => Preview.parse((await send(content)).json())

describe('a file', () => {
  test('is looked at, tried, imported, followed and taken back', async () => {
    const preview = await uploaded(file)
    expect(preview).toMatchObject({
      fileName: 'a.csv',
      reading: { format: 'csv', gzip: true, encoding: 'utf-8', delimiter: ',' },
      lacks: [],
      mapping: { persons: [{ column: 'user_id', kind: 'user' }], time: { zone: 'Europe/Berlin' }, groupBy: null },
    })
    expect(preview.rows).toHaveLength(50)
    expect(preview.columns[2]).toMatchObject({ name: 'event', filled: 1 })
    const { upload, reading, mapping } = preview
    const asked = { workspace: workspace.id, upload }
    expect(
      await call(routes.preview, { ...asked, reading: { ...reading, delimiter: ';' } }, { context }),
    ).toMatchObject({
      lacks: ['person', 'time', 'event'],
    })
    const tried = await call(routes.dryRun, { ...asked, reading, mapping }, { context })
    expect(tried).toMatchObject({
      read: 31_106,
      good: 31_106,
      rejected: 0,
      people: 600,
      from: '2024-01-04T10:45:38.000Z',
    })
    expect(tried.events[0]?.name).toBe('product_view')
    expect(await bench.totals(workspace)).toMatchObject({ events: 0 })
    const started = await call(routes.startImport, { ...asked, reading, mapping }, { context })
    expect(started).toMatchObject({ state: 'waiting', progress: 0, fileName: 'a.csv' })
    await bench.collect.imports.idle()
    const one = { workspace: workspace.id, import: started.id }
    expect(await call(routes.import, one, { context })).toMatchObject({ state: 'done', progress: 1, imported: 31_106 })
    expect(await call(routes.vocabulary, { workspace: workspace.id }, { context })).toMatchObject({ people: 600 })
    await expect(call(routes.preview, asked, { context })).rejects.toThrow('not here any more')
    await call(routes.undoImport, one, { context })
    await bench.collect.imports.idle()
    expect(await call(routes.imports, { workspace: workspace.id }, { context })).toMatchObject([{ state: 'undone' }])
    expect(await readdir(join(bench.directory, 'imports'))).toEqual([])
  })

  test('with bad rows gives a file of them', async () => {
    const { upload, reading, mapping } = await uploaded(
      Buffer.from('user_id,event,time\nu1,a,2024-01-01\n,a,2024-01-01\n'),
    )
    const asked = { workspace: workspace.id, upload, reading, mapping }
    expect(await call(routes.dryRun, asked, { context })).toMatchObject({
      rejects: [{ line: 3, field: 'user_id', reason: 'person_missing', value: '' }],
    })
    const { id } = await call(routes.startImport, asked, { context })
    await bench.collect.imports.idle()
    const url = `/api/w/${workspace.id}/imports/${id}/rejects`
    const answer = await app.inject({ url })
    expect(answer.headers['content-disposition']).toContain('rejects.csv')
    expect(answer.body).toBe(
      '\ufeffline,field,reason,value,user_id,event,time\r\n3,user_id,It is not said who it was,,,a,2024-01-01\r\n',
    )
    const seen = await call(
      routes.import,
      { workspace: workspace.id, import: id },
      { context: { ...context, caller: viewer } },
    )
    expect(seen.rejectsFile).toBeNull()
  })

  test('that unpacks without end is stopped, and nothing of it stays', async () => {
    const member = gzipSync(Buffer.alloc(1 << 20))
    const before = await readdir(join(bench.directory, 'uploads', workspace.id))
    const answer = await send(Buffer.concat(Array.from({ length: 400 }, () => member)))
    expect([answer.statusCode, answer.json().detail]).toEqual([413, expect.stringContaining('looks like a zip bomb')])
    expect(await readdir(join(bench.directory, 'uploads', workspace.id))).toEqual(before)
  })

  test('that nobody imported goes after a day', async () => {
    const { upload } = await uploaded(Buffer.from('user_id,event,time\nu1,a,2024-01-01\n'))
    now += 25 * 60 * 60_000
    await openUploads(bench.directory, () => now).tidy()
    await expect(call(routes.preview, { workspace: workspace.id, upload }, { context })).rejects.toThrow(
      'not here any more',
    )
  })
})

test('nothing outside the uploads is named by one', async () => {
  const asked = { workspace: workspace.id, upload: '../../secret' }
  await expect(call(routes.preview, asked, { context })).rejects.toThrow('not here')
})

test('a mapping that cannot be is refused', async () => {
  const { upload, reading, mapping } = await uploaded(Buffer.from('user_id,event,time\nu1,a,2024-01-01\n'))
  const start = (change: Partial<typeof mapping>) =>
    call(routes.dryRun, { workspace: workspace.id, upload, reading, mapping: { ...mapping, ...change } }, { context })
  await expect(start({ persons: [] })).rejects.toThrow('who it was')
  await expect(start({ time: null })).rejects.toThrow('when it happened')
  await expect(start({ time: { column: 'time', format: 'iso', zone: "UTC') --" } })).rejects.toThrow(
    'Input validation failed',
  )
  await expect(start({ groupBy: 'basket' })).rejects.toThrow('no column basket')
})

test('the sample shop fills a workspace', async () => {
  const fresh = workspace
  const { id } = await call(routes.startSample, { workspace: fresh.id, people: 50 }, { context })
  await bench.collect.imports.idle()
  expect(await call(routes.import, { workspace: fresh.id, import: id }, { context })).toMatchObject({
    state: 'done',
    people: 50,
    rejected: 0,
  })
})
