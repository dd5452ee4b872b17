import type { QueryOptions, Warehouse } from '../../../platform/warehouse/warehouse.ts'

/** The warehouse for work that ends when the signal says so: all its statements are cancelled then. */
export function abortable(warehouse: Warehouse, signal: AbortSignal): Warehouse {
  const also = (options: QueryOptions = {}): QueryOptions => ({ ...options, signal })
  return {
    ...warehouse,
    rows: (query, options) => warehouse.rows(query, also(options)),
    stream: (query, options) => warehouse.stream(query, also(options)),
    command: (query, options) => warehouse.command(query, also(options)),
    everywhere: (statement, options) => warehouse.everywhere(statement, also(options)),
    readFile: (file, use) =>
      warehouse.readFile(file, (table, reader) =>
        use(table, {
          rows: (query, options) => reader.rows(query, also(options)),
          into: (name, columns, select, options) => reader.into(name, columns, select, also(options)),
        }),
      ),
  }
}
