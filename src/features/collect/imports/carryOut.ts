import { mkdir, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '../../../kernel/fault.ts'
import type { Log } from '../../../platform/log.ts'
import { shortageOf } from '../../../platform/shortage.ts'
import type { Workspace } from '../../admin/index.ts'
import { checkMapping, proposedMapping } from '../preview.ts'
import { openSource } from '../reading/open.ts'
import type { Prepared } from '../reading/prepare.ts'
import type { Mapping, Reading } from '../schema.ts'
import { isCollectProblem, sentenceOf } from '../sentences.ts'
import type { ImportStore, Unfinished } from '../store.ts'
import { again } from './again.ts'
import { always } from './always.ts'
import type { OwnImport } from './own.ts'
import { removeImport, runImport, settleTouched, tagOf, type Work } from './run.ts'
import { noteTouched } from './takeBack.ts'

/** A file on its way to become events. */
export type Plan = {
  readonly fileName: string
  /** Brings the file into a form that can be read; it may write to the folder, which is removed at the end. */
  readonly prepare: (folder: string, onProgress: (share: number) => void) => Promise<Prepared>
  readonly reading?: Reading
  /** Without one, the columns are recognised. */
  readonly mapping?: Mapping
  readonly afterwards?: () => Promise<void>
}

export type CarryingOut = {
  readonly work: Work
  readonly store: ImportStore
  readonly log: Log
  readonly now: () => number
  /** Where files of imports lie, each in a folder with the import's id. */
  readonly folder: string
  /** Aborted when the program ends. */
  readonly signal: AbortSignal
}

const nothing = { read: 0, imported: 0, rejected: 0, duplicates: 0, events: 0, people: 0, rejectsFile: null }

export const folderOf = (folder: string, id: string): string => join(folder, id)

async function importPlan(out: CarryingOut, workspace: Workspace, id: string, plan: Plan): Promise<void> {
  const { store, now } = out
  const work: Work = { ...out.work, warehouse: always(out.work.warehouse, { tag: tagOf(id) }) }
  const folder = join(folderOf(out.folder, id), 'work')
  const change = (change: Parameters<ImportStore['change']>[2]) => store.change(workspace.id, id, change)
  await mkdir(folder, { recursive: true })
  try {
    await change({ state: 'reading' })
    const prepared = await plan.prepare(folder, (progress) => void change({ progress }).catch(() => undefined))
    const reading = plan.reading ?? prepared.reading
    const source = await openSource(prepared, reading, work.warehouse)
    const mapping = plan.mapping ?? proposedMapping(source, workspace)
    checkMapping(mapping, source.columns)
    await change({ reading, mapping })
    await runImport(work, {
      workspace: workspace.id,
      id,
      prepared,
      reading,
      mapping,
      source,
      language: workspace.language,
      receivedMs: now(),
      rejectsFile: join(folderOf(out.folder, id), 'rejects.csv'),
      onProgress: (state, progress) => change({ state, progress }),
      onStored: (outcome) => change({ ...outcome, state: 'settling', progress: 0.85 }),
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
    // Stays where rejected rows lie in it.
    await rmdir(folderOf(out.folder, id)).catch(() => undefined)
  }
}

async function importOwn(out: CarryingOut, workspace: Workspace, id: string, { run }: OwnImport): Promise<void> {
  const work: Work = { ...out.work, warehouse: always(out.work.warehouse, { tag: tagOf(id) }) }
  const folder = join(folderOf(out.folder, id), 'work')
  const change = (change: Parameters<ImportStore['change']>[2]) => out.store.change(workspace.id, id, change)
  await mkdir(folder, { recursive: true })
  try {
    await change({ state: 'reading' })
    const outcome = await run({
      workspace,
      id,
      warehouse: work.warehouse,
      folder,
      rejectsFile: join(folderOf(out.folder, id), 'rejects.csv'),
      receivedMs: out.now(),
      signal: out.signal,
      onProgress: (share) => change({ state: 'storing', progress: 0.85 * share }),
    })
    await noteTouched(work.warehouse, workspace.id, id)
    await change({ ...outcome, state: 'settling', progress: 0.85 })
    await settleTouched(work, workspace.id, id)
  } finally {
    await rm(folder, { recursive: true, force: true })
    await rmdir(folderOf(out.folder, id)).catch(() => undefined)
  }
}

function problemOf(error: unknown, language: Workspace['language']): string {
  const fault = error instanceof Fault ? error : shortageOf(error)
  if (!fault) return sentenceOf('import.failed', language)
  if (fault.code === 'engine.busy') return sentenceOf('import.busy', language)
  return isCollectProblem(fault.code) ? sentenceOf(fault.code, language, fault.facts) : fault.message
}

/** Imports a file; where that fails, nothing of it stays and the import says why. */
export async function carryOut(
  out: CarryingOut,
  workspace: Workspace,
  id: string,
  plan: Plan | OwnImport,
): Promise<void> {
  const { work, store, log, now, signal } = out
  try {
    await ('run' in plan ? importOwn(out, workspace, id, plan) : importPlan(out, workspace, id, plan))
    await plan.afterwards?.()
    await store.change(workspace.id, id, { state: 'done', progress: 1, finishedAt: new Date(now()) })
  } catch (error) {
    // What the end of the program interrupts is taken back at the next start.
    if (signal.aborted) return
    if (!(error instanceof Fault) || error.code === 'engine.busy')
      log.error({ err: error, import: id }, 'An import failed')
    const problem = problemOf(error, workspace.language)
    // The reason for which it failed may last.
    await again(signal, log, async () => {
      await removeImport(work, workspace.id, id)
      await rm(folderOf(out.folder, id), { recursive: true, force: true })
      await store.change(workspace.id, id, { ...nothing, state: 'failed', problem, finishedAt: new Date(now()) })
    })
  }
}

async function takeBack({ work, store, now, folder }: CarryingOut, workspace: string, id: string): Promise<void> {
  await removeImport(work, workspace, id)
  await rm(folderOf(folder, id), { recursive: true, force: true })
  await store.change(workspace, id, { state: 'undone', progress: 1, rejectsFile: null, finishedAt: new Date(now()) })
}

/** Takes a finished import back. */
export const takeImportBack = (out: CarryingOut, workspace: string, id: string): Promise<void> =>
  again(out.signal, out.log, () => takeBack(out, workspace, id))

/** Puts an import right that the end of the program left in this state. */
export async function recoverImport(out: CarryingOut, { workspace, id, state, language }: Unfinished): Promise<void> {
  const { work, store, now } = out
  const finishedAt = new Date(now())
  if (state === 'undoing') return takeBack(out, workspace, id)
  if (state === 'settling') {
    await settleTouched(work, workspace, id)
    return store.change(workspace, id, { state: 'done', progress: 1, finishedAt })
  }
  await removeImport(work, workspace, id)
  await rm(folderOf(out.folder, id), { recursive: true, force: true })
  await store.change(workspace, id, {
    ...nothing,
    state: 'interrupted',
    progress: 0,
    problem: sentenceOf('import.ended', language),
    finishedAt,
  })
}
