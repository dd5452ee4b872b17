import { p, sql } from '../../../platform/warehouse/sql.ts'
import type { QueryOptions, Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { openPatiently } from '../reading/open.ts'
import type { Prepared } from '../reading/prepare.ts'
import type { Source } from '../reading/source.ts'
import { stagedColumns, stagedSql } from '../rows/staged.ts'
import type { Mapping, Reading } from '../schema.ts'

export type Job = {
  readonly workspace: string
  readonly id: string
  readonly prepared: Prepared
  readonly reading: Reading
  readonly mapping: Mapping
  /** The file, opened in that reading. */
  readonly source: Source
}

/** A file may take long; what stops it is the person, or the engine's memory. */
export const patient: QueryOptions = { seconds: 6 * 3600, tag: 'import' }

/** More would need more memory: every thread fills a block of its own. */
export const threads = 2

/** The engine refuses bytes, not us: text it cannot parse, and rows for which its memory does not suffice. */
const parseCodes = new Set([6, 26, 27, 33, 36, 117, 128, 241, 1000, 1001])

const isParseError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (parseCodes.has(Number(error.code)) || error.code === 'engine.busy')

async function readInto(warehouse: Warehouse, source: Source, { workspace, id, mapping }: Job): Promise<void> {
  const settings = {
    ...source.settings,
    max_threads: threads,
    max_insert_threads: threads,
    input_format_max_block_size_bytes: 16 << 20,
    max_block_size: 65_409,
    min_insert_block_size_rows: 131_072,
    min_insert_block_size_bytes: 32 << 20,
    storage_file_read_method: 'pread',
    min_chunk_bytes_for_parallel_parsing: 4 << 20,
  }
  await warehouse.readFile(source.file, (table, reader) =>
    reader.into('import_rows', stagedColumns, stagedSql(workspace, id, mapping, source, table), {
      ...patient,
      settings,
    }),
  )
}

/** Whether a quote that was never closed may have swallowed lines. */
async function looksSwallowed(warehouse: Warehouse, id: string): Promise<boolean> {
  const rows = await warehouse.rows(
    sql`select 1 from import_rows where import = ${p.uuid(id)} and lines > 0
      and reason in ('row_malformed', 'field_too_large') limit 1`,
  )
  return rows.length > 0
}

/** Reads the whole file into the staging table. Gives the source that its rows came from in the end. */
export async function stage(warehouse: Warehouse, job: Job): Promise<Source> {
  const { source } = job
  if (!source.strict) {
    await readInto(warehouse, source, job)
    return source
  }
  const swallowed = await readInto(warehouse, source, job).then(
    () => looksSwallowed(warehouse, job.id),
    (error: unknown) => {
      if (isParseError(error)) return true
      throw error
    },
  )
  if (!swallowed) return source
  await unstage(warehouse, job.id)
  const patientSource = await openPatiently(job.prepared, job.reading)
  await readInto(warehouse, patientSource, job)
  return patientSource
}

export async function unstage(warehouse: Warehouse, id: string): Promise<void> {
  await warehouse.everywhere((physical) => sql`ALTER TABLE ${physical('import_rows')} DROP PARTITION ${p.uuid(id)}`)
}

export type Survey = {
  readonly read: number
  readonly good: number
  readonly rejected: number
  readonly names: number
  readonly channels: number
}

/** What stands in the staging table. */
export async function survey(warehouse: Warehouse, id: string): Promise<Survey> {
  const [row] = await warehouse.rows<Survey>(
    sql`select toFloat64(count()) as read, toFloat64(countIf(reason = '')) as good, read - good as rejected,
      toFloat64(uniqExact(name)) as names, toFloat64(uniqExact(channel)) as channels
      from import_rows where import = ${p.uuid(id)}`,
    patient,
  )
  return row ?? { read: 0, good: 0, rejected: 0, names: 0, channels: 0 }
}
