import { p, type Sql, sql } from '../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import { eventRows } from './scope.ts'

const kinds = ['event', 'channel'] as const
type Kind = (typeof kinds)[number]

/** Paths hold names as numbers; 0 stands for no name, and for what came after the last free number. */
export const lastCode = 65_534

/** The names of a workspace's codes, both ways. */
export type Codes = {
  readonly events: ReadonlyMap<number, string>
  readonly channels: ReadonlyMap<number, string>
  /** 0 for a name without a code. */
  eventCode(name: string): number
  channelCode(name: string): number
}

type Row = { readonly kind: Kind; readonly name: string; readonly code: number }

export async function readCodes(warehouse: Warehouse, workspace: string): Promise<Codes> {
  const rows = await warehouse.rows<Row>(sql`
    select kind, name, min(code) as code from codes where workspace = ${p.uuid(workspace)}
    group by kind, name order by kind, code`)
  const of = (kind: Kind) => rows.filter((row) => row.kind === kind)
  const [eventCodes, channelCodes] = kinds.map((kind) => new Map(of(kind).map(({ name, code }) => [name, code])))
  return {
    events: new Map(of('event').map(({ name, code }) => [code, name])),
    channels: new Map(of('channel').map(({ name, code }) => [code, name])),
    eventCode: (name) => eventCodes?.get(name) ?? 0,
    channelCode: (name) => channelCodes?.get(name) ?? 0,
  }
}

/** Gives every event name and channel of these events that has no code yet the next free one, in order of names. */
export async function giveCodes(warehouse: Warehouse, workspace: string, condition: Sql): Promise<void> {
  const scope = { workspace }
  const [rows, codes] = await Promise.all([
    warehouse.rows<{ kind: Kind; name: string }>(sql`
      select 'event' as kind, name as name from ${eventRows(scope)} and ${condition} group by name
      union all
      select 'channel' as kind, channel as name from ${eventRows(scope)} and ${condition} group by channel`),
    readCodes(warehouse, workspace),
  ])
  const given = kinds.flatMap((kind) => {
    const known = kind === 'event' ? codes.events : codes.channels
    const code = kind === 'event' ? codes.eventCode : codes.channelCode
    const next = Math.max(0, ...known.keys()) + 1
    return rows
      .filter((row) => row.kind === kind && row.name !== '' && code(row.name) === 0)
      .map((row) => row.name)
      .sort((a, b) => (a < b ? -1 : 1))
      .slice(0, Math.max(0, lastCode + 1 - next))
      .map((name, i) => ({ workspace, kind, name, code: next + i }))
  })
  if (given.length > 0) await warehouse.insert('codes', given)
}

const codeList = (workspace: string, kind: Kind, column: Sql, none: Sql): Sql => sql`
  (select arrayPushBack(groupArray(${column}), ${none}) from (
    select name, min(code) as code from codes where workspace = ${p.uuid(workspace)} and kind = ${kind}
    group by name order by code))`

/** The code of a name column, as an expression over events. */
export const codeSql = (workspace: string, kind: Kind): Sql => {
  const names = codeList(workspace, kind, sql`name`, sql`''`)
  const codes = codeList(workspace, kind, sql`code`, sql`0`)
  return sql`transform(${kind === 'event' ? sql`name` : sql`channel`}, ${names}, ${codes}, 0::UInt16)`
}
