import { p, raw, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { QueryOptions, Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { eventRows } from '../scope.ts'
import type { ChannelPreview, ChannelRules } from './schema.ts'
import { channelSql } from './sql.ts'

const patient: QueryOptions = { seconds: 6 * 3600, tag: 'channels' }
/** Events that were judged by the old rules while the new ones went through are few, and found in the next round. */
const mostRounds = 5

const ruled = raw('notEmpty(entry)')

async function staleYears(warehouse: Warehouse, workspace: string, channel: Sql) {
  return warehouse.rows<{ year: number; events: number }>(
    sql`select toUInt16(toYear(raw_time)) as year, toFloat64(count()) as events
      from ${eventRows({ workspace })} and ${ruled} and channel != ${channel} group by year order by year desc`,
    patient,
  )
}

const sum = (list: readonly { readonly events: number }[]): number => list.reduce((all, { events }) => all + events, 0)

/**
 * Gives all past events that came with an entry the channel of the rules, a year at a time. Can be repeated after a
 * crash at any point. Answers with the number of events that changed.
 */
export async function renameChannels(
  warehouse: Warehouse,
  workspace: string,
  rules: ChannelRules,
  onProgress: (share: number, changed: number) => Promise<void>,
): Promise<number> {
  const channel = channelSql(rules)
  let changed = 0
  for (let round = 0; round < mostRounds; round += 1) {
    const years = await staleYears(warehouse, workspace, channel)
    if (years.length === 0) break
    const before = changed
    for (const { year, events } of years) {
      await warehouse.everywhere(
        (physical) => sql`
          ALTER TABLE ${physical('events')} UPDATE channel = ${channel} IN PARTITION ID ${raw(`'${year}'`)}
          WHERE workspace = ${p.uuid(workspace)} AND ${ruled}`,
        { ...patient, settings: { mutations_sync: 2 } },
      )
      changed += events
      if (round === 0) await onProgress((changed - before) / sum(years), changed)
    }
  }
  return changed
}

const dayMs = 24 * 60 * 60_000
const previewDays = 30

/** One visit: a session, or an event that belongs to none. */
const visit = raw("uniqExact(if(session = '', toString(message), concat(toString(anchor), session)))")

/** What other rules would do to the visits of the last 30 days before the latest event. */
export async function previewChannels(
  warehouse: Warehouse,
  workspace: string,
  rules: ChannelRules,
): Promise<ChannelPreview> {
  const [last] = await warehouse.rows<{ ms: number | null }>(
    sql`select toFloat64(max(toUnixTimestamp64Milli(time))) as ms from ${eventRows({ workspace })} and ${ruled}`,
  )
  const toMs = (last?.ms ?? 0) + 1
  const scope = { workspace, period: { fromMs: toMs - previewDays * dayMs, toMs } }
  const rows = await warehouse.rows<{ before: string; after: string; visits: number }>(
    sql`select toString(channel) as before, ${channelSql(rules)} as after, toFloat64(${visit}) as visits
      from ${eventRows(scope)} and ${ruled} group by before, after order by visits desc, before, after`,
  )
  const by = new Map<string, number>()
  for (const { after, visits } of rows) by.set(after, (by.get(after) ?? 0) + visits)
  const changes = rows.filter(({ before, after }) => before !== after)
  const total = (list: readonly { readonly visits: number }[]) => list.reduce((all, { visits }) => all + visits, 0)
  return {
    visits: total(rows),
    changed: total(changes),
    changes: changes.slice(0, 100),
    channels: [...by].map(([channel, visits]) => ({ channel, visits })).sort((a, b) => b.visits - a.visits),
  }
}
