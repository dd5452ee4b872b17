import { join, raw, type Sql, sql } from './sql.ts'

/** Rows from the text of the format JSONEachRow. */
export const parsed = <T>(text: string): T[] => JSON.parse(`[${text.trimEnd().replaceAll('\n', ',')}]`) as T[]

const name = (text: string): Sql => {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(text)) throw new TypeError(`Not a name: ${text}`)
  return raw(text)
}

export const insertInto = (table: string, columns: readonly string[]): Sql =>
  sql`INSERT INTO ${name(table)} (${join(columns.map(name))})`

/** The query with its columns renamed in order, as an INSERT by position would take them. */
export const named = (query: Sql, columns: readonly string[]): Sql =>
  sql`SELECT * FROM (${query}\n) AS renamed(${join(columns.map(name))})`

/** A promise with its handle outside. */
export function signalled(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}
