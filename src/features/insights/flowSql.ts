import { p, raw, type Sql, sql } from '../../platform/warehouse/sql.ts'
import { pathRows, type Scope } from '../collect/index.ts'

/** `from` is the code of the event to start at; null starts at a person's first event, within the period if there is one. */
export type FlowPlan = {
  readonly scope: Scope
  readonly from: number | null
  readonly depth: number
  readonly collapse: boolean
}

export type FlowRow = { readonly position: number; readonly from: number; readonly to: number; readonly people: number }

/** Stands for the end of a path where a code is expected. */
export const ended = 65_535
const mostLinks = 5_000

function startIndex({ scope: { period }, from }: FlowPlan): Sql {
  const within = period ? sql`time >= ${period.fromMs} and time < ${period.toMs}` : null
  if (from === null) return within ? sql`arrayFirstIndex(time -> ${within}, times)` : raw('1')
  if (!within) return sql`indexOf(events, ${p.of('UInt16', from)})`
  return sql`arrayFirstIndex((code, time) -> code = ${p.of('UInt16', from)} and ${within}, events, times)`
}

/** Links between neighbours among the first `depth` steps, the widest first. */
export const flowSql = (plan: FlowPlan): Sql => sql`
  with
    arraySlice(events, ${startIndex(plan)}) as path,
    arraySlice(${plan.collapse ? sql`arrayCompact(path)` : sql`path`}, 1, ${plan.depth}) as steps,
    arrayPushBack(arrayPopFront(steps), ${p.of('UInt16', ended)}) as nexts,
    arrayJoin(arraySlice(arrayZip(arrayEnumerate(steps), steps, nexts), 1, ${plan.depth - 1})) as link
  select link.1 as position, link.2 as from, link.3 as to, toUInt32(count()) as people
  from ${pathRows(plan.scope)} and ${startIndex(plan)} > 0
  group by position, from, to
  order by people desc, position, from, to
  limit ${mostLinks}`
