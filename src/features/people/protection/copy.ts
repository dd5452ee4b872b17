import { byteOrderMark, csvLine } from '../../../platform/files/csv.ts'
import { p, raw, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { eventRows, identitiesIn } from '../../collect/index.ts'
import { type ZipFile, zip } from './zip.ts'

type Row = Readonly<Record<string, unknown>>
export type Copy = Readonly<Record<string, readonly Row[]>>

type Question = { readonly name: string; readonly table: string; readonly ask: (anchors: Sql) => Sql }

const ms = (column: string): Sql => raw(`formatDateTime(${column}, '%Y-%m-%dT%H:%i:%S.%fZ', 'UTC')`)

/** What is told of a person, table by table, with where each thing comes from. */
const questions = (workspace: string): readonly Question[] => [
  {
    name: 'identities',
    table: 'identities',
    ask: (anchors) => sql`select kind, value, toString(seen) as seen from ${identitiesIn({ workspace })}
      where anchor in ${anchors} order by kind, value`,
  },
  {
    name: 'traits',
    table: 'traits',
    ask: (anchors) => sql`select key, value, source, ${ms('at')} as time, toString(import) as import from traits final
      where workspace = ${p.uuid(workspace)} and anchor in ${anchors} and value != '' order by key, source, at`,
  },
  {
    name: 'events',
    table: 'events',
    ask: (
      anchors,
    ) => sql`select ${ms('time')} as time, name, channel, source, session, toString(value) as value, currency,
      properties, toString(import) as import, ${ms('received')} as received
      from ${eventRows({ workspace }, { unmerged: true })} and anchor in ${anchors} order by events.time, seq`,
  },
  {
    name: 'consents',
    table: 'consents',
    ask: (anchors) => sql`select purpose, toString(state) as state, basis, wording, ${ms('at')} as time,
      if(isNull(expires), '', toString(expires)) as expires, source, proof from consents
      where workspace = ${p.uuid(workspace)} and anchor in ${anchors} order by consents.at`,
  },
  {
    name: 'merges',
    table: 'merges',
    ask: (anchors) => sql`select ${ms('at')} as time, toString(what) as what, reason, toString(anchor) as identifier,
      toString(with_anchor) as other_identifier from merges
      where workspace = ${p.uuid(workspace)} and (anchor in ${anchors} or with_anchor in ${anchors}) order by merges.at`,
  },
  {
    name: 'journeys',
    table: 'journey_runs',
    ask: (anchors) => sql`select toString(journey) as map, ${ms('one.1')} as started, ${ms('one.2')} as ended,
        toUInt8(one.3 > 0) as won, toString(one.4) as worth
      from (select journey, arrayJoin(arrayMap((a, b, c, d) -> (fromUnixTimestamp64Milli(a, 'UTC'),
          fromUnixTimestamp64Milli(b, 'UTC'), c, d), started, ended, won, values)) as one
        from journey_runs final where workspace = ${p.uuid(workspace)} and person in ${anchors}) order by one.1`,
  },
]

/** Everything that is kept of a person. */
export async function copyOf(warehouse: Warehouse, workspace: string, anchors: readonly string[]): Promise<Copy> {
  const copy: Record<string, readonly Row[]> = {}
  for (const { name, ask } of questions(workspace)) {
    copy[name] = await warehouse.rows<Row>(ask(p.anchors(anchors)), { tag: 'copy', seconds: 300 })
  }
  return copy
}

const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const csvOf = (rows: readonly Row[]): string => {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const lines = [names, ...rows.map((row) => names.map((name) => textOf(row[name])))]
  return byteOrderMark + lines.map((cells) => csvLine(cells, { policy: 'carried' })).join('')
}

/** The copy as one CSV file per kind of data, in an archive. */
export function filesOf(copy: Copy, at: Date): Buffer {
  const files: ZipFile[] = Object.entries(copy).map(([name, rows]) => ({
    name: `${name}.csv`,
    content: Buffer.from(csvOf(rows)),
  }))
  return zip(files, at)
}
