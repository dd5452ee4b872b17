import { mkdir, realpath, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Session } from 'chdb'
import { engineArguments, engineConfig } from './chdb-config.ts'
import { type Lanes, turns } from './chdb-turns.ts'
import { meaning } from './errors.ts'
import { fileTable } from './file.ts'
import { insertInto, parsed } from './forms.ts'
import { lane } from './lane.ts'
import { input, lineInput, output, withFormat, withSettings } from './settings.ts'
import { raw, render, type Sql, sql } from './sql.ts'
import type { FileReader, QueryOptions, Warehouse } from './warehouse.ts'

export type ChdbOptions = {
  /** A directory that this process alone may use. */
  readonly path: string
  /** Bytes the engine may use for everything it does. Default 1 GB, which keeps the whole process below 1.5 GB. */
  readonly memory?: number
  /** Seconds that running statements get at `close` before they are killed. Default 5. */
  readonly grace?: number
}

/** The in-process engine; beside a `Warehouse` it can write results in the engine's own formats. */
export type Chdb = Warehouse & {
  /** The result of a SELECT as bytes of the given format, in pieces that may be joined. */
  bytes(query: Sql, format: string, options?: QueryOptions): AsyncIterable<Uint8Array>
}

const database = 'fernweh'

export async function openChdb({ path, memory = 1_000_000_000, grace = 5 }: ChdbOptions): Promise<Chdb> {
  const connect = await connector(path, memory)
  const lanes = {
    reads: lane([1, 2, 3, 4].map(connect)),
    inserts: lane([1, 2].map(connect)),
    work: lane([1, 2].map(connect)),
    control: lane([connect()]),
  }
  return warehouse(lanes, grace)
}

async function connector(path: string, memory: number): Promise<() => Session> {
  await mkdir(join(path, 'backups'), { recursive: true })
  await mkdir(join(path, 'tmp'), { recursive: true })
  const root = await realpath(path)
  await writeFile(join(root, 'engine.xml'), engineConfig(root, memory))
  const open = () => new Session(join(root, 'engine'), { connectionArgs: engineArguments(root, memory) })
  const first = opening(root, open)
  first.query(`CREATE DATABASE IF NOT EXISTS ${database} ENGINE = Atomic`)
  const ready = [first]
  return () => {
    const session = ready.pop() ?? open()
    session.query(`USE ${database}`)
    return session
  }
}

/** The engine tells why it cannot lock its directory only on standard error. */
function opening(root: string, open: () => Session): Session {
  try {
    return open()
  } catch (cause) {
    if (cause instanceof Error && cause.message.includes('one active data directory')) throw cause
    throw new Error(`Another Fernweh uses the directory ${root}, or it cannot be read. Stop the other one first.`, {
      cause,
    })
  }
}

function warehouse(lanes: Lanes, grace: number): Chdb {
  const taking = turns(lanes)

  const command = async (query: Sql, options: QueryOptions = {}) => {
    const { text, params } = render(query)
    await taking.run(lanes.work, params, options, ({ session, settings }) =>
      session.queryAsync(withSettings(text, settings)),
    )
  }

  async function rows<T>(query: Sql, options: QueryOptions = {}): Promise<T[]> {
    const { text, params } = render(query)
    return taking.run(lanes.reads, params, options, async ({ session, settings }) => {
      const result = await session.queryAsync(withFormat(text, 'JSONEachRow', { ...output, ...settings }))
      return parsed<T>(result.text())
    })
  }

  async function* bytes(query: Sql, format: string, options: QueryOptions = {}): AsyncGenerator<Uint8Array> {
    const { text, params } = render(query)
    let end = () => {}
    try {
      const mine = await taking.begin(lanes.reads, params, options)
      end = mine.end
      const statement = withFormat(text, format, { ...output, ...mine.settings })
      for await (const chunk of mine.session.queryStream(statement, { format })) yield chunk.raw()
    } catch (error) {
      throw meaning(error, params, options.signal)
    } finally {
      end()
    }
  }

  const reader: FileReader = {
    rows,
    into: (table, columns, select, options) => command(sql`${insertInto(table, columns)}\n${select}`, options),
  }

  return {
    kind: 'chdb',
    rows,
    bytes,
    command,
    close: () => taking.close(grace),
    async *stream<T>(query: Sql, options?: QueryOptions) {
      const decoder = new TextDecoder()
      for await (const piece of bytes(query, 'JSONEachRow', options)) yield parsed<T>(decoder.decode(piece))
    },
    async insert(table, list) {
      if (list.length === 0) return
      const values = Buffer.from(list.map((row) => JSON.stringify(row)).join('\n'))
      await taking.run(lanes.inserts, {}, { tag: `insert ${table}`, seconds: 60 }, ({ session, settings }) =>
        session.insert({ table, values, format: 'JSONEachRow', settings: { ...input, ...settings } }),
      )
    },
    insertLines: (table, columns, lines) =>
      taking.run(lanes.inserts, {}, { tag: `insert ${table}`, seconds: 60 }, async ({ session, settings }) => {
        const form = { format: 'JSONCompactEachRow', settings: { ...lineInput, ...settings } } as const
        await session.insert({ table, columns, values: lines, ...form })
      }),
    everywhere: (statement, options) => command(statement(raw), options),
    async readFile(file, use) {
      const { table, release } = await fileTable(file)
      return use(table, reader).finally(release)
    },
  }
}
