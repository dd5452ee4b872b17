import { randomUUID } from 'node:crypto'
import { mkdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { commonFault, Fault } from '../../kernel/fault.ts'
import type { Log } from '../../platform/log.ts'
import { sql } from '../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import type { Workspace } from '../admin/index.ts'
import { collectFault } from './faults.ts'
import { abortable } from './imports/abortable.ts'
import { dryRun } from './imports/dryRun.ts'
import { type Outcome, removeImport, runImport, settleTouched, type Work } from './imports/run.ts'
import { checkMapping, previewOf, proposedMapping } from './preview.ts'
import { openSource } from './reading/open.ts'
import { type Prepared, prepare } from './reading/prepare.ts'
import { sampleMapping, writeSampleFile } from './sampleShop.ts'
import type { DryRun, Import, Mapping, Preview, Reading } from './schema.ts'
import type { Settling } from './settle.ts'
import type { ImportStore } from './store.ts'
import type { Uploads } from './uploads.ts'

export type ImportDeps = {
  readonly warehouse: Warehouse
  readonly store: ImportStore
  readonly uploads: Uploads
  readonly settle: (settling: Settling) => Promise<void>
  readonly log: Log
  readonly directory: string
  readonly now: () => number
}

/** A file on its way to become events. */
type Plan = {
  readonly fileName: string
  /** Brings the file into a form that can be read; it may write to the folder, which is removed at the end. */
  readonly prepare: (folder: string, onProgress: (share: number) => void) => Promise<Prepared>
  readonly reading?: Reading
  readonly mapping?: Mapping
  readonly afterwards?: () => Promise<void>
}

const unexpected = 'The import stopped because of an unexpected error. Nothing of the file was imported.'

/** Imports, one at a time; everything else about them too. */
export function openImports({ warehouse, store, uploads, settle, log, directory, now }: ImportDeps) {
  const ending = new AbortController()
  const work: Work = { warehouse: abortable(warehouse, ending.signal), settle }
  let tail: Promise<unknown> = Promise.resolve()

  const inTurn = <T>(task: () => Promise<T>): Promise<T> => {
    const turn = tail.then(() => {
      ending.signal.throwIfAborted()
      return task()
    })
    tail = turn.catch(() => undefined)
    return turn
  }

  const folderOf = (id: string) => join(directory, 'imports', id)

  async function carryOut(workspace: Workspace, id: string, plan: Plan): Promise<Outcome> {
    const folder = join(folderOf(id), 'work')
    await mkdir(folder, { recursive: true })
    try {
      await store.change(workspace.id, id, { state: 'reading' })
      const tell = (progress: number) => store.change(workspace.id, id, { progress })
      const prepared = await plan.prepare(folder, (share) => void tell(share))
      const reading = plan.reading ?? prepared.reading
      const source = await openSource(prepared, reading, work.warehouse)
      const mapping = plan.mapping ?? proposedMapping(source, workspace)
      checkMapping(mapping, source.columns)
      await store.change(workspace.id, id, { reading, mapping })
      return await runImport(work, {
        workspace: workspace.id,
        id,
        prepared,
        reading,
        mapping,
        source,
        language: workspace.language,
        receivedMs: now(),
        rejectsFile: join(folderOf(id), 'rejects.csv'),
        onProgress: (state, progress) => store.change(workspace.id, id, { state, progress }),
        onStored: ({ rejectsFile, ...figures }) =>
          store.change(workspace.id, id, { ...figures, rejectsFile, state: 'settling', progress: 0.85 }),
      })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  async function failed(workspace: string, id: string, error: unknown): Promise<void> {
    // What the end of the program interrupts is taken back at the next start.
    if (ending.signal.aborted) return
    if (!(error instanceof Fault)) log.error({ err: error, import: id }, 'An import failed')
    await removeImport(work, workspace, id)
    const problem = error instanceof Fault ? error.message : unexpected
    await store.change(workspace, id, { state: 'failed', problem, finishedAt: new Date(now()) })
  }

  async function start(workspace: Workspace, plan: Plan): Promise<Import> {
    const id = randomUUID()
    const added = await store.add({ id, workspace: workspace.id, fileName: plan.fileName, startedAt: new Date(now()) })
    const task = async () => {
      try {
        await carryOut(workspace, id, plan)
        await plan.afterwards?.()
        await store.change(workspace.id, id, { state: 'done', progress: 1, finishedAt: new Date(now()) })
      } catch (error) {
        await failed(workspace.id, id, error)
      }
    }
    inTurn(task).catch((error: unknown) => {
      if (!ending.signal.aborted) log.error({ err: error, import: id }, 'An import could not be finished')
    })
    return added
  }

  const find = async (workspace: string, id: string): Promise<Import> => {
    const found = await store.find(workspace, id)
    if (!found) throw commonFault('thing.missing', 'There is no such import')
    return found
  }

  async function recoverOne(workspace: string, id: string, state: Import['state']): Promise<void> {
    const finishedAt = new Date(now())
    if (state === 'settling') {
      await settleTouched(work, workspace, id)
      return store.change(workspace, id, { state: 'done', progress: 1, finishedAt })
    }
    await removeImport(work, workspace, id)
    await rm(folderOf(id), { recursive: true, force: true })
    if (state === 'undoing') return store.change(workspace, id, { state: 'undone', progress: 1, finishedAt })
    const nothing = { read: 0, imported: 0, rejected: 0, duplicates: 0, events: 0, people: 0 }
    const problem = 'The program ended during the import. Nothing of the file was imported; import it again.'
    await store.change(workspace, id, { ...nothing, state: 'interrupted', progress: 0, problem, finishedAt })
  }

  return {
    async preview(workspace: Workspace, upload: string, reading: Reading | undefined): Promise<Preview> {
      return previewOf(await uploads.find(workspace.id, upload), reading, warehouse, workspace)
    },

    async dryRun(workspace: Workspace, upload: string, reading: Reading, mapping: Mapping): Promise<DryRun> {
      checkMapping(mapping)
      const { prepared } = await uploads.find(workspace.id, upload)
      return inTurn(async () => {
        const source = await openSource(prepared, reading, work.warehouse)
        checkMapping(mapping, source.columns)
        return dryRun(work.warehouse, { workspace: workspace.id, prepared, reading, mapping, source })
      })
    },

    async importUpload(workspace: Workspace, upload: string, reading: Reading, mapping: Mapping): Promise<Import> {
      checkMapping(mapping)
      const { fileName, prepared } = await uploads.find(workspace.id, upload)
      const afterwards = () => uploads.remove(workspace.id, upload)
      return start(workspace, { fileName, prepare: async () => prepared, reading, mapping, afterwards })
    },

    /** Imports a file where it lies, as the command line does; without a mapping its columns are recognised. */
    async importFile(workspace: Workspace, path: string, mapping: Mapping | undefined): Promise<Import> {
      if (mapping) checkMapping(mapping)
      const found = await stat(path).catch(() => undefined)
      if (!found) throw collectFault('file.missing', `There is no file ${path}.`)
      if (!found.isFile()) throw collectFault('file.unreadable', `${path} is not a file.`)
      return start(workspace, { fileName: basename(path), prepare: (folder) => prepare(path, folder), mapping })
    },

    importSample: (workspace: Workspace, people: number): Promise<Import> =>
      start(workspace, {
        fileName: 'Rad & Weg',
        prepare: async (folder, onProgress) =>
          prepare(await writeSampleFile(folder, people, now(), onProgress), folder),
        mapping: sampleMapping,
      }),

    all: (workspace: string): Promise<Import[]> => store.all(workspace),
    find,

    async undo(workspace: string, id: string): Promise<Import> {
      await find(workspace, id)
      if (!(await store.enter(workspace, id, ['done'], 'undoing'))) {
        throw collectFault('import.unfinished', 'Only a finished import can be taken back.')
      }
      const task = async () => {
        await removeImport(work, workspace, id)
        await rm(folderOf(id), { recursive: true, force: true })
        await store.change(workspace, id, {
          state: 'undone',
          progress: 1,
          rejectsFile: null,
          finishedAt: new Date(now()),
        })
      }
      inTurn(task).catch((error: unknown) => {
        if (!ending.signal.aborted) log.error({ err: error, import: id }, 'An import could not be taken back')
      })
      return find(workspace, id)
    },

    /** Takes back what an earlier run of the program left half done, and finishes what was all but done. */
    async recover(): Promise<void> {
      for (const { workspace, id, state } of await store.unfinished()) {
        await inTurn(() => recoverOne(workspace, id, state))
      }
      if (warehouse.kind === 'chdb') await warehouse.command(sql`TRUNCATE TABLE import_rows`)
      await uploads.tidy()
    },

    /** Resolves when everything that was asked until now has ended. */
    async idle(): Promise<void> {
      await tail
    },

    /** Cancels the running import; the next start takes it back. */
    async close(): Promise<void> {
      ending.abort(new Error('The program ends'))
      await tail
    },
  }
}

export type Imports = ReturnType<typeof openImports>
