import { Readable } from 'node:stream'
import { meaning } from './errors.ts'
import { fileTable } from './file.ts'
import { insertInto, named } from './forms.ts'
import { inPieces } from './pieces.ts'
import { withScratch } from './scratch.ts'
import { type Nodes, openNodes } from './server-nodes.ts'
import { input, lineInput, output } from './settings.ts'
import { raw, render, type Sql } from './sql.ts'
import type { FileReader, QueryOptions, Warehouse } from './warehouse.ts'

export type ClickHouseOptions = {
  /** One URL or several separated by commas, with user, password and database where needed: `http://u:p@host:8123/fernweh`. */
  readonly url: string
  /** The name of a cluster in the servers' configuration; every shard must be among the URLs. */
  readonly cluster?: string
}

export async function openClickHouse({ url, cluster }: ClickHouseOptions): Promise<Warehouse> {
  return warehouse(await openNodes(url, cluster), cluster)
}

const prepared = (query: Sql) => {
  const { text, params } = render(inPieces(query))
  return { query: text, query_params: params }
}

const written = (options: QueryOptions = {}): QueryOptions => ({
  ...options,
  settings: { ...output, ...options.settings },
})

function warehouse(nodes: Nodes, cluster: string | undefined): Warehouse {
  return {
    kind: cluster ? 'cluster' : 'server',
    cluster,
    rows<T>(query: Sql, options?: QueryOptions): Promise<T[]> {
      const asked = prepared(query)
      return nodes.any(asked.query_params, written(options), async (node, request) => {
        const result = await node.query({ ...asked, ...request, format: 'JSONEachRow' })
        return result.json<T>()
      })
    },
    stream: (query, options) => stream(nodes, query, options),
    async command(query, options = {}) {
      const asked = prepared(query)
      await nodes.any(asked.query_params, options, (node, request) => node.command({ ...asked, ...request }))
    },
    async insert(table, list) {
      if (list.length === 0) return
      const options = { tag: `insert ${table}`, seconds: 60, settings: input }
      await nodes.any({}, options, (node, request) =>
        node.insert({ table, values: [...list], format: 'JSONEachRow', ...request }),
      )
    },
    async insertLines(table, columns, lines) {
      const options = { tag: `insert ${table}`, seconds: 60, settings: lineInput }
      const query = `${render(insertInto(table, columns)).text} FORMAT JSONCompactEachRow`
      await nodes.any({}, options, async (node, request) => {
        const values = Readable.from([lines], { objectMode: false })
        const answer = await node.exec({ query, values, ...request })
        for await (const _ of answer.stream);
      })
    },
    async everywhere(statement, options = {}) {
      const asked = prepared(statement((table) => raw(cluster ? `${table}_local` : table)))
      await nodes.each(asked.query_params, options, (node, request) => node.command({ ...asked, ...request }))
    },
    readFile: (file, use) =>
      withScratch(async (scratch) => {
        const { table, release } = await fileTable(file)
        const into: FileReader['into'] = (name, columns, query, options = {}) =>
          send(nodes, insertInto(name, columns), scratch.bytes(named(query, columns), 'Native', options), options)
        return use(table, { rows: scratch.rows, into }).finally(release)
      }),
    close: nodes.close,
  }
}

async function* stream<T>(nodes: Nodes, query: Sql, options?: QueryOptions): AsyncGenerator<readonly T[]> {
  const asked = prepared(query)
  const { node, request, result } = await nodes.any(asked.query_params, written(options), async (one, what) => ({
    node: one,
    request: what,
    result: await one.query({ ...asked, ...what, format: 'JSONEachRow' }),
  }))
  let finished = false
  try {
    for await (const batch of result.stream<T>()) {
      options?.signal?.throwIfAborted()
      yield batch.map((row) => row.json<T>())
    }
    finished = true
  } catch (error) {
    throw meaning(error, asked.query_params, options?.signal)
  } finally {
    if (!finished) await nodes.kill(node, request.query_id)
    result.close()
  }
}

/**
 * Sends blocks in the engine's own format, which can be done once: a node that cannot be reached must fail before.
 * Whichever end fails first, its error is the one that is told.
 */
async function send(nodes: Nodes, target: Sql, blocks: AsyncIterable<Uint8Array>, options: QueryOptions) {
  let broken: unknown
  const watched = async function* () {
    try {
      yield* blocks
    } catch (error) {
      broken = error
      throw error
    }
  }
  const values = Readable.from(watched(), { objectMode: false })
  try {
    await nodes.any({}, options, async (node, request) => {
      await node.command({ query: 'SELECT 1', abort_signal: request.abort_signal })
      const answer = await node.exec({ query: `${render(target).text} FORMAT Native`, values, ...request })
      for await (const _ of answer.stream);
    })
  } catch (error) {
    throw broken ?? error
  } finally {
    values.destroy()
  }
}
