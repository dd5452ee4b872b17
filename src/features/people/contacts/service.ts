import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { unlessMissing } from '../../../platform/files.ts'
import type { Database } from '../../../platform/postgres/open.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { Workspace } from '../../admin/index.ts'
import type { Collect, OwnJob } from '../../collect/index.ts'
import type { Import } from '../../collect/schema.ts'
import { goThrough, type LawDoor, storeChanges } from './carryOut.ts'
import { contactFault } from './faults.ts'
import { countryOfWorkspace, lacksPerson, presetOf, recogniseContacts } from './fields.ts'
import type { ContactFile } from './reading/form.ts'
import { openContactFile } from './reading/open.ts'
import { openRejects } from './rejects.ts'
import type { ContactDryRun, ContactMapping, ContactPreview, SavedMapping } from './schema.ts'
import { type ContactStore, openContactStore } from './store.ts'
import { openContactUploads } from './uploads.ts'

export type ContactDeps = {
  readonly db: Database
  readonly warehouse: Warehouse
  readonly imports: Pick<Collect['imports'], 'importOwn' | 'inTurn'>
  /** The folder of all data. */
  readonly directory: string
  readonly law: LawDoor
  /** Told after an import of contacts has ended. */
  readonly imported: (workspace: string) => void
  readonly now: () => number
}

const shownRows = 30
const shownSamples = 4
const longestCell = 200

const cut = (cell: string): string => (cell.length > longestCell ? `${cell.slice(0, longestCell)}…` : cell)

const samplesOf = (file: ContactFile, i: number): string[] => {
  const seen = new Set<string>()
  for (const row of file.sample) {
    const cell = row[i]?.trim() ?? ''
    if (cell !== '') seen.add(cut(cell))
    if (seen.size === shownSamples) break
  }
  return [...seen]
}

const filledOf = (file: ContactFile, i: number): number =>
  file.sample.length === 0 ? 0 : file.sample.filter((row) => (row[i]?.trim() ?? '') !== '').length / file.sample.length

const sameColumns = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && new Set([...one, ...other]).size === new Set(one).size

/** A name for what comes from this file: its own without dates and endings. */
const nameFrom = (fileName: string): string =>
  fileName
    .replace(/\.\w{2,5}$/, '')
    .replace(/[\d_\-.()]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 60) || 'Import'

type Recognised = Pick<ContactPreview, 'mapping' | 'recognised'>

/** How the columns of a file are read: as the workspace read such a file before, else by what they are called. */
function recognised(
  file: ContactFile,
  fileName: string,
  saved: readonly SavedMapping[],
  workspace: Workspace,
): Recognised {
  const before = saved.find(({ columns }) => sameColumns(columns, file.columns))
  if (before) return { mapping: before.mapping, recognised: { by: 'saved', name: before.mapping.name } }
  const preset = file.format === 'vcard' ? 'vcard' : presetOf(file.columns)
  const columns = file.columns.map((name, i) => ({ name, cells: file.sample.map((row) => row[i] ?? '') }))
  const known = { preset, country: countryOfWorkspace(workspace), fallback: nameFrom(fileName) }
  return {
    mapping: recogniseContacts(columns, known),
    recognised: preset ? { by: 'preset', preset } : { by: 'columns' },
  }
}

function check(mapping: ContactMapping, file: ContactFile): void {
  if (lacksPerson(mapping)) throw contactFault('contacts.lacks_person')
  const missing = mapping.columns.map(({ column }) => column).filter((column) => !file.columns.includes(column))
  if (missing.length > 0) throw contactFault('contacts.columns', missing.join(', '), { missing })
}

/** Where rows of a file of contacts may come from; it is read once to look at it and again to import it. */
type Origin = { readonly path: string; readonly fileName: string; readonly afterwards?: () => Promise<void> }

/** Contacts from files. */
export function openContactService({ db, warehouse, imports, directory, law, imported, now }: ContactDeps) {
  const store: ContactStore = openContactStore(db)
  const uploads = openContactUploads(directory)

  async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
    const folder = await mkdtemp(join(tmpdir(), 'fernweh-contacts-'))
    try {
      return await use(folder)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  async function carryOut(job: OwnJob, { path, fileName }: Origin, wanted: ContactMapping | undefined) {
    const { workspace, id, folder, rejectsFile, receivedMs, signal } = job
    const file = await openContactFile(path, folder)
    const mapping = wanted ?? recognised(file, fileName, await store.mappings(workspace.id), workspace).mapping
    check(mapping, file)
    const rejects = openRejects(rejectsFile, file.columns, file.delimiter ?? ';', workspace.language)
    const storing = {
      workspace: workspace.id,
      import: id,
      source: `contacts:${mapping.name}`,
      receivedMs,
      folder,
      fileName,
    }
    const reading = { workspace: workspace.id, mapping, file, nowMs: receivedMs, signal }
    const result = await goThrough(job.warehouse, reading, law, {
      store: (changes) => storeChanges(job.warehouse, law, storing, changes),
      reject: rejects.write,
      progress: job.onProgress,
    }).finally(rejects.close)
    await store.note(workspace.id, id, mapping.name, result)
    // What nobody has looked at is not kept: the next file may be recognised better.
    if (wanted) await store.keep(workspace.id, mapping, file.columns, new Date(receivedMs))
    return {
      read: result.read,
      imported: result.added + result.updated,
      rejected: result.rejected,
      duplicates: result.unchanged,
      events: result.added,
      people: result.read - result.rejected - result.repeated,
      rejectsFile: result.rejected > 0 ? rejectsFile : null,
    }
  }

  const start = (workspace: Workspace, origin: Origin, mapping: ContactMapping | undefined): Promise<Import> =>
    imports.importOwn(workspace, {
      fileName: origin.fileName,
      run: (job) => carryOut(job, origin, mapping),
      afterwards: async () => {
        await origin.afterwards?.()
        imported(workspace.id)
      },
    })

  async function tried(
    workspace: Workspace,
    origin: Origin,
    wanted: ContactMapping | undefined,
  ): Promise<ContactDryRun> {
    return inFolder(async (folder) => {
      const file = await openContactFile(origin.path, folder)
      const mapping = wanted ?? recognised(file, origin.fileName, await store.mappings(workspace.id), workspace).mapping
      check(mapping, file)
      const signal = new AbortController().signal
      const reading = { workspace: workspace.id, mapping, file, nowMs: now(), signal }
      return imports.inTurn(() => goThrough(warehouse, reading, law, undefined))
    })
  }

  async function local(path: string): Promise<Origin> {
    const found = await unlessMissing(stat(path))
    if (!found?.isFile()) throw contactFault('contacts.file_missing', `There is no file ${path}`)
    return { path, fileName: basename(path) }
  }

  async function named(workspace: string, name: string | undefined): Promise<ContactMapping | undefined> {
    if (name === undefined) return undefined
    const found = (await store.mappings(workspace)).find(({ mapping }) => mapping.name === name)
    if (!found) throw contactFault('contacts.mapping_missing')
    return found.mapping
  }

  return {
    uploads,

    async preview(workspace: Workspace, upload: string): Promise<ContactPreview> {
      const { id, path, fileName } = await uploads.find(workspace.id, upload)
      return inFolder(async (folder) => {
        const file = await openContactFile(path, folder)
        const found = recognised(file, fileName, await store.mappings(workspace.id), workspace)
        return {
          upload: id,
          fileName,
          bytes: file.bytes,
          format: file.format,
          encoding: file.encoding,
          columns: file.columns.map((name, i) => ({ name, samples: samplesOf(file, i), filled: filledOf(file, i) })),
          rows: file.sample.slice(0, shownRows).map((row) => file.columns.map((_, i) => cut(row[i] ?? ''))),
          lacks: lacksPerson(found.mapping) ? ['person'] : [],
          ...found,
        }
      })
    },

    async dryRun(workspace: Workspace, upload: string, mapping: ContactMapping): Promise<ContactDryRun> {
      return tried(workspace, await uploads.find(workspace.id, upload), mapping)
    },

    async start(workspace: Workspace, upload: string, mapping: ContactMapping): Promise<Import> {
      const { path, fileName } = await uploads.find(workspace.id, upload)
      return start(workspace, { path, fileName, afterwards: () => uploads.remove(workspace.id, upload) }, mapping)
    },

    async dryRunLocal(workspace: Workspace, path: string, mapping: string | undefined): Promise<ContactDryRun> {
      return tried(workspace, await local(path), await named(workspace.id, mapping))
    },

    async startLocal(workspace: Workspace, path: string, mapping: string | undefined): Promise<Import> {
      return start(workspace, await local(path), await named(workspace.id, mapping))
    },

    mappings: store.mappings,
    results: store.results,

    async forget(workspace: string, id: string): Promise<void> {
      if (!(await store.forget(workspace, id))) throw contactFault('contacts.mapping_missing')
    },
  }
}

export type ContactService = ReturnType<typeof openContactService>
