import { randomUUID } from 'node:crypto'
import { p, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { DryRun, Reject } from '../schema.ts'
import { countPeople } from './events.ts'
import { rejectedRows } from './rejects.ts'
import { type Job, patient, stage, survey, unstage } from './stage.ts'

const shownNames = 50
const shownRejects = 100

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())

/** Reads a file as an import would and tells what would come of it; stores nothing. */
export async function dryRun(warehouse: Warehouse, job: Omit<Job, 'id'>): Promise<DryRun> {
  const id = randomUUID()
  const good = sql`import_rows where import = ${p.uuid(id)} and reason = ''`
  try {
    const source = await stage(warehouse, { ...job, id })
    const found = await survey(warehouse, id)
    const [span] = await warehouse.rows<{ from: number | null; to: number | null }>(
      sql`select toFloat64(minOrNull(toUnixTimestamp64Milli(time))) as from,
        toFloat64(maxOrNull(toUnixTimestamp64Milli(time))) as to from ${good}`,
      patient,
    )
    const events = await warehouse.rows<DryRun['events'][number]>(
      sql`select name, toFloat64(count()) as count from ${good} group by name order by count desc, name limit ${shownNames}`,
      patient,
    )
    const rejects: Reject[] = []
    for await (const { cells: _, ...reject } of rejectedRows(warehouse, id, source)) {
      rejects.push(reject)
      if (rejects.length === shownRejects) break
    }
    return {
      read: found.read,
      good: found.good,
      rejected: found.rejected,
      people: await countPeople(warehouse, id, found.good),
      from: iso(span?.from ?? null),
      to: iso(span?.to ?? null),
      events,
      rejects,
    }
  } finally {
    await unstage(warehouse, id)
  }
}
