import { randomUUID } from 'node:crypto'
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { faultsOf } from '../../kernel/fault.ts'
import { busy, meaning } from './errors.ts'
import { quoted } from './parameters.ts'
import { common, type Settings } from './settings.ts'
import type { QueryOptions } from './warehouse.ts'

const fault = faultsOf({ 'clickhouse.unreachable': { status: 503, title: 'ClickHouse cannot be reached' } })

type Params = Readonly<Record<string, unknown>>
type Request = { readonly query_id: string; readonly clickhouse_settings: Settings; readonly abort_signal: AbortSignal }
type Work<T> = (node: ClickHouseClient, request: Request) => Promise<T>

export type Nodes = {
  /** Asks one node, taking them in turn and passing over those that cannot be reached. */
  any<T>(params: Params, options: QueryOptions, work: Work<T>): Promise<T>
  each(params: Params, options: QueryOptions, work: Work<unknown>): Promise<void>
  kill(node: ClickHouseClient, queryId: string): Promise<void>
  close(): Promise<void>
}

/**
 * Distributed tables: inserts wait for the shards, subqueries are sent to every shard, and INSERT SELECT goes through
 * the sharding key. Where both tables are sharded alike, `parallel_distributed_insert_select: 2` keeps rows where they are.
 */
const clustered = {
  distributed_foreground_insert: 1,
  distributed_product_mode: 'global',
  parallel_distributed_insert_select: 0,
} as const

/** Seconds that the network gets on top of the engine's own limit. */
const patience = 15

export async function openNodes(urls: string, cluster: string | undefined): Promise<Nodes> {
  const clients = await Promise.all(urls.split(',').map((one) => connect(one.trim())))
  return nodesOf(clients, { ...common, ...(cluster ? clustered : {}) })
}

async function connect(text: string): Promise<ClickHouseClient> {
  const url = new URL(text)
  const database = url.pathname.replaceAll('/', '') || 'fernweh'
  if (!/^\w+$/.test(database)) throw new Error(`Not a name for a database: ${database}`)
  url.pathname = '/'
  const options = {
    request_timeout: 7_200_000,
    max_open_connections: 32,
    use_multipart_params_auto: true,
    log: { level: ClickHouseLogLevel.OFF },
  }
  const first = createClient({ url, ...options })
  try {
    await first.command({ query: `CREATE DATABASE IF NOT EXISTS ${database}` })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw fault('clickhouse.unreachable', `ClickHouse at CLICKHOUSE_URL (${url.host}) cannot be reached: ${why}`)
  } finally {
    await first.close()
  }
  return createClient({ url, database, ...options })
}

function nodesOf(clients: readonly ClickHouseClient[], defaults: Settings): Nodes {
  const stop = new AbortController()
  let turn = 0

  const kill = async (node: ClickHouseClient, id: string) => {
    await node.command({ query: `KILL QUERY WHERE query_id = ${quoted(id)}` }).catch(() => undefined)
  }

  /** One request to one node; if it is stopped here, the query is killed there too. */
  async function on<T>(node: ClickHouseClient, options: QueryOptions, work: Work<T>): Promise<T> {
    const { seconds = 30, tag = 'fernweh', signal } = options
    const late = AbortSignal.timeout((seconds + patience) * 1000)
    const stopped = AbortSignal.any([stop.signal, late, ...(signal ? [signal] : [])])
    stopped.throwIfAborted()
    const settings = { ...defaults, ...options.settings, max_execution_time: seconds, log_comment: tag }
    const request = { query_id: randomUUID(), clickhouse_settings: settings, abort_signal: stopped }
    try {
      return await work(node, request)
    } catch (error) {
      if (!stopped.aborted) throw error
      await kill(node, request.query_id)
      throw late.aborted ? busy('No answer in time') : stopped.reason
    }
  }

  return {
    kill,
    async any(params, options, work) {
      const order = clients.map((_, i) => clients[(turn + i) % clients.length] ?? clients[i])
      turn++
      let failure: unknown
      for (const node of order) {
        if (!node) continue
        try {
          return await on(node, options, work)
        } catch (error) {
          failure = error
          if (!refused(error)) break
        }
      }
      throw meaning(failure, params, options.signal)
    },
    async each(params, options, work) {
      for (const node of clients) {
        await on(node, options, work).catch((error: unknown) => {
          throw meaning(error, params, options.signal)
        })
      }
    },
    async close() {
      stop.abort(new Error('The warehouse is closed'))
      await Promise.all(clients.map((node) => node.close()))
    },
  }
}

const refused = (error: unknown): boolean =>
  error instanceof Error &&
  /ECONNREFUSED|ENOTFOUND|EHOSTUNREACH/.test(`${error.message} ${'code' in error ? error.code : ''}`)
