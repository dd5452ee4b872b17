import { join, p, raw, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { EngineFile } from '../../../platform/warehouse/warehouse.ts'
import type { Source } from './source.ts'

/** Numbers that 64 bits cannot hold exactly; they become text before the engine's parser sees them. */
const lossy = '[0-9][0-9.]{17}|[0-9][eE][+]?[0-9]{3}'
const longNumber = '([:,\\[]\\s*)(-?[0-9][0-9.]{17,}(?:[eE][+-]?[0-9]+)?|-?[0-9.]+[eE][+]?[0-9]{3,})(\\s*[,}\\]])'
const surrogate = '\\\\u[dD][89a-fA-F][0-9a-fA-F]{2}'
const members = raw('JSONExtractKeysAndValuesRaw(object)')
const foreign = sql`arrayFirst(one -> position(one.2, '\uFFFD') > 0 or position(one.2, 'ufffd') > 0, ${members})`

const quoteLong = (line: Sql): Sql => {
  const once = (inner: Sql) => sql`replaceRegexpAll(${inner}, ${longNumber}, '\\1"\\2"\\3')`
  return once(once(line))
}

/** The path of a column: the member of that name, or with a dot a member of a member. */
function path(column: string, names: ReadonlySet<string>): readonly string[] {
  const dot = column.indexOf('.')
  return names.has(column) || dot === -1 ? [column] : [column.slice(0, dot), column.slice(dot + 1)]
}

const lookUp = (keys: readonly string[]): Sql => sql`JSONExtract(object, ${join(keys.map(p.string))}, 'String')`

type Json = {
  readonly file: EngineFile
  /** SELECT of `row` and `text`, the JSON of each row. */
  readonly rows: (table: Sql) => Sql
  readonly settings?: Source['settings']
  readonly columns: readonly string[]
  readonly topLevel: ReadonlySet<string>
  readonly sample: readonly (readonly string[])[]
}

/** Reads rows that are JSON objects. Half an emoji or a number beyond 64 bits does not make a row unreadable. */
export function jsonSource({ file, rows, settings = {}, columns, topLevel, sample }: Json): Source {
  const outer = (except: readonly string[]) => except.filter((column) => topLevel.has(column))
  return {
    file,
    settings,
    columns,
    select: (table) => sql`
      select row, text as content, if(isValidUTF8(text), text, toValidUTF8(text)) as shown, isValidJSON(shown) as plain,
        if(plain and not match(shown, ${lossy}), shown, ${quoteLong(sql`shown`)}) as safe,
        if(isValidJSON(safe), safe, replaceRegexpAll(safe, ${surrogate}, '\\\\ufffd')) as object,
        not isValidJSON(object) or JSONType(object) != 'Object' as malformed,
        object != safe or shown != text as halved
      from (${rows(table)}) where trimBoth(text) != ''`,
    cell: (column) => sql`trimBoth(${lookUp(path(column, topLevel))})`,
    properties: (except) => sql`CAST(arrayFilter(
      one -> not has(${outer(except)}, one.1) and one.2 not in ('', '{}', '[]'),
      JSONExtractKeysAndValues(object, 'String')) AS Map(String, String))`,
    malformed: raw('malformed'),
    foreign: { when: raw('halved'), field: sql`${foreign}.1`, text: sql`${foreign}.2` },
    larger: (bytes) => sql`arrayFirst(one -> length(one.2) > ${bytes}, ${members}).1`,
    cells: sql`[content]`,
    cellNames: ['row'],
    line: raw('0'),
    firstLine: 1,
    sample,
    strict: false,
  }
}
