import { openWarehouse } from '../src/platform/warehouse/open.ts'
import { p, raw, type Sql, sql } from '../src/platform/warehouse/sql.ts'
import type { Warehouse } from '../src/platform/warehouse/warehouse.ts'
import { steps } from './product.ts'
import type { SampleFile } from './sampleFile.ts'
import { warmMedian } from './timing.ts'

/** Null where the engine gave up at its memory limit. */
export type RowFormFigures = {
  readonly importRate: number | null
  readonly funnel: number | null
  readonly flow: number | null
  readonly map: number | null
}

const day = 86_400

/** What one would write over a table of events, one row each. */
const funnelSql = (workspace: string): Sql => sql`
  select level, count() from (
    select anchor, windowFunnel(${raw(String(30 * day))})(toDateTime(time),
      ${raw(steps.map((step) => `name = '${step}'`).join(', '))}) as level
    from events where workspace = ${p.uuid(workspace)} group by anchor)
  group by level order by level`

const flowSql = (workspace: string): Sql => sql`
  select position, name, next, count() as people from (
    select row_number() over path as position, name, leadInFrame(name, 1, '') over path as next
    from (
      select anchor, time, seq, name, lagInFrame(name, 1, '') over (partition by anchor order by time, seq) as before
      from events where workspace = ${p.uuid(workspace)})
    where name != before
    window path as (partition by anchor order by time, seq rows between unbounded preceding and unbounded following))
  where position < 6 group by position, name, next order by people desc`

/** The cards of the touchpoints alone: people, touches, exits, median time to the next touch; runs end after 90 days. */
const mapSql = (workspace: string): Sql => sql`
  select name, channel, uniqExact(anchor), count(), countIf(next = toDateTime64(0, 3, 'UTC') or next - time > ${90 * day}),
    quantileExactIf(0.5)(next - time, next != toDateTime64(0, 3, 'UTC'))
  from (
    select anchor, name, channel, time, leadInFrame(time) over (partition by anchor order by time, seq
      rows between unbounded preceding and unbounded following) as next
    from events where workspace = ${p.uuid(workspace)})
  group by name, channel`

const tableSql = sql`create table if not exists bench_rows (customer_id String, time DateTime64(3, 'UTC'),
  event LowCardinality(String), channel LowCardinality(String), session String, value Nullable(Decimal(18, 4)),
  device String, store String, city String, region String, product String, category String, campaign String)
  engine = MergeTree order by (customer_id, time)`

const columns = [
  'customer_id',
  'time',
  'event',
  'channel',
  'session',
  'value',
  'device',
  'store',
  'city',
  'region',
  'product',
  'category',
  'campaign',
]

/** The engine's own reader into a plain table: nothing checked, nothing known of the file, no paths. */
async function importRate(warehouse: Warehouse, { path, events }: SampleFile): Promise<number> {
  await warehouse.command(tableSql)
  const begun = performance.now()
  await warehouse.readFile({ path, format: 'CSVWithNames' }, (table, reader) =>
    reader.into(
      'bench_rows',
      columns,
      sql`select customer_id, parseDateTime64BestEffort(toString(time), 3, 'UTC'), event,
      channel, toString(session), toDecimal64OrNull(toString(value), 4), toString(device), toString(store), toString(city),
      toString(region), toString(product), toString(category), toString(campaign) from ${table}`,
      { seconds: 3600 },
    ),
  )
  return events / ((performance.now() - begun) / 1000)
}

async function unlessTooLarge(measure: () => Promise<number>): Promise<number | null> {
  try {
    return await measure()
  } catch (problem) {
    if (problem instanceof Error && 'code' in problem && problem.code === 'engine.busy') return null
    throw problem
  }
}

/** The same questions to the same engine and data, in row form. */
export async function measureRowForm(data: string, file: SampleFile): Promise<RowFormFigures> {
  const warehouse = await openWarehouse({ dataDirectory: data })
  try {
    const [row] = await warehouse.rows<{ workspace: string }>(
      sql`select toString(any(workspace)) as workspace from events`,
    )
    const ask = (query: (workspace: string) => Sql) =>
      unlessTooLarge(() => warmMedian(() => warehouse.rows(query(row?.workspace ?? ''), { seconds: 300 })))
    return {
      funnel: await ask(funnelSql),
      flow: await ask(flowSql),
      map: await ask(mapSql),
      importRate: await unlessTooLarge(() => importRate(warehouse, file)),
    }
  } finally {
    await warehouse.close()
  }
}
