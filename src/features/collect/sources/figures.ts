import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import {
  type Counted,
  type EventRow,
  type EventTotals,
  latestSql,
  peopleSql,
  type RejectedCount,
  type RejectedRow,
  rejectedCountsSql,
  rejectedSql,
  rejectedTotalSql,
  totalsSql,
  trendDays,
  volumeSql,
} from './queries.ts'
import type { ReceivedEvent, RejectedMessage, Source, SourceRow, Stats, Volume } from './schema.ts'

const liveMs = 5 * 60_000

export type FigureDeps = {
  readonly warehouse: Warehouse
  readonly now: () => number
  /** Resolves when everything that was acknowledged can be counted. */
  readonly settled: () => Promise<void>
  /** Rows that stayed out of imports which stand. */
  readonly rejectedRows: (workspace: string) => Promise<number>
}

const iso = (ms: number): string => new Date(ms).toISOString()

function volumeOf(counts: readonly Counted[], rejected: number): Volume {
  const trend = Array.from({ length: trendDays }, (_, i) => {
    const age = trendDays - 1 - i
    return counts.find((one) => one.age === age)?.count ?? 0
  })
  const last = Math.max(...counts.map((one) => one.last))
  return {
    last: counts.length === 0 ? null : iso(last),
    day: trend[trendDays - 1] ?? 0,
    month: trend.reduce((sum, count) => sum + count, 0),
    trend,
    rejected,
  }
}

const stateOf = ({ last }: Volume, now: number): SourceRow['state'] =>
  last === null ? 'never' : now - Date.parse(last) < liveMs ? 'live' : 'quiet'

const shownEvent = ({ receivedMs, timeMs, ...row }: EventRow): ReceivedEvent => ({
  ...row,
  received: iso(receivedMs),
  time: iso(timeMs),
})

const shownRejected = ({ at, ...row }: RejectedRow): RejectedMessage => ({ ...row, received: iso(at) })

/** What came in by sources, counted in the warehouse. */
export function openSourceFigures({ warehouse, now, settled, rejectedRows }: FigureDeps) {
  return {
    async rows(workspace: string, sources: readonly Source[]): Promise<SourceRow[]> {
      if (sources.length === 0) return []
      const at = now()
      const slugs = sources.map(({ slug }) => slug)
      const [counts, rejected] = await Promise.all([
        warehouse.rows<Counted>(volumeSql(workspace, slugs, at)),
        warehouse.rows<RejectedCount>(rejectedCountsSql(workspace, slugs, at)),
      ])
      return sources.map((source) => {
        const isOf = (one: { readonly source: string }) => one.source === source.slug
        const volume = volumeOf(counts.filter(isOf), rejected.find(isOf)?.messages ?? 0)
        return { ...source, state: stateOf(volume, at), volume }
      })
    },

    async latest(workspace: string, { slug }: Source, limit: number): Promise<ReceivedEvent[]> {
      return (await warehouse.rows<EventRow>(latestSql(workspace, slug, limit))).map(shownEvent)
    },

    async rejected(workspace: string, { slug }: Source, page: { readonly offset: number; readonly limit: number }) {
      const at = now()
      const [rows, [counted]] = await Promise.all([
        warehouse.rows<RejectedRow>(rejectedSql(workspace, slug, page, at)),
        warehouse.rows<RejectedCount>(rejectedCountsSql(workspace, [slug], at)),
      ])
      return { rejected: rows.map(shownRejected), total: counted?.rows ?? 0 }
    },

    async stats(workspace: string): Promise<Stats> {
      await settled()
      const [[totals], [counted], [messages], rows] = await Promise.all([
        warehouse.rows<EventTotals>(totalsSql(workspace)),
        warehouse.rows<{ readonly people: number }>(peopleSql(workspace)),
        warehouse.rows<{ readonly rejected: number }>(rejectedTotalSql(workspace, now())),
        rejectedRows(workspace),
      ])
      return {
        events: totals?.events ?? 0,
        people: counted?.people ?? 0,
        value: totals?.value ?? '0.00',
        rejected: (messages?.rejected ?? 0) + rows,
      }
    },
  }
}

export type SourceFigures = ReturnType<typeof openSourceFigures>
