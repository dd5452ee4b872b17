import { join, raw, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { Layout } from './layout.ts'
import { rowNumber, type Source } from './source.ts'

/** Cells beyond the expected ones that are kept to be shown with a rejected row. */
const spare = 3

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1)
const cellOf = (i: number): Sql => raw(`c${i}`)

const settings = (delimiter: string): Source['settings'] => ({
  format_csv_delimiter: delimiter,
  format_csv_null_representation: '\u0001null',
  input_format_csv_allow_variable_number_of_columns: 1,
  input_format_csv_detect_header: 0,
  input_format_csv_empty_as_default: 0,
  input_format_csv_allow_whitespace_or_tab_as_delimiter: delimiter === '\t' ? 1 : 0,
  input_format_csv_trim_whitespaces: delimiter === '\t' ? 0 : 1,
})

const csvFile = (path: string, columns: readonly string[]): Source['file'] => ({
  path,
  format: 'CSV',
  structure: columns.join(', '),
  compression: 'none',
})

/** The number of the first column that passes the test, else 0. */
const firstOf = (columns: readonly string[], test: (cell: Sql) => Sql): Sql =>
  sql`indexOf([${join(columns.map((_, i) => test(cellOf(i + 1))))}], 1)`

const invalid = (cell: Sql): Sql => sql`not isValidUTF8(${cell})`

function shared(columns: readonly string[]) {
  const all = columns.map((_, i) => cellOf(i + 1))
  return {
    columns,
    cell: (column: string) => {
      const index = columns.indexOf(column)
      return index === -1 ? raw(`''`) : cellOf(index + 1)
    },
    properties: (except: readonly string[]) => {
      const list = columns.flatMap((name, i) => (except.includes(name) ? [] : [sql`${name}, ${cellOf(i + 1)}`]))
      return list.length === 0 ? sql`map()` : sql`mapFilter((key, text) -> text != '', map(${join(list)}))`
    },
    malformed: raw('malformed'),
    foreign: {
      when: raw('not isValidUTF8(content)'),
      field: sql`${columns}[${firstOf(columns, invalid)}]`,
      text: sql`[${join(all)}][${firstOf(columns, invalid)}]`,
    },
    larger: (bytes: number) => sql`${columns}[${firstOf(columns, (cell) => sql`length(${cell}) > ${bytes}`)}]`,
    content: all.length === 1 ? cellOf(1) : sql`concat(${join(all, ", '\\x1F', ")})`,
  }
}

/** Reads delimited text with the engine's own CSV reader, which copes with everything but misplaced quotes. */
export function delimitedSource(path: string, { delimiter, columns, skip, skippedLines, rows }: Layout): Source {
  const width = columns.length
  const { content, ...same } = shared(columns)
  const given = numbers(width).map(
    (i) => sql`${raw(i === 1 && skip === 0 ? withoutMark : `assumeNotNull(r${i})`)} as ${cellOf(i)}`,
  )
  const extra = numbers(spare).map((i) => raw(`r${width + i}`))
  const last = raw(width === 1 ? '0' : `isNull(r${width})`)
  return {
    ...same,
    file: csvFile(
      path,
      numbers(width + spare).map((i) => `r${i} Nullable(String)`),
    ),
    settings: settings(delimiter),
    select: (table) => sql`
      select row, ${join(numbers(width).map(cellOf))}, malformed, extra, ${content} as content from (
        select ${rowNumber} as row, ${join(given)},
          ${last} or ifNull(${raw(`r${width + 1}`)}, '') != '' as malformed,
          arrayMap(x -> assumeNotNull(x), arrayFilter(x -> isNotNull(x), [${join(extra)}])) as extra,
          isNull(r1) as blank
        from ${table})
      where row >= ${skip} and not blank`,
    cellNames: columns,
    cells: sql`arrayConcat([${join(numbers(width).map(cellOf))}], extra)`,
    line: raw('0'),
    firstLine: 1 + skippedLines - skip,
    sample: rows,
    strict: true,
  }
}

const withoutMark = `if(row = 0, replaceOne(assumeNotNull(r1), '\\xEF\\xBB\\xBF', ''), assumeNotNull(r1))`

/** Reads what `rewriteRows` wrote: rows that know their line. */
export function rewrittenSource(path: string, { columns, skip, rows }: Layout): Source {
  const width = columns.length
  const { content, ...same } = shared(columns)
  const cells = numbers(width).map(cellOf)
  return {
    ...same,
    file: csvFile(path, ['line UInt64', 'malformed UInt8', ...numbers(width).map((i) => `c${i} String`)]),
    settings: { ...settings(','), input_format_csv_trim_whitespaces: 0 },
    select: (table) => sql`
      select ${rowNumber} + ${skip} as row, line, malformed, ${join(cells)}, ${content} as content from ${table}`,
    cellNames: columns,
    cells: sql`[${join(cells)}]`,
    line: raw('line'),
    firstLine: 1,
    sample: rows,
    strict: false,
  }
}
