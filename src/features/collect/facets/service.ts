import type { Log } from '../../../platform/log.ts'
import { p, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { QueryOptions, Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { derive, type EventSource, withEverybody } from '../identity/eventSources.ts'
import { chunks } from '../identity/spread.ts'
import { eventRows } from '../scope.ts'
import type { WorkspaceTurns } from '../turns.ts'
import {
  buildFacetsSql,
  emptyFacetsSql,
  type Facet,
  type FacetLimits,
  type FacetState,
  facetRows,
  latestVersion,
  unfitSql,
} from './queries.ts'

export type FacetsDeps = {
  readonly warehouse: Warehouse
  readonly turns: WorkspaceTurns
  readonly log?: Pick<Log, 'error'>
  readonly limits?: FacetLimits
  /** With fewer events a search over all of them is quick. */
  readonly fewestEvents?: number
}

const usualLimits: FacetLimits = { values: 1_000, bytes: 200 }
const mostKeys = 20
const eventsPerSlice = 1_000_000

/** Keeps the values of properties that are asked about by person, so that no question searches all events for them. */
export function openFacets({ warehouse, turns, log, limits = usualLimits, fewestEvents = 100_000 }: FacetsDeps) {
  const closing = new AbortController()
  const options: QueryOptions = { seconds: 3600, tag: 'facets', signal: closing.signal }
  const building = new Map<string, Promise<void>>()
  const failed = new Set<string>()
  const paused = new Set<string>()

  const inUse = async (workspace: string): Promise<Facet[]> =>
    (await facetRows(warehouse, workspace)).filter(({ state }) => state === 'building' || state === 'ready')

  const note = (workspace: string, facets: readonly Facet[], state: FacetState, version: number) =>
    warehouse.insert(
      'facet_keys',
      facets.map(({ key, build }) => ({ workspace, key, build, state, version })),
    )

  /** Puts these keys out of use: what is kept of them is not looked at again. */
  async function drop(
    workspace: string,
    facets: readonly Facet[],
    state: 'dropped' | 'unfit',
    settings: QueryOptions['settings'] = {},
  ): Promise<void> {
    if (facets.length === 0) return
    await note(workspace, facets, state, (await latestVersion(warehouse, workspace)) + 1)
    const old = sql`workspace = ${p.uuid(workspace)} and key in ${facets.map(({ key }) => key)}`
    await warehouse.everywhere((physical) => sql`alter table ${physical('facets')} delete where ${old}`, {
      ...options,
      settings,
    })
  }

  async function dropUnfit(workspace: string, facets: readonly Facet[], query: Sql): Promise<boolean> {
    const found = await warehouse.rows<{ key: string }>(query, options)
    const unfit = facets.filter(({ key }) => found.some((row) => row.key === key))
    await drop(workspace, unfit, 'unfit')
    return unfit.length > 0
  }

  /** In the workspace's turn, so that every settling before it is complete and every one after it knows of the key. */
  async function begin(workspace: string, key: string): Promise<Facet | null> {
    const rows = await facetRows(warehouse, workspace)
    if (rows.some((row) => row.key === key && (row.state === 'ready' || row.state === 'unfit'))) return null
    const others = rows.filter((row) => row.key !== key && (row.state === 'ready' || row.state === 'building'))
    const leaving = others.sort((a, b) => a.build - b.build).slice(0, Math.max(0, others.length - mostKeys + 1))
    await drop(workspace, leaving, 'dropped')
    const build = (await latestVersion(warehouse, workspace)) + 1
    await note(workspace, [{ key, build }], 'building', build)
    return { key, build }
  }

  async function end(workspace: string, facet: Facet): Promise<void> {
    const { key, build } = facet
    const rows = await facetRows(warehouse, workspace)
    if (!rows.some((row) => row.key === key && row.build === build && row.state === 'building')) return
    if (await dropUnfit(workspace, [facet], unfitSql(workspace, [facet], build, limits, 'all'))) return
    await note(workspace, [facet], 'ready', (await latestVersion(warehouse, workspace)) + 1)
  }

  async function make(workspace: string, key: string): Promise<void> {
    const [size] = await warehouse.rows<{ events: number }>(
      sql`select toFloat64(count()) as events from ${eventRows({ workspace })}`,
    )
    const events = size?.events ?? 0
    if (events < fewestEvents) return
    const facet = await turns.take(workspace, () => begin(workspace, key))
    if (facet === null) return
    const slices = Math.max(1, Math.ceil(events / eventsPerSlice))
    await withEverybody(warehouse, workspace, slices, options, (source) =>
      derive(
        warehouse,
        source,
        (rows, physical) => buildFacetsSql(workspace, [facet], facet.build, limits, rows, physical),
        options,
      ),
    )
    await turns.take(workspace, () => end(workspace, facet))
  }

  function wantOne(workspace: string, key: string): void {
    const name = `${workspace} ${key}`
    if (building.has(name) || failed.has(name) || paused.has(workspace) || closing.signal.aborted) return
    const work = make(workspace, key)
      .catch((error: unknown) => {
        if (closing.signal.aborted) return
        failed.add(name)
        log?.error({ err: error, workspace }, 'The values of a property could not be kept by person')
      })
      .finally(() => building.delete(name))
    building.set(name, work)
  }

  return {
    /** Told that questions about these properties had to search the events: keeps them by person from now on. */
    want(workspace: string, keys: readonly string[]): void {
      for (const key of keys) wantOne(workspace, key)
    },
    /** In the workspace's turn: brings these people up to their events; ids that are nobody's any more lose their values. */
    async renew(workspace: string, people: readonly string[], sources: readonly EventSource[]): Promise<void> {
      const facets = await inUse(workspace)
      if (facets.length === 0) return
      const version = (await latestVersion(warehouse, workspace)) + 2
      for (const source of sources) {
        await derive(
          warehouse,
          source,
          (rows, physical) => buildFacetsSql(workspace, facets, version, limits, rows, physical),
          options,
        )
      }
      for (const list of chunks(people)) {
        await warehouse.command(emptyFacetsSql(workspace, facets, version - 1, list), options)
        await dropUnfit(workspace, facets, unfitSql(workspace, facets, version, limits, list))
      }
    },
    /** In the workspace's turn: everything may have changed. */
    async dropAll(workspace: string): Promise<void> {
      await drop(
        workspace,
        (await facetRows(warehouse, workspace)).filter(({ state }) => state !== 'dropped'),
        'dropped',
      )
    },
    /** Nothing is kept of any property while the work is done, and nothing of what was kept stays on the disk. */
    async without<T>(workspace: string, work: () => Promise<T>): Promise<T> {
      paused.add(workspace)
      try {
        await Promise.all([...building].flatMap(([name, made]) => (name.startsWith(`${workspace} `) ? [made] : [])))
        await turns.take(workspace, async () =>
          drop(workspace, await facetRows(warehouse, workspace), 'dropped', { mutations_sync: 2 }),
        )
        return await work()
      } finally {
        paused.delete(workspace)
      }
    },
    async idle(): Promise<void> {
      while (building.size > 0) await Promise.all(building.values())
    },
    async close(): Promise<void> {
      closing.abort(new Error('The program ends'))
      await Promise.all(building.values())
    },
  }
}

export type Facets = ReturnType<typeof openFacets>
