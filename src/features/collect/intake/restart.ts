import { p, raw, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { none } from './rows.ts'
import { gapMs, type Sessions } from './sessions.ts'
import type { Window } from './window.ts'

const dayMs = 24 * 3_600_000
const patient = { seconds: 600, tag: 'intake' }

/** The events of all workspaces that came through the intake since a moment: only a start asks across workspaces. */
const arrived = (sinceMs: number): Sql => sql`events where received >= ${p.ms(sinceMs)} and import = ${p.uuid(none)}`

/** From when on there are at most so many messages, in whole hours. */
async function horizon(warehouse: Warehouse, nowMs: number, most: number): Promise<number> {
  const hours = await warehouse.rows<{ hour: number; count: number }>(
    sql`select toUInt32(intDiv(toUnixTimestamp(received), 3600)) as hour, toFloat64(count()) as count
      from ${arrived(nowMs - dayMs)} group by hour order by hour desc`,
    patient,
  )
  let count = 0
  const over = hours.find((one) => {
    count += one.count
    return count > most
  })
  if (over === undefined) return nowMs - dayMs
  // Of an hour that is too much by itself as many are known as there is room for.
  return (over === hours[0] ? over.hour : over.hour + 1) * 3_600_000
}

/** Fills the window with the messages of the last 24 hours, as far as it has room. */
export async function recallMessages(
  warehouse: Warehouse,
  window: Window,
  nowMs: number,
  most = 5_000_000,
): Promise<void> {
  type Rows = { hour: number; low: number[]; high: number[] }
  const found = warehouse.stream<Rows>(
    sql`select toUInt32(intDiv(toUnixTimestamp(received), 3600)) as hour,
        groupArray(toUInt32(bitAnd(message, 4294967295))) as low,
        groupArray(toUInt32(bitAnd(bitShiftRight(message, 32), 4294967295))) as high
      from ${arrived(await horizon(warehouse, nowMs, most))}
      group by hour, toUInt16(message % 1024) order by hour`,
    patient,
  )
  for await (const batch of found) {
    for (const { hour, low, high } of batch) {
      low.forEach((word, i) => {
        window.add(word, high[i] ?? 0, hour * 3_600_000)
      })
    }
  }
}

/** Fills in the visits that may still go on. */
export async function recallSessions(warehouse: Warehouse, sessions: Sessions, nowMs: number): Promise<void> {
  type Row = { one: string; id: string; entry: Record<string, string>; firstMs: number; lastMs: number }
  const rows = await warehouse.rows<Row>(
    sql`select toString(one) as one, argMax(session, last) as id, argMax(facts, last) as entry,
        argMax(first, last) as firstMs, max(last) as lastMs
      from (
        select arrayJoin(arrayFilter(a -> a != 0, [anchor, anchor2])) as one, session, any(entry) as facts,
          toFloat64(toUnixTimestamp64Milli(min(time))) as first, toFloat64(toUnixTimestamp64Milli(max(time))) as last
        from ${arrived(nowMs - dayMs)} and time >= ${p.ms(nowMs - gapMs)} and session != ''
        group by one, session)
      group by one limit 200000`,
    patient,
  )
  for (const { one, ...session } of rows) sessions.put(one, session)
}

/** Whose events came since then, by workspace. */
export async function* arrivedSince(warehouse: Warehouse, sinceMs: number) {
  const rows = warehouse.stream<{ workspace: string; anchor: string }>(
    sql`select workspace, toString(${raw('anchor')}) as anchor from ${arrived(sinceMs)} group by workspace, anchor`,
    patient,
  )
  for await (const batch of rows) yield* batch
}
