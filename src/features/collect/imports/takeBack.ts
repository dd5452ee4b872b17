import { join, p, raw, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { eventRows } from '../scope.ts'
import { takeBackBaskets } from './baskets.ts'
import { keepContactsSql } from './contacts.ts'
import { patient, unstage } from './stage.ts'

/** The people whose events an import changes, as they were noted. */
export const touchedBy = (id: string): Sql => sql`select anchor from import_people where import = ${p.uuid(id)}`

/** Where an import notes what it says about people, apart from their events. */
const said = ['edges', 'traits', 'consents'] as const

/** Notes the people whose events and lines an import has stored, so that they are known after these are gone. */
export async function noteTouched(warehouse: Warehouse, workspace: string, id: string): Promise<void> {
  const of = (column: Sql) =>
    sql`select ${column} as anchor from ${eventRows({ workspace })} and import = ${p.uuid(id)}`
  await warehouse.command(
    sql`insert into import_people (workspace, import, anchor)
      select distinct ${p.uuid(workspace)}, ${p.uuid(id)}, anchor from (
        ${of(sql`anchor`)} union all ${of(sql`anchor2`)} union all
        select anchor from import_lines where workspace = ${p.uuid(workspace)} and import = ${p.uuid(id)}
        ${join(
          said.map(
            (table) => sql`union all select anchor from ${raw(table)}
            where workspace = ${p.uuid(workspace)} and import = ${p.uuid(id)}`,
          ),
          ' ',
        )})
      where anchor != 0`,
    patient,
  )
}

export async function forgetTouched(warehouse: Warehouse, id: string): Promise<void> {
  await warehouse.everywhere((physical) => sql`ALTER TABLE ${physical('import_people')} DROP PARTITION ${p.uuid(id)}`)
}

const batch = 20_000

/** Takes away the names of people of whom nothing is known any more. */
async function dropIdentities(warehouse: Warehouse, workspace: string, id: string): Promise<void> {
  const still = (column: Sql) =>
    sql`select ${column} from ${eventRows({ workspace })} and ${column} global in (${touchedBy(id)})`
  const stillSaid = (table: Sql) =>
    sql`select anchor from ${table} where workspace = ${p.uuid(workspace)} and anchor global in (${touchedBy(id)})`
  const gone = sql`select distinct toString(touched.anchor) as anchor
    from (select anchor from import_people where import = ${p.uuid(id)}) as touched
    where anchor global not in (${still(sql`anchor`)}) and anchor global not in (${still(sql`anchor2`)})
      and ${join(
        said.map((table) => sql`anchor global not in (${stillSaid(raw(table))})`),
        ' and ',
      )}`
  for await (const rows of batches(warehouse.stream<{ anchor: string }>(gone, patient))) {
    await warehouse.everywhere(
      (physical) => sql`DELETE FROM ${physical('identities')} WHERE workspace = ${p.uuid(workspace)}
        AND anchor IN (SELECT arrayJoin(${p.anchors(rows.map((row) => row.anchor))}))`,
      { ...patient, settings: { lightweight_deletes_sync: 2 } },
    )
  }
}

async function* batches<T>(pieces: AsyncIterable<readonly T[]>): AsyncGenerator<T[]> {
  let waiting: T[] = []
  for await (const piece of pieces) {
    waiting.push(...piece)
    while (waiting.length >= batch) {
      yield waiting.slice(0, batch)
      waiting = waiting.slice(batch)
    }
  }
  if (waiting.length > 0) yield waiting
}

/**
 * Removes everything that an import has stored, whole or half. Notes the touched people first and leaves the note for
 * settling; can be repeated after a crash at any point.
 */
export async function takeBack(warehouse: Warehouse, workspace: string, id: string): Promise<void> {
  await unstage(warehouse, id)
  await noteTouched(warehouse, workspace, id)
  await warehouse.command(keepContactsSql(workspace, id), patient)
  await warehouse.everywhere(
    (physical) =>
      sql`DELETE FROM ${physical('events')} WHERE workspace = ${p.uuid(workspace)} AND import = ${p.uuid(id)}`,
    { ...patient, settings: { lightweight_deletes_sync: 2 } },
  )
  for (const table of said) {
    await warehouse.everywhere(
      (physical) =>
        sql`DELETE FROM ${physical(table)} WHERE workspace = ${p.uuid(workspace)} AND import = ${p.uuid(id)}`,
      { ...patient, settings: { lightweight_deletes_sync: 2 } },
    )
  }
  await takeBackBaskets(warehouse, workspace, id)
  await dropIdentities(warehouse, workspace, id)
}
