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
  /** How the file is packed; by default the engine goes by the name's ending. */
  readonly compression?: 'none' | 'gzip' | 'zstd'
}

export type FileReader = {
  rows<T>(query: Sql, options?: QueryOptions): Promise<T[]>
  into(table: string, columns: readonly string[], select: Sql, options?: QueryOptions): Promise<void>
}

/**
 * The one way to ClickHouse, in-process or on servers. In rows, integers of 64 bits and more (`count()` and `sum()` of
 * integers too) and decimals are text; cast with `toUInt32` or `toFloat64` in SQL where a number is wanted. UInt32 and
 * smaller and floats are numbers, NaN and infinity null, times are `YYYY-MM-DD hh:mm:ss.sss` in UTC.
 * Failures: the fault `engine.busy` (time, memory, cancelled by the engine), the signal's reason, else `EngineError`.
 */
export type Warehouse = {
  readonly kind: 'chdb' | 'server' | 'cluster'
  /** The name of the cluster over which tables are distributed. */
  readonly cluster?: string
  /** All rows of a SELECT. */
  rows<T>(query: Sql, options?: QueryOptions): Promise<T[]>
  /** The rows of a SELECT in batches, for results that do not fit in memory. */
  stream<T>(query: Sql, options?: QueryOptions): AsyncIterable<readonly T[]>
  /**
   * Appends rows; resolves when they are durable. Times are ISO text or milliseconds, big integers and decimals text;
   * an unknown key fails. One bad row fails them all: `EngineError.row` tells the first.
   */
  insert(table: string, rows: readonly object[]): Promise<void>
  /**
   * Appends rows that are text already, the fastest way in: lines of the format JSONCompactEachRow, each a list of values
   * in the order of the columns. Times are seconds since 1970 with a fraction, as text. Durable and failing as `insert`.
   */
  insertLines(table: string, columns: readonly string[], lines: Uint8Array): Promise<void>
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
