import { p, type Sql, sql } from '../../platform/warehouse/sql.ts'
import { codeSql } from './codes.ts'
import { pathRows } from './scope.ts'

/** Names the table of one node: a person's events and path share it. */
type Physical = (table: string) => Sql

const columns = sql`(workspace, person, version, times, events, channels, values)`

/**
 * Stores the paths of the people whose events are given (see `EventSource`). Equal times stand in the order of `seq`, then
 * of the message; a message that was stored twice counts once, at its first place.
 */
export const buildPathsSql = (workspace: string, version: number, events: Sql, physical: Physical): Sql => sql`
  insert into ${physical('paths')} ${columns}
  with
    arraySort(groupArray((toUnixTimestamp64Milli(time), seq, message,
      ${codeSql(workspace, 'event')}, ${codeSql(workspace, 'channel')}, value))) as touches,
    arrayFilter((touch, nth) -> nth = 1, touches, arrayEnumerateUniq(touches.3)) as path
  select ${p.uuid(workspace)}, anchor, ${p.uint(version)}, path.1, path.4, path.5, path.6
  from ${events}
  group by anchor`

/** Empties the older paths that satisfy the condition: those of people who have no events any more. */
export const emptyPathsSql = (workspace: string, version: number, condition: Sql, physical: Physical): Sql => sql`
  insert into ${physical('paths')} ${columns}
  select workspace, person, ${p.uint(version)}, [], [], [], []
  from ${pathRows({ workspace }, { table: physical('paths') })} and version < ${p.uint(version)} and ${condition}`

/** Equal parts of the range of anchors, which are hashes: each a condition over the column named. */
export const anchorSlices = (column: Sql, count: number): readonly Sql[] =>
  Array.from({ length: count }, (_, i) => {
    const edge = (n: number) => (BigInt(n) << 128n) / BigInt(count)
    return sql`${column} between ${p.anchor(String(edge(i)))} and ${p.anchor(String(edge(i + 1) - 1n))}`
  })

/** A sample: the anchors in the first share of their range, together with all their rows. */
export const anchorsBelow = (share: number): Sql => {
  if (share >= 1) return sql`true`
  return sql`anchor < ${p.anchor(String(BigInt(Math.floor(share * 2 ** 52)) << 76n))}`
}
