import type { QueryOptions, Warehouse } from '../../../platform/warehouse/warehouse.ts'

/** The warehouse for work whose statements all end when the signal says so, or all carry the same tag. */
export function always(warehouse: Warehouse, same: Pick<QueryOptions, 'signal' | 'tag'>): Warehouse {
  const also = (options: QueryOptions = {}): QueryOptions => ({ ...options, ...same })
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
