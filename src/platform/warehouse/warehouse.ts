import type { Sql } from './sql.ts'

export type QueryOptions = {
  /** Seconds after which the engine gives up with the fault `engine.busy`. Default 30. */
  readonly seconds?: number
  /** What asks; appears in the engine's query log. */
  readonly tag?: string
  /** Further settings from our own code, put as a SETTINGS clause on the outermost statement. */
  readonly settings?: Readonly<Record<string, number | string>>
  readonly signal?: AbortSignal
}

/** A file that the engine reads with its own readers; each adapter knows how to reach it. */
export type EngineFile = {
  readonly path: string
  readonly format: string
  /** ClickHouse structure text, for example `c1 String, c2 String`; omitted where the format carries it. */
  readonly structure?: string
}

export type FileReader = {
  rows<T>(query: Sql, options?: QueryOptions): Promise<T[]>
  into(table: string, columns: readonly string[], select: Sql, options?: QueryOptions): Promise<void>
}

/**
 * The one way to ClickHouse, in-process or on servers. 64-bit and larger integers and decimals come as text where a
 * JavaScript number cannot hold them: read them with `toString()` in SQL or cast to Float64 or UInt32 on purpose.
 */
export type Warehouse = {
  readonly kind: 'chdb' | 'server' | 'cluster'
  /** All rows of a SELECT. */
  rows<T>(query: Sql, options?: QueryOptions): Promise<T[]>
  /** The rows of a SELECT in batches, for results that do not fit in memory. */
  stream<T>(query: Sql, options?: QueryOptions): AsyncIterable<readonly T[]>
  /** Appends rows; resolves when they are durable. DateTime64 as text or number of ms is the caller's choice of column type. */
  insert(table: string, rows: readonly object[]): Promise<void>
  /** INSERT SELECT, DDL and other statements without result. */
  command(query: Sql, options?: QueryOptions): Promise<void>
  /** Runs a statement on every node, naming physical tables by the given function (mutations, optimise). */
  everywhere(statement: (physical: (table: string) => Sql) => Sql, options?: QueryOptions): Promise<void>
  /**
   * Reads a local file with the engine's own readers. `use` gets a table expression for the file and a reader: `rows`
   * asks it, `into` appends the result of a SELECT over it to a table of the warehouse (the columns named).
   * On servers an in-memory chDB reads the file and its rows are sent along, so both kinds understand the same SQL.
   */
  readFile<T>(file: EngineFile, use: (table: Sql, reader: FileReader) => Promise<T>): Promise<T>
  close(): Promise<void>
}
