import { randomUUID } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { commonFault } from '../../kernel/fault.ts'
import { unlessMissing } from '../../platform/files.ts'
import type { Log } from '../../platform/log.ts'
import { sql } from '../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import type { Workspace } from '../admin/index.ts'
import { collectFault } from './faults.ts'
import { always } from './imports/always.ts'
import { type CarryingOut, carryOut, type Plan, recoverImport, takeImportBack } from './imports/carryOut.ts'
import { dryRun } from './imports/dryRun.ts'
import type { KeepOut } from './imports/keepOut.ts'
import type { OwnImport } from './imports/own.ts'
import { openTurns, type Turns } from './imports/turns.ts'
import { checkMapping, previewOf } from './preview.ts'
import { openSource } from './reading/open.ts'
import { prepare } from './reading/prepare.ts'
import { sampleMapping, writeSampleFile } from './sampleShop.ts'
import type { DryRun, Import, Mapping, Preview, Reading } from './schema.ts'
import type { Settling } from './settle.ts'
import type { ImportStore } from './store.ts'
import { isTillFolder, prepareAny } from './tills/prepare.ts'
import type { Uploads } from './uploads.ts'

export type ImportDeps = {
  readonly warehouse: Warehouse
  readonly store: ImportStore
  readonly uploads: Uploads
  readonly settle: (settling: Settling) => Promise<void>
  readonly keepOut?: KeepOut
  readonly log: Log
  readonly directory: string
  readonly now: () => number
}

type Inner = ImportDeps & { readonly turns: Turns; readonly out: CarryingOut }

/** Imports, one at a time, and everything else about them. */
export function openImports(deps: ImportDeps) {
  const { warehouse, store, settle, log, directory, now } = deps
  const turns = openTurns()
  const { signal } = turns
  const work = { warehouse: always(warehouse, { signal }), settle, keepOut: deps.keepOut }
  const inner = { ...deps, turns, out: { work, store, log, now, folder: join(directory, 'imports'), signal } }
  return {
    ...looking(inner),
    ...starting(inner),
    ...following(inner),
    /** Does something else that must not run beside an import. */
    inTurn: turns.inTurn,
    idle: turns.idle,
    /** Cancels the running import; the next start takes it back. */
    close: turns.close,
  }
}

export type Imports = ReturnType<typeof openImports>

/** What a file that was sent would become. */
const looking = ({ uploads, warehouse, turns, out }: Inner) => ({
  async preview(workspace: Workspace, upload: string, reading: Reading | undefined): Promise<Preview> {
    return previewOf(await uploads.find(workspace.id, upload), reading, warehouse, workspace)
  },

  async dryRun(workspace: Workspace, upload: string, reading: Reading, mapping: Mapping): Promise<DryRun> {
    checkMapping(mapping)
    const { prepared } = await uploads.find(workspace.id, upload)
    return turns.inTurn(async () => {
      const source = await openSource(prepared, reading, out.work.warehouse)
      checkMapping(mapping, source.columns)
      return dryRun(out.work.warehouse, { workspace: workspace.id, prepared, reading, mapping, source })
    })
  },
})

/** The ways in which an import begins; each answers at once and goes on in its turn. */
const starting = ({ uploads, store, turns, out, log, now }: Inner) => {
  async function start(workspace: Workspace, plan: Plan | OwnImport): Promise<Import> {
    const id = randomUUID()
    const added = await store.add({ id, workspace: workspace.id, fileName: plan.fileName, startedAt: new Date(now()) })
    turns
      .inTurn(() => carryOut(out, workspace, id, plan))
      .catch((error: unknown) => {
        if (!turns.signal.aborted) log.error({ err: error, import: id }, 'An import could not be finished')
      })
    return added
  }

  return {
    async importUpload(workspace: Workspace, upload: string, reading: Reading, mapping: Mapping): Promise<Import> {
      checkMapping(mapping)
      const { fileName, prepared } = await uploads.find(workspace.id, upload)
      const afterwards = () => uploads.remove(workspace.id, upload)
      return start(workspace, { fileName, prepare: async () => prepared, reading, mapping, afterwards })
    },

    /** Imports a file where it lies, as the command line does; without a mapping its columns are recognised. */
    async importFile(workspace: Workspace, path: string, mapping: Mapping | undefined): Promise<Import> {
      if (mapping) checkMapping(mapping)
      const found = await unlessMissing(stat(path))
      if (!found) throw collectFault('file.absent', { path })
      if (!found.isFile() && !(await isTillFolder(path))) throw collectFault('file.no_file', { path })
      return start(workspace, { fileName: basename(path), prepare: (folder) => prepareAny(path, folder), mapping })
    },

    /** Imports in the way of another feature, as contacts come in. */
    importOwn: (workspace: Workspace, own: OwnImport): Promise<Import> => start(workspace, own),

    importSample(workspace: Workspace, people: number): Promise<Import> {
      const write: Plan['prepare'] = async (folder, onProgress) =>
        prepare(await writeSampleFile(folder, people, now(), onProgress), folder)
      return start(workspace, { fileName: 'Rad & Weg', prepare: write, mapping: sampleMapping })
    },
  }
}

/** Imports that began: how they stand, and taking them back. */
const following = ({ store, uploads, warehouse, turns, out, log }: Inner) => {
  const find = async (workspace: string, id: string): Promise<Import> => {
    const found = await store.find(workspace, id)
    if (!found) throw commonFault('thing.missing', 'There is no such import')
    return found
  }

  return {
    all: (workspace: string): Promise<Import[]> => store.all(workspace),
    find,

    async undo(workspace: string, id: string): Promise<Import> {
      await find(workspace, id)
      if (!(await store.enter(workspace, id, ['done'], 'undoing'))) {
        throw collectFault('import.unfinished')
      }
      turns
        .inTurn(() => takeImportBack(out, workspace, id))
        .catch((error: unknown) => {
          if (!turns.signal.aborted) log.error({ err: error, import: id }, 'An import could not be taken back')
        })
      return find(workspace, id)
    },

    /** Takes back what an earlier run of the program left half done, and finishes what was all but done. */
    async recover(): Promise<void> {
      for (const one of await store.unfinished()) {
        await turns.inTurn(() => recoverImport(out, one))
      }
      await warehouse.everywhere((physical) => sql`TRUNCATE TABLE ${physical('import_rows')}`)
      await uploads.tidy()
    },
  }
}
