import { endLeft } from '../../../platform/warehouse/endLeft.ts'
import { p, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { Import } from '../schema.ts'
import type { Settling } from '../settle.ts'
import { storeBaskets } from './baskets.ts'
import { countImported, countPeople, type Storing, storeEdges, storeEvents, storeIdentities } from './events.ts'
import { type Forbidden, type KeepOut, rejectForbidden } from './keepOut.ts'
import { limitNames } from './names.ts'
import { writeRejects } from './rejects.ts'
import { type Job, type Survey, stage, survey, unstage } from './stage.ts'
import { forgetTouched, noteTouched, takeBack, touchedBy } from './takeBack.ts'

export type Outcome = Pick<Import, 'read' | 'imported' | 'rejected' | 'duplicates' | 'events' | 'people'> & {
  readonly rejectsFile: string | null
}

export type Work = {
  readonly warehouse: Warehouse
  readonly settle: (settling: Settling) => Promise<void>
  /** Whom no import may bring back. */
  readonly keepOut?: KeepOut
}

export type ImportJob = Job & {
  readonly language: 'de' | 'en'
  readonly receivedMs: number
  /** Where rejected rows are written, if there are any. */
  readonly rejectsFile: string
  readonly onProgress: (state: 'reading' | 'storing', share: number) => Promise<void>
  /** Told the outcome when all events are stored; what is left is to settle, which can be repeated. */
  readonly onStored: (outcome: Outcome) => Promise<void>
}

const pollMs = 500

/** Tells how far the reading is, by the rows that have arrived and by how many the size of the file promises. */
function watchReading(warehouse: Warehouse, { id, prepared, onProgress }: ImportJob, rowBytes: number): () => void {
  const expected = Math.max(1, prepared.bytes / rowBytes)
  let busy = false
  let over = false
  const look = async () => {
    if (busy) return
    busy = true
    const [row] = await warehouse.rows<{ rows: number }>(
      sql`select toFloat64(count()) as rows from import_rows where import = ${p.uuid(id)}`,
    )
    if (!over) await onProgress('reading', 0.55 * Math.min(0.98, (row?.rows ?? 0) / expected))
    busy = false
  }
  const timer = setInterval(() => void look().catch(() => undefined), pollMs)
  return () => {
    over = true
    clearInterval(timer)
  }
}

const meanRowBytes = 90
const nobody: KeepOut = async () => null

async function staged(warehouse: Warehouse, job: ImportJob, forbidden: Forbidden | null) {
  const stop = watchReading(warehouse, job, meanRowBytes)
  const source = await stage(warehouse, job).finally(stop)
  if (forbidden) await rejectForbidden(warehouse, job.id, forbidden)
  const found = await survey(warehouse, job.id)
  const limited = await limitNames(warehouse, job.workspace, job.id, job.mapping, found)
  return { source, found: limited ? await survey(warehouse, job.id) : found }
}

async function stored(warehouse: Warehouse, job: ImportJob, found: Survey): Promise<Omit<Outcome, 'rejectsFile'>> {
  const { workspace, id, mapping, receivedMs, onProgress } = job
  const grouped = mapping.groupBy !== null
  const storing: Storing = {
    workspace,
    id,
    rows: found.good,
    receivedMs,
    onProgress: (share) => onProgress('storing', 0.55 + 0.3 * share),
  }
  if (found.good > 0) {
    await (grouped ? storeBaskets(warehouse, storing) : storeEvents(warehouse, storing))
    await storeIdentities(warehouse, storing)
    await storeEdges(warehouse, storing, grouped ? 'import_lines' : 'events')
  }
  const imported = await countImported(warehouse, grouped ? 'import_lines' : 'events', workspace, id)
  return {
    read: found.read,
    rejected: found.rejected,
    imported,
    duplicates: found.good - imported,
    events: grouped ? await countImported(warehouse, 'events', workspace, id) : imported,
    people: await countPeople(warehouse, id, found.good),
  }
}

/** Brings paths and reports up to what an import or its undoing changed. */
export async function settleTouched({ warehouse, settle }: Work, workspace: string, id: string): Promise<void> {
  await settle({ workspace, touched: touchedBy(id) })
  await forgetTouched(warehouse, id)
}

/** Imports a prepared file: everything new in it becomes events. What fails on the way leaves nothing behind. */
export async function runImport(work: Work, job: ImportJob): Promise<Outcome> {
  const { warehouse } = work
  const { workspace, id, onProgress } = job
  await onProgress('reading', 0)
  const forbidden = await (work.keepOut ?? nobody)(workspace)
  const { source, found } = await staged(warehouse, job, forbidden)
  const rejects = found.rejected > 0
  if (rejects) await writeRejects(warehouse, job, source, forbidden)
  await onProgress('storing', 0.55)
  const figures = await stored(warehouse, job, found)
  await unstage(warehouse, id)
  await noteTouched(warehouse, workspace, id)
  const outcome = { ...figures, rejectsFile: rejects ? job.rejectsFile : null }
  await job.onStored(outcome)
  await settleTouched(work, workspace, id)
  return outcome
}

/** What the statements of an import are called. */
export const tagOf = (id: string): string => `import ${id}`

/** Removes all that an import stored, whole or half, and settles the people it had touched. */
export async function removeImport(work: Work, workspace: string, id: string): Promise<void> {
  await endLeft(work.warehouse, tagOf(id))
  await takeBack(work.warehouse, workspace, id)
  await settleTouched(work, workspace, id)
}
