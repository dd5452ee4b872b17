import { p, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { decimal } from '../identity/anchor.ts'
import { messageHash } from '../intake/rows.ts'
import type { Intake } from '../intake/schema.ts'
import { eventRows } from '../scope.ts'
import type { Settling } from '../settle.ts'
import { noteEvents, statedEvent } from './events.ts'

export type Withdrawing = {
  readonly intake: Pick<Intake, 'stored'>
  readonly warehouse: Warehouse
  readonly settle: (settling: Settling) => Promise<void>
}

const names = [statedEvent, ...Object.values(noteEvents).map(({ name }) => name)]

/** Removes captured events with everything that follows from them. `where` narrows the events by property or time. */
export async function removeCaptured(
  { intake, warehouse, settle }: Withdrawing,
  workspace: string,
  where: Sql,
): Promise<void> {
  await intake.stored()
  const condition = sql`name in (${names}) and ${where}`
  const rows = await warehouse.rows<{ anchor: string }>(
    sql`select distinct toString(anchor) as anchor from ${eventRows({ workspace })} and ${condition}`,
  )
  if (rows.length === 0) return
  const anchors = rows.map(({ anchor }) => anchor)
  await warehouse.everywhere(
    (physical) => sql`DELETE FROM ${physical('events')} WHERE workspace = ${p.uuid(workspace)} AND ${condition}`,
    { settings: { lightweight_deletes_sync: 2 } },
  )
  await settle({ workspace, touched: sql`select arrayJoin(${p.anchors(anchors)}) as anchor` })
}

/** The event of one message; its raw time is part of its place in the table. */
export const ofMessage = (workspace: string, id: string, rawMs: number): Sql =>
  sql`raw_time = ${p.ms(rawMs)} and message = ${p.anchor(decimal(messageHash(workspace, id)))}`

/** All strokes of a tally. */
export const ofTally = (id: string): Sql => sql`name = ${statedEvent} and properties['tally_id'] = ${id}`
