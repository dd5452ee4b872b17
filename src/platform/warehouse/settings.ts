import { quoted } from './parameters.ts'

export type Settings = Readonly<Record<string, number | string>>

/** What every statement on every engine starts from: text in JSON stays text, a repeated key does not fail an insert. */
export const common = {
  input_format_try_infer_dates: 0,
  input_format_try_infer_datetimes: 0,
  type_json_skip_duplicated_paths: 1,
} as const

/** How rows are written for us: integers of 64 bits and more and decimals as text. */
export const output = { output_format_json_quote_64bit_integers: 1, output_format_json_quote_decimals: 1 } as const

/** How rows of objects are read: ISO times, no unknown keys. */
export const input = {
  date_time_input_format: 'best_effort',
  input_format_skip_unknown_fields: 0,
  input_format_try_infer_dates: 0,
  input_format_try_infer_datetimes: 0,
} as const

/** How rows that are text already are read: by whoever knows that they repeat nothing, from however many years. */
export const lineInput = { optimize_on_insert: 0, max_partitions_per_insert_block: 0 } as const

const clause = (settings: Settings): string =>
  Object.entries(settings)
    .map(([name, value]) => {
      if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new TypeError(`Not a setting: ${name}`)
      return `${name} = ${typeof value === 'number' ? value : quoted(value)}`
    })
    .join(', ')

const trimmed = (text: string): string => text.replace(/^(\s|--[^\n]*\n)+/, '').replace(/[\s;]+$/, '')

/** A query with its output format and settings, in the one place where they hold for all of it, unions included. */
export const withFormat = (text: string, format: string, settings: Settings): string =>
  `${trimmed(text)}\nFORMAT ${format} SETTINGS ${clause(settings)}`

/** A statement without result with its settings where its grammar has room for them; DDL has none. */
export function withSettings(text: string, settings: Settings): string {
  const statement = trimmed(text)
  const insert =
    /^insert\s+into\s+(?:table\s+)?(?!function\b)[\w.`"]+\s*(?:\((?!\s*(?:select|with)\b)[^)]*\)\s*)?/i.exec(statement)
  if (insert) {
    const rest = statement.slice(insert[0].length)
    const own = /^settings\s+/i.exec(rest)
    return `${insert[0].trimEnd()} SETTINGS ${clause(settings)}${own ? ', ' : '\n'}${rest.slice(own?.[0].length ?? 0)}`
  }
  return /^(alter|optimize|delete|insert)\b/i.test(statement) ? `${statement}\nSETTINGS ${clause(settings)}` : statement
}
