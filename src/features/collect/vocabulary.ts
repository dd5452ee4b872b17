import { empty, p, type Sql, sql } from '../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import { type Codes, readCodes } from './codes.ts'
import { anchorsBelow } from './paths.ts'
import type { Vocabulary } from './schema.ts'
import { eventRows, pathRows, type Scope } from './scope.ts'

const mostKeys = 300
const valuesPerKey = 12
const longestValue = 200
/** Properties are looked up in the events of some people only, and in about so many events of one name. */
const sampledEvents = 400_000
const sampledPerName = 1_000

type Count = { readonly code: number; readonly count: number; readonly people: number }
type Totals = {
  readonly people: number
  readonly events: number
  readonly from: number | null
  readonly to: number | null
}

const countsSql = (scope: Scope, codes: Sql): Sql => sql`
  with arrayJoin(arrayZip(${codes}, arrayEnumerateUniq(${codes}))) as touch
  select touch.1 as code, toUInt32(count()) as count, toUInt32(countIf(touch.2 = 1)) as people
  from ${pathRows(scope)}
  group by code`

const totalsSql = (scope: Scope): Sql => sql`
  select toUInt32(count()) as people, toFloat64(sum(length(times))) as events,
    toFloat64(min(times[1])) as from, toFloat64(max(times[-1])) as to
  from ${pathRows(scope)}`

/** Of frequent events only every so many are looked at, the same ones each time. */
function thinned(events: readonly Named[], share: number): Sql {
  const frequent = events
    .map(({ name, count }) => ({ name, every: Math.floor((count * Math.min(1, share)) / sampledPerName) }))
    .filter(({ every }) => every > 1)
  if (frequent.length === 0) return empty
  const [names, every] = [frequent.map((one) => one.name), frequent.map((one) => one.every)]
  return sql` and cityHash64(message) % transform(name, ${names}, ${p.uints(every)}, 1::UInt64) = 0`
}

const propertiesSql = (scope: Scope, events: readonly Named[], share: number): Sql => sql`
  select property.1 as key, property.2 as value, toUInt32(count()) as count
  from (select arrayJoin(properties) as property
    from ${eventRows(scope)} and ${anchorsBelow(share)}${thinned(events, share)})
  where value != '' and lengthUTF8(value) <= ${longestValue}
  group by key, value
  order by sum(count()) over (partition by key) desc, key, count desc, value
  limit ${valuesPerKey} by key
  limit ${mostKeys * valuesPerKey}`

type Property = { readonly key: string; readonly value: string; readonly count: number }

async function readProperties(
  warehouse: Warehouse,
  scope: Scope,
  events: readonly Named[],
): Promise<Vocabulary['properties']> {
  const all = events.reduce((sum, { count }) => sum + count, 0)
  const rows = await warehouse.rows<Property>(propertiesSql(scope, events, all === 0 ? 1 : sampledEvents / all))
  const keys = [...new Set(rows.map(({ key }) => key))].sort((a, b) => a.localeCompare(b))
  return keys.map((key) => ({
    key,
    values: rows.filter((row) => row.key === key).map(({ value, count }) => ({ value, count })),
  }))
}

type Named = Vocabulary['events'][number]

const named = (rows: readonly Count[], names: Codes['events']): Named[] =>
  rows
    .flatMap(({ code, count, people }) => {
      const name = names.get(code)
      return name === undefined ? [] : [{ name, count, people }]
    })
    .sort((a, b) => b.count - a.count || a.name.localeCompare(b.name))

const iso = (ms: number): string => new Date(ms).toISOString()

/** Event names and channels with exact counts, most frequent first; property keys with frequent values of a sample. */
export async function readVocabulary(warehouse: Warehouse, workspace: string): Promise<Vocabulary> {
  const scope = { workspace }
  const [codes, [totals]] = await Promise.all([
    readCodes(warehouse, workspace),
    warehouse.rows<Totals>(totalsSql(scope)),
  ])
  const { people = 0, events = 0, from = null, to = null } = totals ?? {}
  const [byEvent, byChannel] = await Promise.all([
    warehouse.rows<Count>(countsSql(scope, sql`events`)),
    warehouse.rows<Count>(countsSql(scope, sql`channels`)),
  ])
  const found = named(byEvent, codes.events)
  const properties = await readProperties(warehouse, scope, found)
  return {
    events: found,
    channels: named(byChannel, codes.channels),
    properties,
    from: people === 0 || from === null ? null : iso(from),
    to: people === 0 || to === null ? null : iso(to),
    eventCount: events,
    people,
  }
}
