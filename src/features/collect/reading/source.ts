import { raw, type Sql } from '../../../platform/warehouse/sql.ts'
import type { EngineFile } from '../../../platform/warehouse/warehouse.ts'

/** The number of a row of the file from 0, however many threads read it. */
export const rowNumber: Sql = raw('toUInt64(assumeNotNull(_row_number))')

/**
 * A file as the engine sees it: every row's cells as text. The expressions below hold within `select`, which yields
 * `row` (its number in the file) and `content` (all its bytes, the same whenever the row is the same).
 */
export type Source = {
  readonly file: EngineFile
  readonly settings: Readonly<Record<string, number | string>>
  readonly columns: readonly string[]
  readonly select: (table: Sql) => Sql
  /** The text of a column; empty where the row has none. */
  readonly cell: (column: string) => Sql
  /** A map of all columns but those named, without the empty ones. */
  readonly properties: (except: readonly string[]) => Sql
  /** Whether the row cannot be read as such. */
  readonly malformed: Sql
  /** Whether the row holds text that is no valid UTF-8, and then the first column that does, with its text. */
  readonly foreign: { readonly when: Sql; readonly field: Sql; readonly text: Sql }
  /** The name of the first column with more than so many bytes, else empty. */
  readonly larger: (bytes: number) => Sql
  /** All cells, for the file of rejected rows. */
  readonly cells: Sql
  readonly cellNames: readonly string[]
  /** Where the row stands in the file: a line where it is known, else 0. */
  readonly line: Sql
  /** Line of the file at which row 0 stands, if every row takes one line. */
  readonly firstLine: number
  /** The first rows, for people and for recognising columns. */
  readonly sample: readonly (readonly string[])[]
  /** Set where a strict reader was used; a broken quote may have swallowed rows then. */
  readonly strict: boolean
}
